package org.homeward.console;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.assessment.ScreenSocialNeeds;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.security.Fields;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The form of a screening for social needs; each person has a draft of their own for an episode. */
@RestController
@Hidden // for our own page only
@RequestMapping("/api/v1/episodes/{episodeId}/screenings/new")
class ScreeningSheetsApi {

    private final ScreenSocialNeeds screen;
    private final EpisodeDirectory episodes;
    private final Sheets sheets;
    private final SignedIn signedIn;

    ScreeningSheetsApi(ScreenSocialNeeds screen, EpisodeDirectory episodes, Sheets sheets, SignedIn signedIn) {
        this.screen = screen;
        this.episodes = episodes;
        this.sheets = sheets;
        this.signedIn = signedIn;
    }

    @GetMapping("/form")
    Sheets.Opened form(@PathVariable UUID episodeId) {
        Person person = screener(episodeId);
        return sheets.open(
                key(episodeId),
                screen.open(episodeId, person),
                Map.of(),
                List.of(),
                episodes.contextOf(episodeId),
                person);
    }

    @PutMapping("/draft")
    Sheets.Saved save(@PathVariable UUID episodeId, @RequestBody Sheets.DraftToSave draft) {
        Person person = screener(episodeId);
        screen.open(episodeId, person);
        return sheets.save(key(episodeId), draft, person);
    }

    @PostMapping("/completion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void complete(@PathVariable UUID episodeId, @RequestBody Sheets.Completion completion) {
        Person person = screener(episodeId);
        Map<String, Object> data = sheets.completed(key(episodeId), completion, person);
        try {
            screen.record(episodeId, data, person);
        } catch (Refused refused) {
            throw Sheets.inWords(refused);
        }
        sheets.discard(key(episodeId), person);
    }

    /** Whose episode it is, is asked when the sheet is opened. */
    private Person screener(UUID episodeId) {
        Person person = signedIn.person();
        episodes.find(episodeId)
                // of another team's it is not even told that it is there
                .filter(episode -> person.careTeams().contains(episode.teamId()))
                .ifPresent(episode -> Walls.mustSee(Fields.SOCIAL, person, episode.teamId()));
        return person;
    }

    private static String key(UUID episodeId) {
        return "screening:" + episodeId;
    }
}
