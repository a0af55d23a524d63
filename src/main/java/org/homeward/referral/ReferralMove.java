package org.homeward.referral;

import static org.homeward.referral.ReferralState.ACCEPTED;
import static org.homeward.referral.ReferralState.ACTIVE;
import static org.homeward.referral.ReferralState.APPOINTMENT_CANCELLED;
import static org.homeward.referral.ReferralState.CANCELLED;
import static org.homeward.referral.ReferralState.CANCEL_REQUESTED;
import static org.homeward.referral.ReferralState.COMPLETED;
import static org.homeward.referral.ReferralState.DRAFT;
import static org.homeward.referral.ReferralState.RECEIVED;
import static org.homeward.referral.ReferralState.REJECTED;
import static org.homeward.referral.ReferralState.SCHEDULED;
import static org.homeward.referral.ReferralState.VISIT_DONE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homeward.engine.Refused;

/**
 * One of the 34 permitted moves of the conversation; there are no others.
 *
 * <p>Source: HL7/bser, "Harmonized State Transitions", numbered as there. Two moves may answer the same event in the same
 * state (6 and 31, 8 and 32): a date or a visit leads to the sub-state, work without one to {@code 5.1}.
 */
public record ReferralMove(int number, ReferralState from, Event event, ReferralState to) {

    /** Who may tell an event. */
    public enum Party {
        INITIATOR,
        RECIPIENT
    }

    /** What is told. */
    public enum Event {
        SEND(Party.INITIATOR, "sent"),
        ACCEPT(Party.RECIPIENT, "accepted"),
        DECLINE(Party.RECIPIENT, "declined"),
        REQUEST_CANCEL(Party.INITIATOR, "asked to cancel"),
        SCHEDULE(Party.RECIPIENT, "scheduled"),
        RESCHEDULE(Party.RECIPIENT, "scheduled anew"),
        MISS(Party.RECIPIENT, "the patient did not come"),
        CANCEL_APPOINTMENT(Party.RECIPIENT, "appointment cancelled"),
        INTERIM_NOTE(Party.RECIPIENT, "seen, report to come"),
        OUTCOME(Party.RECIPIENT, "outcome told"),
        CONFIRM_CANCEL(Party.RECIPIENT, "cancellation confirmed");

        private final Party party;
        private final String words;

        Event(Party party, String words) {
            this.party = party;
            this.words = words;
        }

        public Party party() {
            return party;
        }

        public String words() {
            return words;
        }
    }

    private static final List<ReferralMove> ALL = List.of(
            move(1, DRAFT, Event.SEND, RECEIVED),
            move(2, RECEIVED, Event.ACCEPT, ACCEPTED),
            move(3, RECEIVED, Event.DECLINE, REJECTED),
            move(4, RECEIVED, Event.REQUEST_CANCEL, CANCEL_REQUESTED),
            move(5, ACCEPTED, Event.DECLINE, REJECTED),
            move(6, ACCEPTED, Event.SCHEDULE, SCHEDULED),
            move(7, ACCEPTED, Event.REQUEST_CANCEL, CANCEL_REQUESTED),
            move(8, ACCEPTED, Event.INTERIM_NOTE, VISIT_DONE),
            move(9, ACCEPTED, Event.OUTCOME, COMPLETED),
            move(10, SCHEDULED, Event.DECLINE, REJECTED),
            move(11, SCHEDULED, Event.RESCHEDULE, SCHEDULED),
            move(12, SCHEDULED, Event.MISS, ReferralState.NO_SHOW),
            move(13, SCHEDULED, Event.CANCEL_APPOINTMENT, APPOINTMENT_CANCELLED),
            move(14, SCHEDULED, Event.REQUEST_CANCEL, CANCEL_REQUESTED),
            move(15, SCHEDULED, Event.INTERIM_NOTE, VISIT_DONE),
            move(16, SCHEDULED, Event.OUTCOME, COMPLETED),
            move(17, ReferralState.NO_SHOW, Event.DECLINE, REJECTED),
            move(18, ReferralState.NO_SHOW, Event.RESCHEDULE, SCHEDULED),
            move(19, ReferralState.NO_SHOW, Event.CANCEL_APPOINTMENT, APPOINTMENT_CANCELLED),
            move(20, ReferralState.NO_SHOW, Event.REQUEST_CANCEL, CANCEL_REQUESTED),
            move(21, APPOINTMENT_CANCELLED, Event.SCHEDULE, SCHEDULED),
            move(22, APPOINTMENT_CANCELLED, Event.REQUEST_CANCEL, CANCEL_REQUESTED),
            move(23, CANCEL_REQUESTED, Event.CONFIRM_CANCEL, CANCELLED),
            move(24, CANCEL_REQUESTED, Event.OUTCOME, COMPLETED),
            move(25, VISIT_DONE, Event.DECLINE, REJECTED),
            move(26, VISIT_DONE, Event.SCHEDULE, SCHEDULED),
            move(27, VISIT_DONE, Event.CANCEL_APPOINTMENT, APPOINTMENT_CANCELLED),
            move(28, VISIT_DONE, Event.REQUEST_CANCEL, CANCEL_REQUESTED),
            move(29, VISIT_DONE, Event.INTERIM_NOTE, VISIT_DONE),
            move(30, VISIT_DONE, Event.OUTCOME, COMPLETED),
            move(31, ACCEPTED, Event.SCHEDULE, ACTIVE),
            move(32, ACCEPTED, Event.INTERIM_NOTE, ACTIVE),
            move(33, ACTIVE, Event.DECLINE, REJECTED),
            move(34, ACTIVE, Event.REQUEST_CANCEL, CANCEL_REQUESTED));

    private static ReferralMove move(int number, ReferralState from, Event event, ReferralState to) {
        return new ReferralMove(number, from, event, to);
    }

    /** All 34, by number. */
    public static List<ReferralMove> all() {
        return ALL;
    }

    static ReferralMove numbered(int number) {
        return ALL.get(number - 1);
    }

    static List<ReferralMove> from(ReferralState state) {
        return ALL.stream().filter(move -> move.from == state).toList();
    }

    static Optional<ReferralMove> find(ReferralState from, Event event, ReferralState to) {
        return ALL.stream()
                .filter(move -> move.from == from && move.event == event && move.to == to)
                .findFirst();
    }

    /**
     * The move by which an event leads from one state to another.
     *
     * @throws Refused naming the states that may come next
     */
    static ReferralMove of(ReferralState from, Event event, ReferralState to) {
        return find(from, event, to).orElseThrow(() -> refused(from, event.words() + " (" + to.words() + ")"));
    }

    /**
     * The move by which an event leads on; where two do, the one that names a date or a visit.
     *
     * @throws Refused naming the states that may come next
     */
    static ReferralMove of(ReferralState from, Event event) {
        return from(from).stream()
                .filter(move -> move.event == event)
                .min((one, other) -> Integer.compare(one.number, other.number))
                .orElseThrow(() -> refused(from, event.words()));
    }

    private static Refused refused(ReferralState from, String what) {
        String next = from(from).stream()
                .map(move -> move.to().words())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return new Refused(
                Refused.Kind.CONFLICT,
                "A referral that is " + from.words() + " cannot be told “" + what + "”. "
                        + (next.isEmpty() ? "It has ended." : "Next it can be: " + next + "."));
    }

    /** Which events can be told in a state. */
    static List<Event> events(ReferralState from) {
        return Arrays.stream(Event.values())
                .filter(event -> from(from).stream().anyMatch(move -> move.event == event))
                .toList();
    }
}
