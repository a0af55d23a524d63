package org.homeward.referral.web;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.homeward.referral.Reasons;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralState;

/** The words of the partner's pages in one language. */
final class PartnerWords {

    static final Locale SPANISH = Locale.forLanguageTag("es");

    private final ResourceBundle bundle;

    PartnerWords(Locale locale) {
        this.bundle = ResourceBundle.getBundle(
                "org.homeward.referral.web.partner",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** A language that is not spoken here is English. */
    static Locale locale(String asked) {
        return asked.toLowerCase(Locale.ROOT).startsWith("es") ? SPANISH : Locale.ENGLISH;
    }

    public String of(String key) {
        try {
            return bundle.getString(key);
        } catch (MissingResourceException missing) {
            throw new IllegalStateException("The partner's pages have no words for " + key, missing);
        }
    }

    public String state(ReferralState state) {
        return of("state." + state.name());
    }

    public String event(Event event) {
        return of("event." + event.name());
    }

    public String reason(Reasons.Decline reason) {
        return of("reason." + reason.name());
    }
}
