package org.homeward.outreach;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What was done about a red or amber flag: by the clinician on call, or by a nurse. */
@Configuration(proxyBeanMethods = false)
class ConcernForms {

    @Bean
    TaskForm handOverToClinician(
            OutreachForm form, Outreaches outreaches, EpisodeTimeline timeline, TeamCalendars calendars, Clock clock) {
        return new ConcernForm(
                "hand-over-to-clinician",
                "handOverOutcome",
                "assessment",
                "Red flag, clinician: ",
                form,
                outreaches,
                timeline,
                calendars,
                clock);
    }

    @Bean
    TaskForm followUpConcern(
            OutreachForm form, Outreaches outreaches, EpisodeTimeline timeline, TeamCalendars calendars, Clock clock) {
        return new ConcernForm(
                "follow-up-concern",
                "concernOutcome",
                "whatWasDone",
                "Concern followed up: ",
                form,
                outreaches,
                timeline,
                calendars,
                clock);
    }

    private record ConcernForm(
            String form,
            String outcomeKey,
            String wordsKey,
            String lead,
            OutreachForm writing,
            Outreaches outreaches,
            EpisodeTimeline timeline,
            TeamCalendars calendars,
            Clock clock)
            implements TaskForm {

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            return Map.of("doneAt", FormTimes.field(clock.instant(), zone(item)));
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            Optional<Instant> at = FormTimes.instant(data.get("doneAt"), zone(item));
            return at.isEmpty() || at.get().isAfter(clock.instant().plus(Duration.ofMinutes(5)))
                    ? List.of(new Refused.Field("doneAt", "Fill in when this was done; it cannot be to come."))
                    : List.of();
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            return writing.writing(item, outreach -> {
                outreach.settleConcern();
                outreaches.save(outreach);
                UUID episodeId = outreach.episodeId();
                timeline.append(
                        episodeId,
                        "concern-settled",
                        lead
                                + String.valueOf(data.get(outcomeKey))
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' ')
                                + ". " + data.getOrDefault(wordsKey, ""),
                        personId,
                        item.taskId());
                return Map.of();
            });
        }

        private ZoneId zone(WorkItem item) {
            return calendars.of(item.teamId()).zone();
        }
    }
}
