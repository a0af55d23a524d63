package org.homeward.referral;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.notification.NoticeWords;
import org.springframework.stereotype.Component;

/** Tells whoever sent a link that somebody guessed at its code. */
@Component
class LinkNotices implements NoticeWords {

    static final String LOCKED = "referral-link-locked";

    private final ReferralLinkRows links;
    private final ReferralRows rows;

    LinkNotices(ReferralLinkRows links, ReferralRows rows) {
        this.links = links;
        this.rows = rows;
    }

    @Override
    public Set<String> templates() {
        return Set.of(LOCKED);
    }

    @Override
    public Optional<Line> of(String template, UUID linkId) {
        return links.findById(linkId)
                .flatMap(link -> rows.findById(link.referralId()))
                .map(referral -> new Line(
                        "The link of a referral was closed after wrong codes: send another, or call them",
                        "/patients/" + referral.patientId() + "/episodes/" + referral.episodeId() + "/referrals"));
    }
}
