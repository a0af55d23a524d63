package org.homeward.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.audit.Audit;
import org.homeward.calendar.BusinessClock;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.referral.Referral;
import org.homeward.referral.ReferralLoop;
import org.homeward.referral.ReferralNumbers;
import org.homeward.referral.ReferralState;
import org.homeward.referral.Referrals;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The open loops of one's teams by what they wait for and since when, and how loops have ended. */
@Controller
@RequestMapping("/referrals")
class ReferralBoardPage {

    private static final Duration PERIOD = Duration.ofDays(90);

    private final Referrals referrals;
    private final ReferralNumbers numbers;
    private final Patients patients;
    private final People people;
    private final Audit audit;
    private final SignedIn signedIn;
    private final BusinessClock clock;

    ReferralBoardPage(
            Referrals referrals,
            ReferralNumbers numbers,
            Patients patients,
            People people,
            Audit audit,
            SignedIn signedIn,
            BusinessClock clock) {
        this.referrals = referrals;
        this.numbers = numbers;
        this.patients = patients;
        this.people = people;
        this.audit = audit;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    /** @param days since anything was told */
    record Row(
            UUID patientId,
            UUID episodeId,
            String patient,
            String what,
            @Nullable String recipient,
            String state,
            long days,
            String opened,
            boolean part2) {}

    record Group(String heading, String explanation, List<Row> rows) {}

    record TeamChoice(String id, String name, boolean chosen) {}

    record ClosureRow(String name, int loops, int closed, int open, int otherwise, String percent) {}

    record WaitRow(String state, int times, String median, String longest) {}

    record DeathRow(String reason, String where, int times) {}

    record EvidenceRow(String recipient, String sent, String received, UUID transitionId) {}

    @GetMapping
    String board(@RequestParam(required = false) @Nullable String team, Model model) {
        Person person = signedIn.person();
        Set<String> teams = teams(person, team, model);
        Moments when = Moments.of(person, people, clock);
        List<ReferralLoop> open = referrals.openOf(teams).stream()
                .filter(loop -> loop.isShownTo(person))
                .toList();
        Map<UUID, Referral> current =
                referrals.currentOf(open.stream().map(ReferralLoop::id).toList());
        Map<UUID, Patient> who =
                patients.listed(open.stream().map(ReferralLoop::patientId).collect(Collectors.toSet()));
        Map<Stage, List<Row>> rows = new EnumMap<>(Stage.class);
        for (ReferralLoop loop : open) {
            Referral one = current.get(loop.id());
            Instant since = one == null ? loop.openedAt() : one.movedAt();
            rows.computeIfAbsent(Stage.of(loop, one), stage -> new ArrayList<>())
                    .add(new Row(
                            loop.patientId(),
                            loop.episodeId(),
                            who.containsKey(loop.patientId())
                                    ? who.get(loop.patientId()).listedName()
                                    : "",
                            loop.what(),
                            one == null ? null : one.recipient(),
                            ReferralWords.stage(loop, one),
                            Duration.between(since, when.now()).toDays(),
                            when.inSentence(loop.openedAt()),
                            loop.isPart2()));
        }
        rows.values()
                .forEach(group ->
                        group.sort(java.util.Comparator.comparingLong(Row::days).reversed()));
        model.addAttribute("count", open.size());
        model.addAttribute(
                "groups",
                rows.entrySet().stream()
                        .map(group -> new Group(group.getKey().heading, group.getKey().explanation, group.getValue()))
                        .toList());
        for (String one : teams) {
            audit.recordRead(person.id(), "referrals.board", "team", one, one, Map.of());
        }
        return "referral-board";
    }

    @GetMapping("/numbers")
    String numbers(@RequestParam(required = false) @Nullable String team, Model model) {
        Person person = signedIn.person();
        Set<String> teams = teams(person, team, model);
        Moments when = Moments.of(person, people, clock);
        Instant from = when.now().minus(PERIOD);
        ReferralNumbers.Numbers found = numbers.of(teams, from, when.now().plusSeconds(1));
        ReferralNumbers.ReportReceived report = numbers.reportReceived(
                teams, ZonedDateTime.ofInstant(when.now(), when.zone()).getYear(), when.zone());
        model.addAttribute("from", when.date(from));
        model.addAttribute(
                "kinds",
                found.byKind().stream()
                        .map(one -> closure(
                                one,
                                ReferralWords.sentence(one.name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' '))))
                        .toList());
        model.addAttribute(
                "recipients",
                found.byRecipient().stream()
                        .map(one -> closure(one, one.name()))
                        .toList());
        model.addAttribute(
                "waits",
                found.waits().stream()
                        .map(one -> new WaitRow(
                                ReferralWords.sentence(one.state().words()),
                                one.times(),
                                days(one.medianDays()),
                                days(one.longestDays())))
                        .toList());
        model.addAttribute(
                "deaths",
                found.deaths().stream()
                        .map(one -> new DeathRow(
                                ReferralWords.sentence(one.reason().words()),
                                one.lastState() == null
                                        ? "before it was sent"
                                        : one.lastState().words(),
                                one.times()))
                        .toList());
        model.addAttribute("report", report);
        model.addAttribute(
                "evidence",
                report.numerator().stream()
                        .map(one -> new EvidenceRow(
                                one.recipient(), when.date(one.sentAt()), when.date(one.at()), one.transitionId()))
                        .toList());
        for (String one : teams) {
            audit.recordRead(person.id(), "referrals.numbers", "team", one, one, Map.of());
        }
        return "referral-numbers";
    }

