package org.homeward.console;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.assessment.ScreenSocialNeeds;
import org.homeward.assessment.SocialNeed;
import org.homeward.assessment.SocialScreening;
import org.homeward.directory.Need;
import org.homeward.engine.Refused;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What was asked about a patient's social needs, what it showed, and what they said to the offer of a referral. */
@Controller
@RequestMapping("/patients/{patientId}/episodes/{episodeId}/social-needs")
class SocialNeedsPage {

    record Choice(String value, String words) {}

    record NeedRow(
            UUID id,
            int version,
            String label,
            boolean sensitive,
            boolean verified,
            String source,
            String status,
            String statusTag,
            boolean undecided,
            boolean identified,
            List<Choice> services,
            String said,
            String referral) {}

    record ScreeningRow(
            String instrument,
            String at,
            String who,
            boolean agreed,
            String counts,
            String food,
            @Nullable String safety,
            boolean verified,
            List<FormAnswers.Answer> answers) {}

    private final Walls walls;
    private final PatientBanners banners;
    private final ScreenSocialNeeds screen;
    private final Duties duties;
    private final FormAnswers answers;
    private final People people;
    private final SignedIn signedIn;

    SocialNeedsPage(
            Walls walls,
            PatientBanners banners,
            ScreenSocialNeeds screen,
            Duties duties,
            FormAnswers answers,
            People people,
            SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.screen = screen;
        this.duties = duties;
        this.answers = answers;
        this.people = people;
        this.signedIn = signedIn;
    }

