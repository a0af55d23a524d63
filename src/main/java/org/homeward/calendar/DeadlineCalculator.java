package org.homeward.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * Compute deadlines. Pure: no clock, no database, no default zone.
 *
 * <p>Days are counted in the patient's zone, where the date of the discharge is the one on the papers; closed days are
 * those of the owning team. The end of a day is its last second: the engine stores whole seconds, so that row, due
 * date and timer agree. Hours and minutes are elapsed time, untouched by clock changes.
 */
public final class DeadlineCalculator {

    /** How far back staffed time is looked for, and how far ahead an opening: longer than any closure. */
    private static final Duration HORIZON = Duration.ofDays(35);

    private DeadlineCalculator() {}

    /**
     * @param now when the clock is set; a call that could have begun earlier opens no earlier than this, and in the
     *     calling window. Nothing else depends on it: a late report leaves less time, or none
     */
    public static ComputedDeadline compute(
            RuleTerms terms, Instant anchorAt, Instant now, ZoneId patientZone, TeamCalendar team) {
        Instant anchor = anchorAt.truncatedTo(ChronoUnit.SECONDS);
        Instant demanded = demanded(terms, anchor, patientZone, team.businessDays());
        return terms.kind() == RuleTerms.Kind.OPENING
                ? opening(terms, anchor, demanded, now.truncatedTo(ChronoUnit.SECONDS), patientZone, team)
                : duty(terms, anchor, demanded, patientZone, team);
    }

    private static Instant demanded(RuleTerms terms, Instant anchor, ZoneId zone, BusinessCalendar calendar) {
        ZonedDateTime local = anchor.atZone(zone);
        LocalDate start = local.toLocalDate();
        return switch (terms.unit()) {
            case HOURS -> elapsed(terms, anchor.plus(terms.amount(), ChronoUnit.HOURS), zone);
            case MINUTES -> elapsed(terms, anchor.plus(terms.amount(), ChronoUnit.MINUTES), zone);
            case CALENDAR_DAYS -> {
                LocalDate day = start.plusDays(Math.max(0, terms.amount() - terms.anchorDay()));
                yield dayAndTime(terms, day, local.toLocalTime(), anchor, zone);
            }
            case BUSINESS_DAYS -> {
                boolean openAtStart = calendar.isBusinessDay(start);
                int days = Math.max(0, terms.amount() - (openAtStart ? terms.anchorDay() : 0));
                LocalDate day = calendar.plusBusinessDays(start, days);
                // A count begun on a closed day has used up no part of a business day: it gets the last one whole.
                yield openAtStart ? dayAndTime(terms, day, local.toLocalTime(), anchor, zone) : endOfDay(day, zone);
            }
        };
    }

    private static Instant elapsed(RuleTerms terms, Instant instant, ZoneId zone) {
        return terms.endOfDay() ? endOfDay(instant.atZone(zone).toLocalDate(), zone) : instant;
    }

    private static Instant dayAndTime(RuleTerms terms, LocalDate day, LocalTime time, Instant anchor, ZoneId zone) {
        if (terms.endOfDay()) {
            return endOfDay(day, zone);
        }
        // A time that the clocks skip becomes the moment of the jump, a repeated one its first occurrence: never late.
        ZoneOffsetTransition change = zone.getRules().getTransition(day.atTime(time));
        Instant instant = change != null && change.isGap()
                ? change.getInstant()
                : ZonedDateTime.of(day, time, zone).withEarlierOffsetAtOverlap().toInstant();
        return instant.isBefore(anchor) ? anchor : instant;
    }

    private static Instant endOfDay(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
    }

    private static ComputedDeadline duty(
            RuleTerms terms, Instant anchor, Instant due, ZoneId patientZone, TeamCalendar team) {
        if (terms.stepClass() == RuleTerms.StepClass.RED) {
            return new ComputedDeadline(
                    due,
                    due,
                    derivation(terms, anchor, due, patientZone, team) + "; urgent: does not wait for staffed hours");
        }
        Instant from = anchor.isBefore(due.minus(HORIZON)) ? due.minus(HORIZON) : anchor;
        List<Span> working = working(terms, from, due, patientZone, team);
        Instant workBy = working.isEmpty() ? due : lastWithRoom(working, terms.room());
        return new ComputedDeadline(
                due,
                workBy,
                derivation(terms, anchor, due, patientZone, team)
                        + workByWords(terms, anchor, due, workBy, working, patientZone, team));
    }

    /**
     * Goes back by the room from the last moment somebody can act, and on to the last such moment before; where the
     * room leaves no time at all, there is none, and that last moment it is.
     */
    private static Instant lastWithRoom(List<Span> working, Duration room) {
        Instant last = working.get(working.size() - 1).to();
        Instant target = last.minus(room);
        for (int i = working.size() - 1; i >= 0; i--) {
            Span span = working.get(i);
            if (span.from().isBefore(target)) {
                return (span.to().isBefore(target) ? span.to() : target).truncatedTo(ChronoUnit.SECONDS);
            }
        }
        return last;
    }

