package org.homeward.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeContext;
import org.homeward.security.Person;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.FormSchema;
import org.homeward.worklist.FormZones;
import org.homeward.worklist.PatientCards;
import org.homeward.worklist.PatientCards.PatientCard;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WhyNow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Forms that no task asked for, in the shape the form host knows from tasks: each with a key of its own for its draft. */
@Component
class Sheets {

    record Opened(
            String taskId,
            String form,
            String title,
            Object schema,
            Map<String, Object> data,
            int revision,
            boolean readOnly,
            String assignee,
            @Nullable PatientCard patient,
            String why,
            List<WhyNow.Explained> clocks,
            @Nullable String riskTier,
            FormZones.@Nullable Zones zones,
            List<TaskBackground.Note> before) {}

    record DraftToSave(int revision, Map<String, Object> data) {}

    record Saved(int revision) {}

    record Completion(int revision) {}

    private final PatientCards patients;
    private final Drafts drafts;
    private final FormZones zones;

    Sheets(PatientCards patients, Drafts drafts, FormZones zones) {
        this.patients = patients;
        this.drafts = drafts;
        this.zones = zones;
    }

    Opened open(
            String key,
            FormSchema schema,
            Map<String, Object> prefilled,
            List<TaskBackground.Note> before,
            EpisodeContext episode,
            Person person) {
        Drafts.Draft draft = drafts.find(key, person.id()).orElse(null);
        Map<String, Object> data = new LinkedHashMap<>(prefilled);
        if (draft != null) {
            data.putAll(draft.data());
        }
        return new Opened(
                key,
                schema.id(),
                "",
                schema.json(),
                data,
                draft == null ? 0 : draft.revision(),
                false,
                person.id(),
                patients.of(List.of(episode.patientId())).get(episode.patientId()),
                "",
                List.of(),
                episode.tier(),
                zones.of(episode.teamId(), episode.zone()),
                before);
    }

    Saved save(String key, DraftToSave draft, Person person) {
        return new Saved(drafts.save(key, person.id(), draft.revision(), draft.data()));
    }

    /** @throws Refused CONFLICT when another window has gone on with it */
    Map<String, Object> completed(String key, Completion completion, Person person) {
        Drafts.Draft draft = drafts.find(key, person.id()).orElse(new Drafts.Draft(0, Map.of()));
        if (draft.revision() != completion.revision()) {
            throw new Refused(
                    Refused.Kind.CONFLICT, "This form was changed in another window. Reload it to go on from there.");
        }
        return draft.data();
    }

    /** The form host reads a conflict as one between two windows; where somebody else was faster, the words must stand. */
    static Refused inWords(Refused refused) {
        return refused.kind() == Refused.Kind.CONFLICT
                ? new Refused(Refused.Kind.INVALID, String.valueOf(refused.getMessage()))
                : refused;
    }

    void discard(String key, Person person) {
        drafts.discard(key, person.id());
    }
}