    @GetMapping
    String page(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "socialNeeds.read");
        Episode episode = seen.episode(episodeId);
        Walls.mustSee(Fields.SOCIAL, person, episode.teamId());
        Moments when = banners.moments(episode);
        List<SocialScreening> screenings = screen.screenings(episodeId);
        List<SocialNeed> needs = screen.needs(episodeId);
        Names names = Names.of(
                people,
                Stream.concat(
                                screenings.stream().map(SocialScreening::askedBy),
                                needs.stream().flatMap(need -> Stream.of(need.offeredBy(), need.decidedBy())))
                        .filter(Objects::nonNull)
                        .toList());
        Map<UUID, Duty> referrals =
                duties.of(episodeId).stream().collect(Collectors.toMap(Duty::id, Function.identity()));
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("ended", episode.isEnded());
        model.addAttribute(
                "needs",
                needs.stream().map(need -> row(need, referrals, when, names)).toList());
        model.addAttribute(
                "screenings",
                screenings.stream().map(one -> row(one, when, names)).toList());
        model.addAttribute(
                "reasons",
                Arrays.stream(SocialNeed.Reason.values())
                        .map(reason -> new Choice(reason.name(), reason.label()))
                        .toList());
        return "social-needs";
    }

    @GetMapping("/screen")
    String sheet(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "patient.read");
        Episode episode = seen.episode(episodeId);
        Walls.mustSee(Fields.SOCIAL, person, episode.teamId());
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        try {
            screen.open(episodeId, person);
            model.addAttribute("sheet", "/api/v1/episodes/" + episodeId + "/screenings/new");
        } catch (Refused refused) {
            model.addAttribute("refused", refused.getMessage());
        }
        return "social-needs-screen";
    }

    @GetMapping("/recorded")
    String recorded(@PathVariable UUID patientId, @PathVariable UUID episodeId, RedirectAttributes flash) {
        flash.addFlashAttribute("done", "The screening is recorded.");
        return "redirect:" + at(patientId, episodeId);
    }

    /** @param answer {@code offered}, {@code accepted} or {@code declined} */
    @PostMapping("/{needId}")
    String answer(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @PathVariable UUID needId,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String service,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String words,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Walls.mustSee(
                Fields.SOCIAL,
                person,
                walls.patient(patientId, person, "socialNeeds.read")
                        .episode(episodeId)
                        .teamId());
        try {
            switch (answer) {
                case "offered" -> screen.offer(episodeId, needId, version, person);
                case "accepted" -> screen.accept(episodeId, needId, version, service, person);
                case "declined" -> screen.decline(episodeId, needId, version, reason(reason), words, person);
                default ->
                    throw new Refused(Refused.Kind.INVALID, "Say what the patient answered: accepted or declined.");
            }
            flash.addFlashAttribute(
                    "done",
                    switch (answer) {
                        case "accepted" -> "Recorded. The referral is under way: its first step stands in My work.";
                        case "offered" -> "Recorded. Ask again what the patient decides.";
                        default -> "Recorded. A later screening may find the need again.";
                    });
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.NOT_FOUND) {
                throw refused;
            }
            flash.addFlashAttribute("refused", refused.getMessage());
        }
        return "redirect:" + at(patientId, episodeId);
    }

    private NeedRow row(SocialNeed need, Map<UUID, Duty> referrals, Moments when, Names names) {
        Duty referral = need.referralDuty() == null ? null : referrals.get(need.referralDuty());
        return new NeedRow(
                need.id(),
                need.version(),
                need.label(),
                need.isDiscreet(),
                need.isVerified(),
                need.source(),
                switch (need.status()) {
                    case IDENTIFIED -> "Found";
                    case OFFERED -> "Offered, not decided";
                    case ACCEPTED -> "Accepted";
                    case DECLINED -> "Declined";
                },
                switch (need.status()) {
                    case IDENTIFIED -> "tag--high";
                    case OFFERED -> "tag--moderate";
                    case ACCEPTED -> "tag--done";
                    case DECLINED -> "tag--unknown";
                },
                need.isUndecided(),
                need.status() == SocialNeed.Status.IDENTIFIED,
                need.services().stream()
                        .map(code -> new Choice(code, label(code)))
                        .toList(),
                said(need, when, names),
                referral == null
                        ? ""
                        : referral.isOpen()
                                ? "Referral under way"
                                : "Referral: " + Objects.requireNonNullElse(referral.outcome(), "closed"));
    }

    private static String said(SocialNeed need, Moments when, Names names) {
        if (need.decidedAt() != null && need.decidedBy() != null) {
            SocialNeed.Reason reason = need.reason();
            String what = reason == null
                    ? "Wants help with: " + label(Objects.requireNonNullElse(need.service(), ""))
                    : reason.label() + (need.reasonWords() == null ? "" : ": " + need.reasonWords());
            return what + ". " + when.at(need.decidedAt()) + ", " + names.of(need.decidedBy());
        }
        return need.offeredAt() == null || need.offeredBy() == null
                ? ""
                : "Offered " + when.at(need.offeredAt()) + ", " + names.of(need.offeredBy());
    }

    private ScreeningRow row(SocialScreening screening, Moments when, Names names) {
        return new ScreeningRow(
                screening.instrumentLabel(),
                when.at(screening.askedAt()),
                names.of(screening.askedBy()),
                screening.agreed(),
                counts(screening),
                "Hunger Vital Sign: " + screening.foodLabel().toLowerCase(java.util.Locale.ROOT)
                        + " of food insecurity",
                safety(screening),
                screening.verified(),
                answers.of(ScreenSocialNeeds.FORM, screen.answers(screening)));
    }

    /** What was refused is said beside every result: a "no risk" may rest on it. */
    static String counts(SocialScreening screening) {
        return screening.agreed()
                ? screening.answered() + " answered, " + screening.refused() + " refused, " + screening.unasked()
                        + " not asked"
                : "The patient did not want to be asked";
    }

    private static @Nullable String safety(SocialScreening screening) {
        Integer low = screening.safetyLow();
        Integer high = screening.safetyHigh();
        if (!screening.instrument().equals("AHC_HRSN") || !screening.agreed()) {
            return null;
        }
        String sum = low == null || high == null
                ? ""
                : low.equals(high) ? " (HITS " + low + ")" : " (HITS " + low + " to " + high + ")";
        return "Safety: "
                + switch (screening.safety()) {
                    case "POSITIVE" -> "positive";
                    case "NEGATIVE" -> "negative";
                    default -> "no result, not enough was answered";
                }
                + sum;
    }

    private static String label(String code) {
        return Need.of(code).map(Need::label).orElse(code);
    }

    private static SocialNeed.@Nullable Reason reason(String name) {
        return Arrays.stream(SocialNeed.Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String at(UUID patientId, UUID episodeId) {
        return "/patients/" + patientId + "/episodes/" + episodeId + "/social-needs";
    }
}
