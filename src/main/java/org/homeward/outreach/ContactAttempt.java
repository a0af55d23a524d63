package org.homeward.outreach;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Record one try to reach the patient, or the patient's own call: who, when, how, and what came of it. Written once; only
 * a corrected discharge time changes how long after the discharge it was.
 *
 * @param at when it took place, not when it was written down
 * @param madeBy the person of the team who called, wrote, or took the call
 * @param reachedAt label of the number or address that was tried, {@code mobile}; never the number
 * @param withWhom who was spoken to: {@code PATIENT}, or a caregiver's or proxy's name
 * @param byRight by what right somebody else than the patient spoke
 * @param inWindow within the window of the first contact
 * @param callSheet what was settled, as JSON by field key of the form; null when nothing was
 */
public record ContactAttempt(
        @Id UUID id,
        @Version @Nullable Integer version,
        UUID outreachId,
        Instant at,
        double hoursSinceDischarge,
        boolean inWindow,
        String madeBy,
        Direction direction,
        Channel channel,
        @Nullable String reachedAt,
        Outcome outcome,
        @Nullable String withWhom,
        @Nullable String byRight,
        @Nullable Urgency urgency,
        @Nullable String callSheet) {

    public enum Direction {
        OUTGOING,
        /** The patient or caregiver called. */
        INCOMING
    }

    public enum Channel {
        PHONE(true),
        VIDEO(true),
        IN_PERSON(true),
        SECURE_MESSAGE(true),
        LETTER(false),
        /** A visit that was arranged; one that took place and reached somebody is {@link #IN_PERSON}. */
        VISIT_ARRANGED(false);

        private final boolean interactive;

        Channel(boolean interactive) {
            this.interactive = interactive;
        }

        /** Whether it allows a prompt exchange in both directions (CMS TCM); a letter or a chat-bot does not. */
        public boolean isInteractive() {
            return interactive;
        }
    }

    public enum Outcome {
        REACHED("reached"),
        NO_ANSWER("no answer"),
        VOICEMAIL("voicemail"),
        BUSY("busy"),
        NOT_HOME("not home"),
        DECLINED("declined"),
        RESCHEDULED("asked to be called later"),
        WRONG_NUMBER("wrong number"),
        OTHER("other");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** An exchange with the patient or somebody who may speak for them. */
    boolean isContact() {
        return outcome == Outcome.REACHED && channel.isInteractive();
    }

    /** A try that counts: at a wrong number nobody was tried. */
    boolean isTry() {
        return direction == Direction.OUTGOING && channel.isInteractive() && outcome != Outcome.WRONG_NUMBER;
    }

    ContactAttempt since(double hours, boolean nowInWindow) {
        return new ContactAttempt(
                id,
                version,
                outreachId,
                at,
                hours,
                nowInWindow,
                madeBy,
                direction,
                channel,
                reachedAt,
                outcome,
                withWhom,
                byRight,
                urgency,
                callSheet);
    }
}
