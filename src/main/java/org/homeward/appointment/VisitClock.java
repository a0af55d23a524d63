package org.homeward.appointment;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.DeadlineCalculator;
import org.homeward.calendar.DeadlineRequest;
import org.homeward.calendar.DeadlineTerms;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.RuleTerms;
import org.homeward.calendar.TeamCalendars;
import org.homeward.episode.EpisodeContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keep the clock by which a visit or test must have taken place: the earlier of the order and of what the patient's
 * tier demands. The tier's demand is one visit face to face, so it holds for the visit due first; the other orders keep
 * the days they were given.
 */
@Component
class VisitClock {

    static final String WITHIN_7 = "visit-by-7";
    static final String WITHIN_14 = "visit-by-14";

    private final Deadlines deadlines;
    private final DeadlineTerms terms;
    private final TeamCalendars calendars;
    private final Clock clock;

    VisitClock(Deadlines deadlines, DeadlineTerms terms, TeamCalendars calendars, Clock clock) {
        this.deadlines = deadlines;
        this.terms = terms;
        this.calendars = calendars;
        this.clock = clock;
    }

    /** @param siblings every appointment of the episode, this one too */
    void start(Appointment appointment, List<Appointment> siblings, EpisodeContext episode, @Nullable String tier) {
        boolean first = isFirstVisit(appointment, siblings);
        if (appointment.kind() == Appointment.Kind.TEST && appointment.orderedBy() == null) {
            return;
        }
        String rule = ruleFor(tier);
        String other = rule.equals(WITHIN_7) ? WITHIN_14 : WITHIN_7;
        deadlines
                .find(appointment.id(), other)
                .ifPresent(before -> deadlines.voidOne(before.id(), "The risk tier is now " + tier));
        Deadline deadline =
                deadlines.open(new DeadlineRequest(appointment.id(), rule, appointment.processInstanceId(), null));
        follow(appointment, first, deadline, episode);
    }

    /** Holds the clock to the order, also after the discharge it counts from was corrected. */
    void follow(Appointment appointment, boolean first, Deadline deadline, EpisodeContext episode) {
        LocalDate by = appointment.orderedBy();
        if (by == null) {
            return;
        }
        RuleTerms ruled = terms.termsFor(deadline.rule(), episode.tier(), clock.instant());
        LocalDate tiersDay = dueDay(ruled, episode);
        boolean tierDecides = first && appointment.kind() == Appointment.Kind.VISIT && tiersDay.isBefore(by);
        RuleTerms wanted = tierDecides ? ruled : asOrdered(ruled, by, episode);
        if (!wanted.equals(deadline.terms())) {
            deadlines.move(
                    deadline.id(),
                    wanted,
                    tierDecides ? "The risk tier wants it by " + tiersDay : "The order wants it by " + by);
        }
    }

    private LocalDate dueDay(RuleTerms ruled, EpisodeContext episode) {
        return DeadlineCalculator.compute(
                        ruled, episode.dischargedAt(), clock.instant(), episode.zone(), calendars.of(episode.teamId()))
                .due()
                .atZone(episode.zone())
                .toLocalDate();
    }

    void meet(UUID appointmentId, Instant at) {
        deadlines.meet(appointmentId, WITHIN_7, at);
        deadlines.meet(appointmentId, WITHIN_14, at);
    }

    void end(UUID appointmentId, String reason) {
        for (String rule : List.of(WITHIN_7, WITHIN_14)) {
            deadlines.find(appointmentId, rule).ifPresent(open -> deadlines.voidOne(open.id(), reason));
        }
    }

    static boolean isRule(String rule) {
        return rule.equals(WITHIN_7) || rule.equals(WITHIN_14);
    }

    /** A tier that is not known counts as high. */
    static String ruleFor(@Nullable String tier) {
        return tier == null || tier.equals("HIGH") ? WITHIN_7 : WITHIN_14;
    }

    static boolean isFirstVisit(Appointment appointment, List<Appointment> siblings) {
        return siblings.stream()
                .filter(one -> one.kind() == Appointment.Kind.VISIT && !one.isConcluded())
                .min(Comparator.comparing(
                                Appointment::orderedBy, Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
                        .thenComparing(Appointment::id))
                .map(one -> one.id().equals(appointment.id()))
                .orElse(false);
    }

    private static RuleTerms asOrdered(RuleTerms rule, LocalDate by, EpisodeContext episode) {
        LocalDate discharged = episode.dischargedAt().atZone(episode.zone()).toLocalDate();
        int days = (int) Math.max(0, ChronoUnit.DAYS.between(discharged, by));
        return new RuleTerms(
                rule.rule(),
                RuleTerms.DISCHARGE,
                days,
                RuleTerms.Unit.CALENDAR_DAYS,
                true,
                0,
                rule.callingWindow(),
                rule.room(),
                rule.stepClass(),
                rule.kind(),
                "The order at discharge",
                true,
                rule.decisionVersion());
    }
}
