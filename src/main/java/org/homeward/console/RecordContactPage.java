package org.homeward.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.outreach.RecordContact;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The patient calls back: the same sheet as for a call of ours, without a task. */
@Controller
@RequestMapping("/patients/{patientId}/episodes/{episodeId}/contact")
class RecordContactPage {

    private final Walls walls;
    private final PatientBanners banners;
    private final RecordContact contacts;
    private final SignedIn signedIn;

    RecordContactPage(Walls walls, PatientBanners banners, RecordContact contacts, SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.contacts = contacts;
        this.signedIn = signedIn;
    }

    /** @param at when it took place, in the team's zone; now when it is not given */
    @GetMapping
    String page(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(required = false) @Nullable String at,
            Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "patient.read");
        Episode episode = seen.episode(episodeId);
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("zone", when.zoneName());
        model.addAttribute("zoneId", when.zone().getId());
        model.addAttribute("latest", when.field(when.now()));
        model.addAttribute("at", at);
        Instant moment = null;
        if (at != null && !at.isBlank()) {
            moment = moment(at, when);
            if (moment == null || when.now().isBefore(moment) || moment.isBefore(episode.dischargedAt())) {
                model.addAttribute("problem", "Choose a time after the discharge and not in the future.");
                return "contact";
            }
            model.addAttribute("when", when.at(moment));
        }
        try {
            int version = contacts.open(episodeId, person).version();
            model.addAttribute(
                    "sheet",
                    "/api/v1/episodes/" + episodeId + "/contacts/" + version + "/"
                            + (moment == null ? "now" : moment.getEpochSecond()));
        } catch (Refused refused) {
            model.addAttribute("refused", refused.getMessage());
        }
        return "contact";
    }

    @GetMapping("/recorded")
    String recorded(@PathVariable UUID patientId, @PathVariable UUID episodeId, RedirectAttributes flash) {
        flash.addFlashAttribute("done", "The contact is recorded.");
        return "redirect:/patients/" + patientId + "/episodes/" + episodeId;
    }

    private static @Nullable Instant moment(String at, Moments when) {
        try {
            return LocalDateTime.parse(at).atZone(when.zone()).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
