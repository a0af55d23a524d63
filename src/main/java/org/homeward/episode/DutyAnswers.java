package org.homeward.episode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.Refused;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.WorkItem;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Reads what people filled in about a duty, checks what no form can check, and closes the duty with it. */
@Component
class DutyAnswers {

    /** Clocks on two desks differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Duties duties;
    private final EpisodeDirectory directory;
    private final TeamCalendars calendars;
    private final ObjectProvider<DutyHints> hints;
    private final ObjectMapper json;
    private final Clock clock;

    DutyAnswers(
            Duties duties,
            EpisodeDirectory directory,
            TeamCalendars calendars,
            ObjectProvider<DutyHints> hints,
            ObjectMapper json,
            Clock clock) {
        this.duties = duties;
        this.directory = directory;
        this.calendars = calendars;
        this.hints = hints;
        this.json = json;
        this.clock = clock;
    }

    Map<String, Object> hintsFor(WorkItem item) {
        Map<String, Object> known = new HashMap<>();
        Duty duty = duties.get(item.subjectId());
        hints.orderedStream().forEach(source -> known.putAll(source.of(duty)));
        return known;
    }

    /** Days on which something happened: after the discharge and not to come. */
    List<Refused.Field> pastDays(WorkItem item, Map<String, Object> data, String... keys) {
        EpisodeContext episode = directory.contextOf(item.subjectId());
        LocalDate today = clock.instant().atZone(episode.zone()).toLocalDate();
        LocalDate discharged = episode.dischargedAt().atZone(episode.zone()).toLocalDate();
        List<Refused.Field> problems = new ArrayList<>();
        for (String key : keys) {
            if (data.get(key) == null) {
                continue;
            }
            boolean possible = FormTimes.date(data.get(key))
                    .filter(day -> !day.isAfter(today) && !day.isBefore(discharged))
                    .isPresent();
            if (!possible) {
                problems.add(new Refused.Field(key, "Choose a day after the discharge that is not to come."));
            }
        }
        return problems;
    }

    /** Moments at which the team did something, on the team's clock. */
    List<Refused.Field> pastMoments(WorkItem item, Map<String, Object> data, String... keys) {
        List<Refused.Field> problems = new ArrayList<>();
        for (String key : keys) {
            if (data.get(key) != null && moment(item, data, key).isEmpty()) {
                problems.add(new Refused.Field(key, "Choose a time that is not to come."));
            }
        }
        return problems;
    }

    Optional<Instant> moment(WorkItem item, Map<String, Object> data, String key) {
        ZoneId zone = calendars.of(item.teamId()).zone();
        return FormTimes.instant(data.get(key), zone)
                .filter(at -> !at.isAfter(clock.instant().plus(TOLERANCE)));
    }

    /** The duty was done, or will never be: either way it has an outcome. */
    void done(WorkItem item, String outcome, Map<String, Object> data, String by) {
        close(item, outcome, null, data, by);
    }

    void handedOff(WorkItem item, String outcome, String receiver, Map<String, Object> data, String by) {
        close(item, outcome, receiver, data, by);
    }

    void declined(WorkItem item, String reason, String by) {
        if (duties.get(item.subjectId()).isOpen()) {
            duties.decline(item.subjectId(), reason, by, clock.instant());
        }
    }

    /** How the duty ended, for a process of its own to hand back; nothing when it was taken back meanwhile. */
    Map<String, Object> outcomeOf(WorkItem item) {
        Duty.Status status = duties.get(item.subjectId()).status();
        return status == Duty.Status.OPEN || status == Duty.Status.WITHDRAWN
                ? Map.of()
                : Map.of("outcome", status.name());
    }

    /** What was settled meanwhile stays as it was settled; this step then only ends. */
    private void close(
            WorkItem item,
            String outcome,
            @org.jspecify.annotations.Nullable String receiver,
            Map<String, Object> data,
            String by) {
        if (duties.get(item.subjectId()).isOpen()) {
            duties.complete(item.subjectId(), shortened(outcome), receiver, by, clock.instant(), write(data));
        }
    }

    String write(Map<String, Object> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was filled in cannot be kept");
        }
    }

    static String text(Map<String, Object> data, String key) {
        return data.get(key) instanceof String text ? text.strip() : "";
    }

    static boolean is(Map<String, Object> data, String key, String value) {
        return value.equals(data.get(key));
    }

    static String words(Map<String, Object> data, String key) {
        return text(data, key).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String shortened(String outcome) {
        return outcome.length() > 1000 ? outcome.substring(0, 999) + "…" : outcome;
    }
}
