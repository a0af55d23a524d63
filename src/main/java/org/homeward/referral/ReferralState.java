package org.homeward.referral;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the conversation about a referral stands, as BSeR and IHE 360X harmonised it.
 *
 * <p>Source: HL7/bser, "Harmonized State Transitions" and TaskBusinessStatusCS.
 */
public enum ReferralState {
    DRAFT("1", null, "not sent"),
    RECEIVED("2", "2.0", "sent, not answered"),
    ACCEPTED("3", "3.0", "accepted"),
    REJECTED("4", "4.0", "declined"),
    /** Work goes on that is no visit. Out of it only a refusal or a request to cancel leads. */
    ACTIVE("5.1", null, "under way"),
    SCHEDULED("5.1.1", "5.1.1", "scheduled"),
    NO_SHOW("5.1.2", "5.1.2", "missed by the patient"),
    APPOINTMENT_CANCELLED("5.1.3", "5.1.3", "appointment cancelled"),
    VISIT_DONE("5.1.4", "5.1.4", "seen, outcome awaited"),
    CANCEL_REQUESTED("5.2", "5.2", "asked to cancel"),
    CANCELLED("6", "6.0", "cancelled"),
    COMPLETED("7", "7.0", "outcome received");

    private final String number;
    private final @Nullable String businessStatus;
    private final String words;

    ReferralState(String number, @Nullable String businessStatus, String words) {
        this.number = number;
        this.businessStatus = businessStatus;
        this.words = words;
    }

    /** As the harmonised diagram numbers it, such as {@code 5.1.2}. */
    public String number() {
        return number;
    }

    /** The code of BSeR's {@code Task.businessStatus}; empty where it has none. */
    public Optional<String> businessStatus() {
        return Optional.ofNullable(businessStatus);
    }

    public String words() {
        return words;
    }

    /** Nothing leads out of it. */
    public boolean isTerminal() {
        return ReferralMove.from(this).isEmpty();
    }

    /** Where a permitted move leads from here. */
    public Set<ReferralState> next() {
        return ReferralMove.from(this).stream()
                .map(ReferralMove::to)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ReferralState.class)));
    }

    static ReferralState numbered(String number) {
        return Arrays.stream(values())
                .filter(state -> state.number.equals(number))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no state " + number));
    }
}