    private static ComputedDeadline opening(
            RuleTerms terms, Instant anchor, Instant demanded, Instant now, ZoneId patientZone, TeamCalendar team) {
        String words = derivation(terms, anchor, demanded, patientZone, team);
        if (!terms.callingWindow()) {
            return new ComputedDeadline(demanded, demanded, words);
        }
        Instant earliest = now.isAfter(demanded) ? now : demanded;
        Instant until = earliest.plus(HORIZON);
        List<Span> working = working(terms, earliest, until, patientZone, team);
        if (working.isEmpty()) {
            // The team is never there while this patient may be called: the patient's window still holds.
            working = team.callingWindow().between(earliest, until, patientZone);
        }
        Instant opens = working.isEmpty() ? earliest : working.get(0).from();
        if (opens.equals(demanded)) {
            return new ComputedDeadline(demanded, demanded, words);
        }
        Words say = new Words(anchor.atZone(patientZone).getYear());
        return new ComputedDeadline(
                opens,
                opens,
                words + "; calls are made between " + team.callingWindow().opens() + " and "
                        + team.callingWindow().closes() + " where the patient is, while the team is there; opens "
                        + say.moment(opens, patientZone));
    }

    private static List<Span> working(
            RuleTerms terms, Instant from, Instant to, ZoneId patientZone, TeamCalendar team) {
        List<Span> staffed = team.staffedHours().between(from, to, team.businessDays());
        return terms.callingWindow()
                ? Span.both(staffed, team.callingWindow().between(from, to, patientZone))
                : staffed;
    }

    private static String derivation(
            RuleTerms terms, Instant anchor, Instant due, ZoneId patientZone, TeamCalendar team) {
        ZonedDateTime start = anchor.atZone(patientZone);
        LocalDate dueDay = due.atZone(patientZone).toLocalDate();
        Words say = new Words(start.getYear());
        StringBuilder words =
                new StringBuilder(Words.anchor(terms.anchor())).append(' ').append(say.moment(anchor, patientZone));
        if (!patientZone.equals(team.zone())) {
            words.append(" (where the patient is, ")
                    .append(Words.zone(patientZone))
                    .append(')');
        }
        boolean opening = terms.kind() == RuleTerms.Kind.OPENING;
        if (opening && terms.amount() == 0 && !terms.endOfDay()) {
            return words.toString();
        }
        words.append("; ").append(Words.amount(terms));
        if (terms.unit() == RuleTerms.Unit.BUSINESS_DAYS) {
            String closed = say.closedDays(start.toLocalDate(), dueDay, team.businessDays());
            if (!team.businessDays().isBusinessDay(start.toLocalDate()) && terms.amount() == 0) {
                closed = "";
                words.append(" or, as that day is closed, the next");
            }
            if (!closed.isEmpty()) {
                words.append("; ").append(closed);
            }
        }
        words.append(opening ? "; that is " : "; due ");
        boolean endOfDay = due.equals(endOfDay(dueDay, patientZone));
        return words.append(endOfDay ? say.day(dueDay) : say.moment(due, patientZone))
                .toString();
    }

    private static String workByWords(
            RuleTerms terms,
            Instant anchor,
            Instant due,
            Instant workBy,
            List<Span> working,
            ZoneId patientZone,
            TeamCalendar team) {
        if (working.isEmpty()) {
            return terms.callingWindow()
                    ? "; before then the team is never there while the patient may be called"
                    : "; nobody of the team is there before then";
        }
        if (workBy.equals(due)) {
            return "";
        }
        Words say = new Words(anchor.atZone(patientZone).getYear());
        Instant leaves = working.get(working.size() - 1).to();
        return "; work by " + say.moment(workBy, team.zone())
                + (patientZone.equals(team.zone()) ? "" : " (the team's time)")
                + (leaves.equals(due) ? "" : lastChance(say, terms.callingWindow(), workBy, leaves, team.zone()));
    }

    private static String lastChance(Words say, boolean call, Instant workBy, Instant leaves, ZoneId zone) {
        if (workBy.equals(leaves)) {
            return call ? ", the last time to call" : ", the last time the team is there";
        }
        String until = Words.time(leaves, zone);
        if (sameDay(workBy, leaves, zone)) {
            return (call ? ", as calls can be made until " : ", as the team is there until ") + until;
        }
        return (call ? ", as calls can last be made on " : ", as the team is last there on ")
                + say.day(leaves.atZone(zone).toLocalDate()) + " until " + until;
    }

    private static boolean sameDay(Instant a, Instant b, ZoneId zone) {
        return a.atZone(zone).toLocalDate().equals(b.atZone(zone).toLocalDate());
    }
}
