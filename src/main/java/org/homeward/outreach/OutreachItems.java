package org.homeward.outreach;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.ItemSource;
import org.homeward.episode.Standing.Stage;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails.ContactPreferences;
import org.homeward.patient.Patients;
import org.springframework.stereotype.Component;

/** Offer the open outreach to the model of a transition; none where the patient must not be called. */
@Component
class OutreachItems implements ItemSource {

    private final Outreaches outreaches;
    private final EpisodeDirectory directory;
    private final Patients patients;

    OutreachItems(Outreaches outreaches, EpisodeDirectory directory, Patients patients) {
        this.outreaches = outreaches;
        this.directory = directory;
        this.patients = patients;
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

    /** A death is reported: nobody calls before a person has looked. The patient asked for no contact: nobody calls. */
    private boolean mayCall(Outreach outreach) {
        Patient patient = patients.get(outreach.patientId());
        ContactPreferences preferences = patient.details().preferences();
        return directory.contextOf(outreach.id()).stage() != Stage.DEATH_REPORTED
                && !patient.deceased()
                && (preferences == null || !preferences.doNotContact());
    }
}
