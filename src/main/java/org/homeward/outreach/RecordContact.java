package org.homeward.outreach;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.engine.Faults;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.Standing.Stage;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.security.Person;
import org.homeward.worklist.FormSchema;
import org.homeward.worklist.FormSchemas;
import org.homeward.worklist.TaskBackground;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Record a conversation that no task asked for: the patient calls back. The same sheet, the same rules; the open call
 * closes or moves on, and whoever completes it at the same moment is told that it is done.
 */
@Service
public class RecordContact {

    private static final String FASTER = "Somebody has recorded a contact with this patient at the same moment."
            + " Look at it, then record what is still missing.";

    private static final String OVER =
            "This episode has ended meanwhile, so that nothing recorded here would be followed up."
                    + " Tell the patient's primary care or the team lead what you heard; if it is urgent, do so now.";

    private final Outreaches outreaches;
    private final CallSheets sheets;
    private final FormSchemas schemas;
    private final EpisodeDirectory directory;
    private final CarryOutEpisode carryOut;
    private final OutreachProcess process;
    private final OnCallNow onCall;
    private final TransactionTemplate transactions;
    private final Clock clock;

    RecordContact(
            Outreaches outreaches,
            CallSheets sheets,
            FormSchemas schemas,
            EpisodeDirectory directory,
            CarryOutEpisode carryOut,
            OutreachProcess process,
            OnCallNow onCall,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.outreaches = outreaches;
        this.sheets = sheets;
        this.schemas = schemas;
        this.directory = directory;
        this.carryOut = carryOut;
        this.process = process;
        this.onCall = onCall;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * The sheet to fill in.
     *
     * @param version what {@link #record} must be given, so that nobody overwrites what they have not seen
     * @param before what to know before talking
     */
    public record Opened(FormSchema schema, Map<String, Object> data, int version, List<TaskBackground.Note> before) {}

    /** What came of it. */
    public record Recorded(UUID attemptId, Urgency urgency) {}

    public Opened open(UUID episodeId, Person person) {
        return java.util.Objects.requireNonNull(transactions.execute(status -> {
            Outreach outreach = visible(episodeId, person);
            return new Opened(
                    schemas.get(CallSheets.FORM),
                    sheets.prefill(outreach.id()),
                    outreach.version(),
                    List.of(onCall.note(directory.contextOf(outreach.id()).teamId())));
        }));
    }

    /**
     * Keeps the contact with everything it settles.
     *
     * @param at when it took place; null for now
     * @throws Refused INVALID naming every field, CONFLICT when another contact was recorded since {@code version},
     *     NOT_FOUND behind a wall
     */
    public Recorded record(UUID episodeId, int version, @Nullable Instant at, Map<String, Object> data, Person person) {
        try {
            return java.util.Objects.requireNonNull(
                    transactions.execute(status -> recorded(episodeId, version, at, data, person)));
        } catch (RuntimeException failed) {
            throw Faults.raced(failed) ? new Refused(Refused.Kind.CONFLICT, FASTER) : failed;
        }
    }

    private Recorded recorded(
            UUID episodeId, int version, @Nullable Instant at, Map<String, Object> sent, Person person) {
        UUID id = visible(episodeId, person).id();
        if (directory.contextOf(id).stage() == Stage.ENDED) {
            throw new Refused(Refused.Kind.CONFLICT, OVER);
        }
        FormSchema schema = schemas.get(CallSheets.FORM);
        Map<String, Object> data = schema.known(sent);
        Outreach outreach = outreaches.lock(id);
        if (outreach.version() != version) {
            throw new Refused(Refused.Kind.CONFLICT, FASTER);
        }
        List<Refused.Field> broken = new ArrayList<>(schema.broken(data));
        Instant now = clock.instant();
        if (at != null
                && (at.isAfter(now) || at.isBefore(directory.contextOf(id).dischargedAt()))) {
            broken.add(new Refused.Field("at", "The contact took place after the discharge and not in the future."));
        }
        if (broken.isEmpty()) {
            broken.addAll(sheets.problems(id, data));
        }
        if (!broken.isEmpty()) {
            throw new Refused(
                    Refused.Kind.INVALID,
                    broken.stream()
                            .map(Refused.Field::message)
                            .distinct()
                            .reduce((a, b) -> a + " " + b)
                            .orElseThrow(),
                    broken);
        }
        CallSheets.Applied applied =
                sheets.apply(outreach, data, Direction.INCOMING, at == null ? now : at, person.id());
        boolean settles = !applied.routing().equals("NOT_REACHED");
        boolean heard = settles && tellProcess(outreach, applied.urgency());
        if (!heard && applied.urgency() != Urgency.GREEN) {
            // no step is left that would look into it
            carryOut.addOrder(
                    episodeId,
                    Duty.Kind.URGENT_ORDER,
                    "concern:" + applied.attempt().id(),
                    applied.urgency() == Urgency.RED
                            ? "Danger signs in a call: see that a clinician has taken over, now"
                            : "The patient called with a concern: follow it up today");
        }
        return new Recorded(applied.attempt().id(), applied.urgency());
    }

    private boolean tellProcess(Outreach outreach, Urgency urgency) {
        String instance = outreach.processInstanceId();
        return instance != null && !outreach.isConcluded() && process.contactRecorded(instance, urgency);
    }

    private Outreach visible(UUID episodeId, Person person) {
        EpisodeContext episode = directory
                .find(episodeId)
                .filter(context -> person.careTeams().contains(context.teamId()))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such episode."));
        return outreaches
                .ofEpisode(episode.episodeId())
                .orElseThrow(() -> new Refused(
                        Refused.Kind.INVALID,
                        "This patient is not to be contacted, so that there is no sheet to fill in."));
    }
}
