package org.homeward.referral;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.homeward.referral.ReferralMove.Party;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Column;

/** One move of a conversation as it was told: who, when, how. Only ever added. */
public record ReferralTransition(
        @Id UUID id,
        @Version @Nullable Integer version,
        UUID referralId,
        int seq,
        int moveNumber,
        ReferralState fromState,
        ReferralState toState,
        Party party,
        Channel channel,
        String actor,
        @Nullable String toldBy,
        Instant at,
        @Column("happened_on") @Nullable LocalDate on,
        @Nullable Instant appointmentAt,
        Reasons.@Nullable Decline reason,
        @Nullable String note,
        @Nullable String evidence) {

    /** How it was told. */
    public enum Channel {
        LINK,
        PHONE,
        MESSAGE,
        FAX,
        MAIL,
        IN_PERSON;

        public String words() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    static ReferralTransition of(UUID referralId, int seq, ReferralMove move, Told told, Instant now) {
        return new ReferralTransition(
                UuidCreator.getTimeOrderedEpoch(),
                null,
                referralId,
                seq,
                move.number(),
                move.from(),
                move.to(),
                move.event().party(),
                told.channel(),
                told.actor(),
                shortened(told.from(), 200),
                now,
                told.on(),
                move.to() == ReferralState.SCHEDULED ? told.appointmentAt() : null,
                told.decline(),
                shortened(told.note(), 2000),
                told.evidence());
    }

    public ReferralMove move() {
        return ReferralMove.numbered(moveNumber);
    }

    private static @Nullable String shortened(@Nullable String words, int most) {
        return words == null || words.length() <= most ? words : words.substring(0, most - 1) + "…";
    }
}
