package org.homeward.console;

import io.swagger.v3.oas.annotations.Hidden;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.outreach.RecordContact;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.FormZones;
import org.homeward.worklist.PatientCards;
import org.homeward.worklist.PatientCards.PatientCard;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WhyNow;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The call sheet for a contact that no task asked for, in the shape the form host knows from tasks. The sheet is named
 * by the state of the outreach it was opened on, so that nobody overwrites what they have not seen.
 */
@RestController
@Hidden // for our own page only
@RequestMapping("/api/v1/episodes/{episodeId}/contacts/{version}/{at}")
class ContactSheetsApi {

    private final RecordContact contacts;
    private final EpisodeDirectory directory;
    private final PatientCards patients;
    private final Drafts drafts;
    private final FormZones zones;
    private final SignedIn signedIn;

    ContactSheetsApi(
            RecordContact contacts,
            EpisodeDirectory directory,
            PatientCards patients,
            Drafts drafts,
            FormZones zones,
            SignedIn signedIn) {
        this.contacts = contacts;
        this.directory = directory;
        this.patients = patients;
        this.drafts = drafts;
        this.zones = zones;
        this.signedIn = signedIn;
    }

    record OpenedSheet(
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

    @GetMapping("/form")
    OpenedSheet form(@PathVariable UUID episodeId, @PathVariable int version) {
        Person person = signedIn.person();
        RecordContact.Opened opened = contacts.open(episodeId, person);
        EpisodeContext episode = directory.contextOf(episodeId);
        String key = key(episodeId, version);
        Drafts.Draft draft = drafts.find(key, person.id()).orElse(null);
        Map<String, Object> data = new LinkedHashMap<>(opened.data());
        if (draft != null) {
            data.putAll(draft.data());
        }
        return new OpenedSheet(
                key,
                opened.schema().id(),
                "",
                opened.schema().json(),
                data,
                draft == null ? 0 : draft.revision(),
                false,
                person.id(),
                patients.of(List.of(episode.patientId())).get(episode.patientId()),
                "",
                List.of(),
                episode.tier(),
                zones.of(episode.teamId(), episode.zone()),
                opened.before());
    }

    @PutMapping("/draft")
    Saved save(@PathVariable UUID episodeId, @PathVariable int version, @RequestBody DraftToSave draft) {
        Person person = signedIn.person();
        contacts.open(episodeId, person);
        return new Saved(drafts.save(key(episodeId, version), person.id(), draft.revision(), draft.data()));
    }

    @PostMapping("/completion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void complete(
            @PathVariable UUID episodeId,
            @PathVariable int version,
            @PathVariable String at,
            @RequestBody Completion completion) {
        Person person = signedIn.person();
        contacts.open(episodeId, person);
        String key = key(episodeId, version);
        Drafts.Draft draft = drafts.find(key, person.id()).orElse(new Drafts.Draft(0, Map.of()));
        if (draft.revision() != completion.revision()) {
            throw new Refused(
                    Refused.Kind.CONFLICT, "This form was changed in another window. Reload it to go on from there.");
        }
        try {
            contacts.record(episodeId, version, moment(at), draft.data(), person);
        } catch (Refused refused) {
            // the form host reads a conflict as one between two windows; here somebody else has recorded a contact
            throw refused.kind() == Refused.Kind.CONFLICT
                    ? new Refused(Refused.Kind.INVALID, String.valueOf(refused.getMessage()))
                    : refused;
        }
        drafts.discard(key, person.id());
    }

    private static @Nullable Instant moment(String at) {
        if (at.equals("now")) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(at));
        } catch (NumberFormatException | DateTimeException notATime) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such sheet.");
        }
    }

    private static String key(UUID episodeId, int version) {
        return "contact:" + episodeId + ":" + version;
    }
}