    private static ClosureRow closure(ReferralNumbers.Closure one, String name) {
        return new ClosureRow(name, one.loops(), one.closed(), one.open(), one.otherwise(), one.percent());
    }

    private static String days(double days) {
        return String.format(java.util.Locale.ENGLISH, "%.1f", days);
    }

    /** Somebody else's team does not exist here. */
    private Set<String> teams(Person person, @Nullable String chosen, Model model) {
        Set<String> own = new TreeSet<>(person.careTeams());
        if (own.isEmpty() || (chosen != null && !chosen.isBlank() && !own.contains(chosen))) {
            throw new NotThere();
        }
        model.addAttribute(
                "teams",
                own.stream()
                        .map(id -> new TeamChoice(
                                id, people.team(id).map(Team::name).orElse(id), id.equals(chosen)))
                        .toList());
        return chosen == null || chosen.isBlank() ? own : Set.of(chosen);
    }

    /** What a loop waits for, in the order in which somebody must act. */
    private enum Stage {
        SEND("To be sent", "Nobody outside knows of it yet."),
        REROUTE("Needs another recipient", "Refused, silent or not enough: the next is asked with the patient's say."),
        ANSWER("Waiting for an answer", "Sent; the other side has not said yes or no."),
        DATE("Waiting for a date", "Accepted, missed or cancelled: a date is to be found."),
        VISIT("Waiting for the visit", "There is a date."),
        OUTCOME("Waiting for the outcome", "The patient was seen or the work goes on."),
        CANCEL("Being called off", "The other side has not confirmed."),
        REVIEW("Outcome to be reviewed", "The report is here."),
        TELL("Patient to be told", "Reviewed; the patient does not know yet.");

        private final String heading;
        private final String explanation;

        Stage(String heading, String explanation) {
            this.heading = heading;
            this.explanation = explanation;
        }

        static Stage of(ReferralLoop loop, @Nullable Referral one) {
            if (one == null) {
                return SEND;
            }
            if (!one.isUnderWay()) {
                boolean outcome = one.state() == ReferralState.COMPLETED && one.givenUpAt() == null;
                return !outcome ? REROUTE : loop.reviewedAt() == null ? REVIEW : TELL;
            }
            return switch (one.state()) {
                case ACCEPTED, NO_SHOW, APPOINTMENT_CANCELLED -> DATE;
                case SCHEDULED -> VISIT;
                case VISIT_DONE, ACTIVE -> OUTCOME;
                case CANCEL_REQUESTED -> CANCEL;
                default -> ANSWER;
            };
        }
    }
}
