package org.homeward.operation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.engine.EndedProcesses;
import org.homeward.intake.SpentMessages;
import org.homeward.notification.Notice;
import org.homeward.notification.NoticeWords;
import org.homeward.notification.Notifications;
import org.homeward.worklist.Drafts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Throws away each night what has been kept long enough, in small transactions, each of them on the trail. */
@Component
@EnableConfigurationProperties(RetentionSettings.class)
class Retention implements NoticeWords {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 200;
    private static final String WARNED = "draft-will-go";
    private static final String GONE = "draft-gone";

    private final SpentMessages messages;
    private final Drafts drafts;
    private final EndedProcesses processes;
    private final Notifications notifications;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final RetentionSettings settings;
    private final Clock clock;

    Retention(
            SpentMessages messages,
            Drafts drafts,
            EndedProcesses processes,
            Notifications notifications,
            Audit audit,
            TransactionTemplate transactions,
            RetentionSettings settings,
            @Qualifier("systemClock") Clock clock) {
        this.messages = messages;
        this.drafts = drafts;
        this.processes = processes;
        this.notifications = notifications;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** What one night threw away. */
    record Thrown(int messages, int draftsWarned, int drafts, int processes) {}

    @Scheduled(cron = "${homeward.retention.cron:0 30 2 * * *}")
    void eachNight() {
        log.info("Retention: {}", run());
    }

    Thrown run() {
        return new Thrown(emptyMessages(), warn(), throwAwayDrafts(), forgetProcesses());
    }

    private int emptyMessages() {
        return inBatches("message.emptied", "messages", () -> messages.empty(before(settings.inboxRaw()), BATCH));
    }

    private int forgetProcesses() {
        return inBatches(
                "history.removed", "processes", () -> processes.forget(before(settings.engineHistory()), BATCH));
    }

    private interface Batch {
        int take();
    }

    private int inBatches(String action, String what, Batch batch) {
        int all = 0;
        int taken;
        do {
            Integer done = transactions.execute(status -> {
                int some = batch.take();
                if (some > 0) {
                    audit.record(
                            Audit.ITSELF, action, "retention", what, null, Map.of("count", Integer.toString(some)));
                }
                return some;
            });
            taken = done == null ? 0 : done;
            all += taken;
        } while (taken == BATCH);
        return all;
    }

    private int warn() {
        int warned = 0;
        for (Drafts.Untouched draft :
                drafts.untouchedSince(before(settings.drafts().minus(RetentionSettings.TOLD_BEFORE)))) {
            Boolean told = transactions.execute(status -> notifications.tell(notice(WARNED, draft)));
            warned += Boolean.TRUE.equals(told) ? 1 : 0;
        }
        return warned;
    }

    private int throwAwayDrafts() {
        int gone = 0;
        for (Drafts.Untouched draft : drafts.untouchedSince(before(settings.drafts()))) {
            Boolean done = transactions.execute(status -> {
                if (!drafts.discardUntouched(draft)) {
                    return false;
                }
                notifications.tell(notice(GONE, draft));
                audit.record(
                        Audit.ITSELF,
                        "draft.removed",
                        "draft",
                        subject(draft).toString(),
                        null,
                        Map.of("revision", Integer.toString(draft.revision())));
                return true;
            });
            gone += Boolean.TRUE.equals(done) ? 1 : 0;
        }
        return gone;
    }

    private static Notice notice(String template, Drafts.Untouched draft) {
        // a draft that is touched again and left again is told of again
        String key = template + "/" + subject(draft) + "/" + draft.personId() + "/" + draft.revision();
        return new Notice(key, draft.personId(), template, subject(draft), false, Duration.ZERO);
    }

    /** A draft is of a task, or of a sheet that is known by other words. */
    private static UUID subject(Drafts.Untouched draft) {
        return draft.taskId().length() == 36
                ? UUID.fromString(draft.taskId())
                : UUID.nameUUIDFromBytes(draft.taskId().getBytes(StandardCharsets.UTF_8));
    }

    private Instant before(Duration kept) {
        return clock.instant().minus(kept);
    }

    @Override
    public Set<String> templates() {
        return Set.of(WARNED, GONE);
    }

    @Override
    public Optional<Line> of(String template, UUID subjectId) {
        return Optional.of(new Line(
                template.equals(WARNED)
                        ? "A form that you began and have not touched for weeks is thrown away in a week"
                        : "A form that you began and had not touched for weeks was thrown away",
                "/my-work"));
    }
}
