package org.homeward.console;

import io.swagger.v3.oas.annotations.Hidden;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.outreach.RecordContact;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
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
    private final Sheets sheets;
    private final Audit audit;
    private final SignedIn signedIn;

    ContactSheetsApi(
            RecordContact contacts, EpisodeDirectory directory, Sheets sheets, Audit audit, SignedIn signedIn) {
        this.contacts = contacts;
        this.directory = directory;
        this.sheets = sheets;
        this.audit = audit;
        this.signedIn = signedIn;
    }

    @GetMapping("/form")
    Sheets.Opened form(@PathVariable UUID episodeId, @PathVariable int version) {
        Person person = signedIn.person();
        RecordContact.Opened opened = contacts.open(episodeId, person);
        EpisodeContext episode = directory.contextOf(episodeId);
        audit.recordRead(
                person.id(), "contact.read", "patient", episode.patientId().toString(), episode.teamId(), Map.of());
        return sheets.open(key(episodeId, version), opened.schema(), opened.data(), opened.before(), episode, person);
    }

    @PutMapping("/draft")
    Sheets.Saved save(@PathVariable UUID episodeId, @PathVariable int version, @RequestBody Sheets.DraftToSave draft) {
        Person person = signedIn.person();
        contacts.open(episodeId, person);
        return sheets.save(key(episodeId, version), draft, person);
    }

    @PostMapping("/completion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void complete(
            @PathVariable UUID episodeId,
            @PathVariable int version,
            @PathVariable String at,
            @RequestBody Sheets.Completion completion) {
        Person person = signedIn.person();
        contacts.open(episodeId, person);
        String key = key(episodeId, version);
        Map<String, Object> data = sheets.completed(key, completion, person);
        try {
            contacts.record(episodeId, version, moment(at), data, person);
        } catch (Refused refused) {
            throw Sheets.inWords(refused);
        }
        sheets.discard(key, person);
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
