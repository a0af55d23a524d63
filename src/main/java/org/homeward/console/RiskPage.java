package org.homeward.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.episode.Episode;
import org.homeward.risk.AssessRisk;
import org.homeward.risk.RiskAssessment;
import org.homeward.risk.RiskInput;
import org.homeward.risk.RiskScore;
import org.homeward.risk.RiskTier;
import org.homeward.risk.ScoreLine;
import org.homeward.risk.TierChange;
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

/** How an episode's risk came about, and a person's correction of it, with the reason. */
@Controller
@RequestMapping("/patients/{patientId}/episodes/{episodeId}/risk")
class RiskPage {

    private final Walls walls;
    private final PatientBanners banners;
    private final AssessRisk risk;
    private final SignedIn signedIn;

    RiskPage(Walls walls, PatientBanners banners, AssessRisk risk, SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.risk = risk;
        this.signedIn = signedIn;
    }

    record Line(String text, String points, String source, boolean verified) {}

    record Choice(String code, String words, boolean current) {}

    @GetMapping
    String page(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        return show(patientId, episodeId, null, "", model);
    }

    @PostMapping
    String change(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(required = false) @Nullable RiskTier tier,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        Person person = signedIn.person();
        Episode episode = walls.patient(patientId, person, "patient.read").episode(episodeId);
        if (tier == null) {
            model.addAttribute("problem", "Choose another tier.");
            return show(patientId, episodeId, null, reason, model);
        }
        if (episode.isEnded()) {
            model.addAttribute("problem", "This episode has ended; its risk is no longer changed.");
            return show(patientId, episodeId, tier, reason, model);
        }
        Set<String> roles = person.memberships().stream()
                .filter(membership -> membership.teamId().equals(episode.teamId()))
                .map(membership -> membership.role().code())
                .collect(Collectors.toSet());
        TierChange change = risk.changeTier(episodeId, tier, reason, person.id(), roles);
        if (change instanceof TierChange.Refused refused) {
            model.addAttribute("problem", refused.reason().words());
            return show(patientId, episodeId, tier, reason, model);
        }
        flash.addFlashAttribute(
                "done", "The risk is now " + MyWorkPage.riskWords(tier.name()).toLowerCase(Locale.ROOT) + ".");
        return "redirect:/patients/" + patientId + "/episodes/" + episodeId;
    }

    private String show(UUID patientId, UUID episodeId, @Nullable RiskTier chosen, String reason, Model model) {
        Walls.Seen seen = walls.patient(patientId, signedIn.person(), "patient.read");
        Episode episode = seen.episode(episodeId);
        RiskAssessment newest = risk.newest(episodeId).orElse(null);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("ended", episode.isEnded());
        model.addAttribute("reason", reason);
        model.addAttribute("assessed", newest != null);
        if (newest != null) {
            RiskScore score = risk.score(newest);
            model.addAttribute("lace", score.lace().toString());
            model.addAttribute("hospital", score.hospital().toString());
            model.addAttribute("laceLines", lines(score, "LACE"));
            model.addAttribute("hospitalLines", lines(score, "HOSPITAL"));
            model.addAttribute("tierReason", score.tierReason());
            model.addAttribute("computed", MyWorkPage.riskWords(score.tier().name()));
            model.addAttribute(
                    "effective", MyWorkPage.riskWords(newest.effectiveTier().name()));
            model.addAttribute("at", banners.moments(episode).inSentence(newest.computedAt()));
            model.addAttribute(
                    "missing", score.missing().stream().map(RiskPage::words).toList());
            model.addAttribute("unverified", score.unverifiedSources());
            model.addAttribute(
                    "choices",
                    Arrays.stream(RiskTier.values())
                            .filter(tier -> tier != newest.effectiveTier())
                            .map(tier -> new Choice(tier.name(), MyWorkPage.riskWords(tier.name()), tier == chosen))
                            .toList());
        }
        return "risk";
    }

    private static List<Line> lines(RiskScore score, String which) {
        return score.lines().stream()
                .filter(line -> line.score().equals(which))
                .map(RiskPage::line)
                .toList();
    }

    private static Line line(ScoreLine line) {
        return new Line(line.text(), line.points().toString(), line.source(), line.verified());
    }

    static String words(RiskInput input) {
        return Character.toUpperCase(input.words().charAt(0)) + input.words().substring(1);
    }
}
