package org.homeward.console;

import java.util.List;
import java.util.UUID;
import org.homeward.assessment.ScreenSocialNeeds;
import org.homeward.assessment.SocialNeed;
import org.homeward.episode.Episode;
import org.homeward.referral.Referrals;
import org.homeward.risk.AssessRisk;
import org.homeward.risk.RiskAssessment;
import org.homeward.risk.RiskScore;
import org.homeward.security.Fields;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.worklist.Submissions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One patient: who, where they stand, what is open and why, what was ordered, what has happened. */
@Controller
@RequestMapping("/patients/{patientId}")
class PatientPage {

    private final Walls walls;
    private final PatientBanners banners;
    private final EpisodeViews views;
    private final ProcessMaps maps;
    private final AssessRisk risk;
    private final ScreenSocialNeeds social;
    private final Submissions submissions;
    private final FormAnswers answers;
    private final People people;
    private final SignedIn signedIn;

    private final Referrals referrals;

    PatientPage(
            Walls walls,
            PatientBanners banners,
            EpisodeViews views,
            ProcessMaps maps,
            AssessRisk risk,
            ScreenSocialNeeds social,
            Submissions submissions,
            FormAnswers answers,
            People people,
            SignedIn signedIn,
            Referrals referrals) {
        this.walls = walls;
        this.banners = banners;
        this.views = views;
        this.maps = maps;
        this.risk = risk;
        this.social = social;
        this.submissions = submissions;
        this.answers = answers;
        this.people = people;
        this.signedIn = signedIn;
        this.referrals = referrals;
    }

    record RiskView(
            String tier,
            String words,
            boolean complete,
            String lace,
            String hospital,
            @Nullable String changed,
            List<String> missing,
            boolean verified) {}

    record EarlierRow(UUID id, String discharged, String state, String stateTag, boolean shown) {}

    /** What the newest screening showed; sensitive needs are counted and not named. */
    record SocialView(
            String at, String who, String counts, List<String> needs, int sensitive, int undecided, boolean verified) {}

    record SubmissionRow(String taskId, String title, String at, String who) {}

    @GetMapping
    String page(@PathVariable UUID patientId, @RequestParam(required = false) @Nullable String map, Model model) {
        Walls.Seen seen = walls.reading(patientId, signedIn.person(), "patient.read");
        return show(seen, seen.current(), map, model);
    }

    @GetMapping("/episodes/{episodeId}")
    String episode(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(required = false) @Nullable String map,
            Model model) {
        Walls.Seen seen = walls.reading(patientId, signedIn.person(), "patient.read");
        return show(seen, seen.episode(episodeId), map, model);
    }

    /** What a person answered in one completed form: the evidence behind a line of the record. */
    @GetMapping("/episodes/{episodeId}/submissions/{taskId}")
    String submission(
            @PathVariable UUID patientId, @PathVariable UUID episodeId, @PathVariable String taskId, Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "submission.read");
        Episode episode = seen.episode(episodeId);
        Submissions.Submission submission = submissions.ofEpisode(episodeId).stream()
                .filter(one -> one.taskId().equals(taskId))
                .findFirst()
                .orElseThrow(NotThere::new);
        Fields.ofForm(submission.form()).ifPresent(fields -> Walls.mustSee(fields, person, episode.teamId()));
        if (Referrals.isForm(submission.form()) && hidesAReferral(episode, person)) {
            throw new NotThere();
        }
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("title", submission.title());
        model.addAttribute("at", when.at(submission.submittedAt()));
        model.addAttribute(
                "who", Names.of(people, List.of(submission.submittedBy())).of(submission.submittedBy()));
        model.addAttribute("answers", answers.of(submission.form(), submission.data()));
        return "submission";
    }

    private String show(Walls.Seen seen, Episode episode, @Nullable String map, Model model) {
        Person person = signedIn.person();
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episode", views.of(episode, person, when));
        model.addAttribute("map", maps.of(episode, map, !hidesAReferral(episode, person), when));
        model.addAttribute(
                "risk",
                risk.newest(episode.id()).map(found -> risk(found, when)).orElse(null));
        boolean readOnly = seen.readOnly(episode);
        boolean seesSocial = !readOnly && Fields.SOCIAL.visibleTo(person, episode.teamId());
        model.addAttribute("seesSocial", seesSocial);
        model.addAttribute("seesMedicines", Fields.MEDICATION.visibleTo(person, episode.teamId()));
        model.addAttribute("social", seesSocial ? social(episode, when) : null);
        model.addAttribute("readOnly", readOnly);
        model.addAttribute("current", episode.id().equals(seen.current().id()));
        model.addAttribute(
                "episodes",
                seen.episodes().stream()
                        .map(one -> new EarlierRow(
                                one.id(),
                                when.at(one.dischargedAt()),
                                StageWords.of(one),
                                StageWords.tag(one),
                                one.id().equals(episode.id())))
                        .toList());
        boolean hidesAReferral = hidesAReferral(episode, person);
        List<Submissions.Submission> done = submissions.ofEpisode(episode.id()).stream()
                .filter(one -> !readOnly && Fields.formVisibleTo(person, episode.teamId(), one.form()))
                .filter(one -> !hidesAReferral || !Referrals.isForm(one.form()))
                .toList();
        Names names = Names.of(
                people, done.stream().map(Submissions.Submission::submittedBy).toList());
        model.addAttribute(
                "submissions",
                done.stream()
                        .map(one -> new SubmissionRow(
                                one.taskId(), one.title(), when.at(one.submittedAt()), names.of(one.submittedBy())))
                        .toList());
        return "patient";
    }

    /** Which form is about which of them is not told apart: where one is hidden, all are. */
    private boolean hidesAReferral(Episode episode, Person person) {
        return !referrals.hiddenFrom(person, episode.id()).isEmpty();
    }

    private @Nullable SocialView social(Episode episode, Moments when) {
        return social.screenings(episode.id()).stream()
                .findFirst()
                .map(newest -> {
                    List<SocialNeed> needs = social.needs(episode.id());
                    return new SocialView(
                            when.at(newest.askedAt()),
                            Names.of(people, List.of(newest.askedBy())).of(newest.askedBy()),
                            SocialNeedsPage.counts(newest),
                            needs.stream()
                                    .filter(need -> !need.isDiscreet())
                                    .map(SocialNeed::label)
                                    .distinct()
                                    .toList(),
                            (int) needs.stream().filter(SocialNeed::isDiscreet).count(),
                            (int) needs.stream().filter(SocialNeed::isUndecided).count(),
                            newest.verified());
                })
                .orElse(null);
    }

    private RiskView risk(RiskAssessment assessment, Moments when) {
        RiskScore score = risk.score(assessment);
        String changed = null;
        if (assessment.raisedTo() != null && assessment.raisedAt() != null) {
            changed = "Set by "
                    + Names.of(people, java.util.Collections.singletonList(assessment.raisedBy()))
                            .of(assessment.raisedBy())
                    + ", " + when.at(assessment.raisedAt()) + ": " + assessment.raiseReason();
        }
        return new RiskView(
                assessment.effectiveTier().name(),
                MyWorkPage.riskWords(assessment.effectiveTier().name()),
                assessment.complete(),
                score.lace().toString(),
                score.hospital().toString(),
                changed,
                score.missing().stream().map(org.homeward.risk.RiskInput::words).toList(),
                score.unverifiedSources().isEmpty());
    }
}
