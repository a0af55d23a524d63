package org.homeward.escalation;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.notification.NoticeWords;
import org.springframework.stereotype.Component;

/** What people are told of a missed step: its label, how late it is, where to look. */
@Component
class EscalationNotices implements NoticeWords {

    static final String REMINDER = "step-reminder";
    static final String RAISED = "escalation-raised";

    private final EscalationRows rows;
    private final Clock clock;

    EscalationNotices(EscalationRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Set<String> templates() {
        return Set.of(REMINDER, RAISED);
    }

    @Override
    public Optional<Line> of(String template, UUID escalationId) {
        return rows.find(escalationId).filter(Escalation::open).map(escalation -> {
            MissedStep missed = escalation.missed();
            String late = lateness(Duration.between(missed.workBy(), clock.instant()));
            String words = template.equals(REMINDER)
                    ? "Reminder: “" + missed.title() + "” is " + late + " late."
                    : "“" + missed.title() + "” is " + late + " late and needs your answer ("
                            + missed.stepClass().name().toLowerCase(java.util.Locale.ROOT) + ", rung "
                            + escalation.level() + ").";
            return new Line(words, "/escalations/" + escalationId);
        });
    }

    private static String lateness(Duration late) {
        if (late.toHours() >= 48) {
            return late.toDays() + " days";
        }
        return late.toHours() >= 1
                ? late.toHours() + " h " + late.toMinutesPart() + " min"
                : Math.max(1, late.toMinutes()) + " min";
    }
}
