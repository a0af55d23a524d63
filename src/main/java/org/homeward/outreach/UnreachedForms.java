package org.homeward.outreach;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.outreach.ContactAttempt.Channel;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.outreach.ContactAttempt.Outcome;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** Steps for a patient whom calls do not reach: a letter, a visit at home. Each is an attempt, none of them a contact. */
final class UnreachedForms {

    private UnreachedForms() {}

    @Component
    static final class SendLetterForm implements TaskForm {

        private final OutreachForm form;
        private final Outreaches outreaches;
        private final CallSheets sheets;
        private final EpisodeDirectory directory;
        private final EpisodeTimeline timeline;
        private final Clock clock;

        SendLetterForm(
                OutreachForm form,
                Outreaches outreaches,
                CallSheets sheets,
                EpisodeDirectory directory,
                EpisodeTimeline timeline,
                Clock clock) {
            this.form = form;
            this.outreaches = outreaches;
            this.sheets = sheets;
            this.directory = directory;
            this.timeline = timeline;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "send-letter";
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            return form.writing(item, outreach -> {
                EpisodeContext episode = directory.contextOf(outreach.id());
                boolean sent = "SENT".equals(data.get("letterOutcome"));
                ContactAttempt attempt = outreaches.keep(
                        outreach,
                        episode,
                        clock.instant(),
                        personId,
                        Direction.OUTGOING,
                        Channel.LETTER,
                        sent ? String.valueOf(data.get("sentBy")).toLowerCase(java.util.Locale.ROOT) : null,
                        Outcome.OTHER,
                        null,
                        null,
                        null,
                        sheets.write(data));
                outreaches.save(outreach);
                timeline.append(
                        episode.episodeId(),
                        "letter",
                        sent
                                ? "Letter sent on " + data.get("sentOn")
                                : "Letter could not be sent: " + data.get("reason"),
                        personId,
                        attempt.id().toString());
                return Map.of();
            });
        }
    }

    @Component
    static final class ArrangeHomeVisitForm implements TaskForm {

        private final OutreachForm form;
        private final Outreaches outreaches;
        private final CallSheets sheets;
        private final EpisodeDirectory directory;
        private final EpisodeTimeline timeline;
        private final Clock clock;

        ArrangeHomeVisitForm(
                OutreachForm form,
                Outreaches outreaches,
                CallSheets sheets,
                EpisodeDirectory directory,
                EpisodeTimeline timeline,
                Clock clock) {
            this.form = form;
            this.outreaches = outreaches;
            this.sheets = sheets;
            this.directory = directory;
            this.timeline = timeline;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "arrange-home-visit";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            List<Refused.Field> problems = new ArrayList<>();
            if (isArranged(data)) {
                Instant at = FormTimes.instant(
                                data.get("visitAt"),
                                directory.contextOf(item.subjectId()).zone())
                        .orElse(Instant.MIN);
                if (!at.isAfter(clock.instant())) {
                    problems.add(new Refused.Field("visitAt", "Fill in when the visit is; it must still be to come."));
                }
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            return form.writing(item, outreach -> {
                EpisodeContext episode = directory.contextOf(outreach.id());
                ContactAttempt attempt = outreaches.keep(
                        outreach,
                        episode,
                        clock.instant(),
                        personId,
                        Direction.OUTGOING,
                        Channel.VISIT_ARRANGED,
                        null,
                        "REFUSED".equals(data.get("visitOutcome")) ? Outcome.DECLINED : Outcome.OTHER,
                        null,
                        null,
                        null,
                        sheets.write(data));
                outreaches.save(outreach);
                String what = "WELFARE_CHECK".equals(data.get("visitOutcome")) ? "Welfare check" : "Home visit";
                timeline.append(
                        episode.episodeId(),
                        "home-visit",
                        isArranged(data)
                                ? what + " arranged for "
                                        + String.valueOf(data.get("visitAt")).replace('T', ' ') + " by "
                                        + data.get("visitor")
                                : "Home visit not arranged: " + data.get("reason"),
                        personId,
                        attempt.id().toString());
                return Map.of();
            });
        }

        private static boolean isArranged(Map<String, Object> data) {
            return "ARRANGED".equals(data.get("visitOutcome")) || "WELFARE_CHECK".equals(data.get("visitOutcome"));
        }
    }
}
