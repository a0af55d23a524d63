package org.homeward.outreach;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.ItemSource;
import org.homeward.episode.PromiseSource;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.StepSource;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails.ContactPreferences;
import org.homeward.patient.Patients;
import org.springframework.stereotype.Component;

/**
 * Offer the open outreach to the model of a transition, none where the patient must not be called; and the visits at
 * home that were arranged, to whoever has to call them off; and end the calls that nobody asks for any more.
 */
@Component
class OutreachItems implements ItemSource, PromiseSource, StepSource {

    private final Outreaches outreaches;
    private final EpisodeDirectory directory;
    private final Patients patients;
    private final CallSheets sheets;
    private final Clock clock;

    OutreachItems(
            Outreaches outreaches, EpisodeDirectory directory, Patients patients, CallSheets sheets, Clock clock) {
        this.outreaches = outreaches;
        this.directory = directory;
        this.patients = patients;
        this.sheets = sheets;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("outreach");
    }

    @Override
    public List<UUID> open(UUID episodeId, String kind) {
        return outreaches
                .ofEpisode(episodeId)
                .filter(outreach -> !outreach.isConcluded())
                .filter(outreach -> mayCall(outreach))
                .map(outreach -> List.of(outreach.id()))
                .orElse(List.of());
    }

    @Override
    public Duty.Kind kind() {
        return Duty.Kind.OUTREACH;
    }

    /** Whoever declines further calls still has the red flag of the last one: its task stays. */
    @Override
    public Optional<Ending> endingOf(UUID dutyId) {
        return outreaches
                .ofDuty(dutyId)
                .filter(outreach -> outreach.status() == Outreach.Status.WITHDRAWN && !outreach.isConcernOpen())
                .flatMap(outreach -> Optional.ofNullable(outreach.processInstanceId())
                        .map(instance -> new Ending(instance, "EndEvent_OutreachConcluded")));
    }

    @Override
    public List<String> promised(UUID episodeId) {
        return outreaches.ofEpisode(episodeId).stream()
                .flatMap(outreach -> outreaches.attempts(outreach.id()).stream())
                .filter(attempt -> attempt.channel() == ContactAttempt.Channel.VISIT_ARRANGED)
                .map(attempt -> sheets.arrangedVisit(episodeId, attempt))
                .flatMap(Optional::stream)
                .filter(visit -> visit.at().isAfter(clock.instant()))
                .map(CallSheets.ArrangedVisit::words)
                .toList();
    }

    /** A death is reported: nobody calls before a person has looked. The patient asked for no contact: nobody calls. */
    private boolean mayCall(Outreach outreach) {
        Patient patient = patients.get(outreach.patientId());
        ContactPreferences preferences = patient.details().preferences();
        // what the facts amount to, not the sender's flag: that one outlives its refutation
        return directory.contextOf(outreach.id()).stage() != Stage.DEATH_REPORTED
                && (preferences == null || !preferences.doNotContact());
    }
}
