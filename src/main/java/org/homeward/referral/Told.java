package org.homeward.referral;

import java.time.Instant;
import java.time.LocalDate;
import org.homeward.referral.ReferralMove.Event;
import org.jspecify.annotations.Nullable;

/**
 * What somebody tells about a referral.
 *
 * @param to where it leads, where two moves answer the event; null: to the date or visit
 * @param on the day on which it happened; null where that is the day it is told
 * @param from who said it: a name at the other side, the patient; null where the actor said it
 * @param actor a person's id, or {@code link:} with the link's id
 * @param note words of a person; patient data, never shown outside
 * @param evidence JSON of what was filled in, or null
 */
public record Told(
        Event event,
        @Nullable ReferralState to,
        @Nullable Instant appointmentAt,
        @Nullable String place,
        Reasons.@Nullable Decline decline,
        @Nullable LocalDate on,
        @Nullable String from,
        ReferralTransition.Channel channel,
        String actor,
        @Nullable String note,
        @Nullable String evidence) {

    public static Told of(Event event, ReferralTransition.Channel channel, String actor) {
        return new Told(event, null, null, null, null, null, null, channel, actor, null, null);
    }

    public Told at(Instant appointment, @Nullable String where) {
        return new Told(event, to, appointment, where, decline, on, from, channel, actor, note, evidence);
    }

    public Told because(Reasons.@Nullable Decline reason) {
        return new Told(event, to, appointmentAt, place, reason, on, from, channel, actor, note, evidence);
    }

    public Told leadingTo(ReferralState state) {
        return new Told(event, state, appointmentAt, place, decline, on, from, channel, actor, note, evidence);
    }

    public Told said(@Nullable String by, @Nullable LocalDate day, @Nullable String words) {
        return new Told(event, to, appointmentAt, place, decline, day, by, channel, actor, words, evidence);
    }

    public Told with(@Nullable String proof) {
        return new Told(event, to, appointmentAt, place, decline, on, from, channel, actor, note, proof);
    }
}
