package org.homeward.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.TransitionTest;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.episode.Duties;
import org.homeward.episode.OrderedItem;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralMove.Party;
import org.homeward.referral.ReferralTransition.Channel;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Many referrals over ninety days, with partners that answer, decline, miss, ramble or keep silent and a team that is not
 * always there. {@code -Psimulation} runs ten thousand; the seed is printed and can be given.
 */
@TransitionTest
class ReferralSimulationTests {

    private static final int REFERRALS = Integer.getInteger("homeward.simulation.referrals", 40);
    private static final long SEED = Long.getLong("homeward.simulation.seed", 20261126L);
    private static final int DAYS = 90;
    private static final int PER_EPISODE = 40;
    /** From then on nobody on the team waits any longer than asked to. */
    private static final int DILIGENT_FROM = 60;

    @Autowired
    Ward ward;

    @Autowired
    Referrals referrals;

    @Autowired
    Duties duties;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Worklist worklist;

    @Autowired
    TaskForms forms;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService jobs;

    private final Random random = new Random(SEED);
    private final Map<UUID, Double> talkative = new HashMap<>();
    private final List<Case> cases = new ArrayList<>();

    @Test
    void everyLoopEndsWithAReasonAndNoneWaitsWithoutATimer() {
        ward.staffed();
        ward.itIs(DayOfWeek.MONDAY, 10, 0);
        for (int left = REFERRALS; left > 0; left -= PER_EPISODE) {
            List<OrderedItem> orders = IntStream.range(0, Math.min(left, PER_EPISODE))
                    .mapToObj(i -> OrderedItem.described(OrderedItem.Kind.REFERRAL, "Referral " + i))
                    .toList();
            cases.add(ward.discharged(details -> details.riskFacts(LOW_RISK).ordered(orders)));
        }
        Instant begin = ward.now();
        for (int day = 0; day < DAYS && !open().isEmpty(); day++) {
            ward.advanceTo(begin.plus(Duration.ofDays(day)));
            timersFire();
            assertNoneWaitsWithoutATimer(day);
            partnersTell();
            theTeamWorks(day);
            ward.advanceTo(begin.plus(Duration.ofDays(day)).plus(Duration.ofHours(6)));
            timersFire();
            assertNoneWaitsWithoutATimer(day);
        }

        Map<Reasons.Closing, Integer> ends = new EnumMap<>(Reasons.Closing.class);
        int known = 0;
        for (ReferralLoop loop : all()) {
            assertThat(loop.isClosed()).as("loop %s, seed %s", loop.id(), SEED).isTrue();
            ends.merge(Objects.requireNonNull(loop.closing()), 1, Integer::sum);
            assertThat(duties.get(loop.id()).isOpen()).isFalse();
            assertThat(duties.get(loop.id()).outcome()).isNotBlank();
            assertOnlyPermittedMoves(loop);
            known++;
        }
        assertThat(known).isEqualTo(REFERRALS);
        assertThat(ends)
                .as("seed %s", SEED)
                .containsKey(Reasons.Closing.LOOP_CLOSED)
                .hasSizeGreaterThan(2);
        assertThat(ours(tasks.createTaskQuery()
                        .processDefinitionKey("referral-loop")
                        .list()))
                .isEmpty();
    }

    private List<ReferralLoop> all() {
        return cases.stream()
                .flatMap(one -> referrals.ofEpisode(one.episodeId()).stream())
                .toList();
    }

    private List<ReferralLoop> open() {
        return all().stream().filter(loop -> !loop.isClosed()).toList();
    }

    private void timersFire() {
        List<Job> due;
        do {
            Set<String> instances =
                    open().stream().map(ReferralLoop::processInstanceId).collect(Collectors.toSet());
            due = jobs
                    .createJobQuery()
                    .processDefinitionKey("referral-loop")
                    .duedateLowerThan(Date.from(ward.now()))
                    .withRetriesLeft()
                    .list()
                    .stream()
                    .filter(job -> instances.contains(job.getProcessInstanceId()))
                    .toList();
            due.forEach(job -> jobs.executeJob(job.getId()));
        } while (!due.isEmpty());
    }

    /** Each open loop has its step, and each step either an alarm to come or one that has gone off. */
    private void assertNoneWaitsWithoutATimer(int day) {
        Map<String, List<Job>> timers = new HashMap<>();
        jobs.createJobQuery().processDefinitionKey("referral-loop").list().forEach(job -> timers.computeIfAbsent(
                        job.getProcessInstanceId(), id -> new ArrayList<>())
                .add(job));
        Map<UUID, List<WorkItem>> work = new HashMap<>();
        Map<UUID, Set<String>> missed = new HashMap<>();
        for (Case one : cases) {
            worklist.ofEpisode(one.episodeId())
                    .forEach(item -> work.computeIfAbsent(item.subjectId(), id -> new ArrayList<>())
                            .add(item));
            deadlines.ofEpisode(one.episodeId()).stream()
                    .filter(deadline -> deadline.state() == Deadline.State.OPEN && deadline.missedAt() != null)
                    .forEach(deadline -> missed.computeIfAbsent(deadline.subjectId(), id -> new HashSet<>())
                            .add(deadline.rule()));
        }
        for (ReferralLoop loop : open()) {
            assertThat(work.getOrDefault(loop.id(), List.of()))
                    .as("day %s, loop %s, seed %s", day, loop.id(), SEED)
                    .hasSize(1);
            boolean alarmed = timers.containsKey(loop.processInstanceId()) || missed.containsKey(loop.id());
            assertThat(alarmed)
                    .as("day %s, loop %s, seed %s", day, loop.id(), SEED)
                    .isTrue();
        }
    }

    private void assertOnlyPermittedMoves(ReferralLoop loop) {
        for (Referral one : referrals.conversations(loop.id())) {
            ReferralState state = ReferralState.DRAFT;
            for (ReferralTransition move : referrals.history(one.id())) {
                assertThat(move.fromState()).isEqualTo(state);
                assertThat(ReferralMove.all()).contains(move.move());
                state = move.toState();
            }
            assertThat(one.state()).isEqualTo(state);
            assertThat(one.isUnderWay()).isFalse();
        }
    }

    private void partnersTell() {
        for (ReferralLoop loop : open()) {
            Referral one =
                    referrals.current(loop.id()).filter(Referral::isUnderWay).orElse(null);
            if (one == null
                    || random.nextDouble()
                            > talkative.computeIfAbsent(
                                    one.id(), id -> random.nextInt(3) == 0 ? 0 : random.nextDouble())) {
                continue;
            }
            List<Event> possible = ReferralMove.events(one.state()).stream()
                    .filter(event -> event.party() == Party.RECIPIENT)
                    .toList();
            if (possible.isEmpty()) {
                continue;
            }
            Event event = possible.get(random.nextInt(possible.size()));
            Told told = Told.of(event, Channel.MESSAGE, "partner").at(soon(), null);
            if (event == Event.DECLINE) {
                told = told.because(Reasons.Decline.values()[random.nextInt(Reasons.Decline.values().length)]);
            }
            referrals.told(one.id(), told);
        }
    }

    private Instant soon() {
        return ward.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(1 + random.nextInt(9)));
    }

    private void theTeamWorks(int day) {
        boolean diligent = day >= DILIGENT_FROM;
        for (Case one : cases) {
            Set<UUID> loops = referrals.ofEpisode(one.episodeId()).stream()
                    .map(ReferralLoop::id)
                    .collect(Collectors.toSet());
            for (WorkItem item : worklist.ofEpisode(one.episodeId())) {
                boolean late = !item.workBy().isAfter(ward.now());
                if (loops.contains(item.subjectId()) && (diligent || random.nextDouble() < (late ? 0.6 : 0.15))) {
                    ward.completes(ward.who("ward-" + item.role()), item, answer(item, day));
                }
            }
        }
    }

    private Map<String, Object> answer(WorkItem item, int day) {
        return switch (item.elementId()) {
            case "Task_SendReferral", "Task_RerouteReferral" -> send(item, day);
            case "Task_ReviewReferralOutcome" -> review(day);
            case "Task_TellReferralOutcome" ->
                random.nextInt(8) == 0
                        ? new TreeMap<>(Map.of("toldHow", "COULD_NOT_CONTACT", "reason", "three calls"))
                        : new TreeMap<>(Map.of("toldHow", "PHONE", "toldOn", today(), "gotHelp", "YES"));
            default -> heard(item, day);
        };
    }

    private Map<String, Object> send(WorkItem item, int day) {
        Map<String, Object> data = new TreeMap<>();
        int tried = referrals.conversations(item.subjectId()).size();
        if (tried >= 4 || day >= DAYS - 10 || random.nextInt(12) == 0) {
            data.put("sendOutcome", "CLOSE");
            data.put("closingReason", tried >= 3 ? "NO_PROVIDER" : "NO_LONGER_INTERESTED");
            data.put("reason", "simulated");
            return data;
        }
        data.put("sendOutcome", "SEND");
        data.put("referralKind", random.nextBoolean() ? "CLINICAL" : "COMMUNITY");
        data.put("recipient", "Partner " + random.nextInt(20));
        data.put("reasonForReferral", "simulated");
        data.put("sentHow", "PHONE");
        data.put("patientSays", "AGREES");
        data.put("mayContact", "YES");
        data.put("part2", "NO");
        return data;
    }

    private Map<String, Object> review(int day) {
        Map<String, Object> data = new TreeMap<>();
        data.put("changes", "NOTHING");
        data.put("pcpTold", "NO_PCP");
        boolean enough = day >= DILIGENT_FROM || random.nextInt(6) > 0;
        data.put("enough", enough ? "YES" : "LOOK_FURTHER");
        if (!enough) {
            data.put("reason", "simulated");
        }
        return data;
    }

    private Map<String, Object> heard(WorkItem item, int day) {
        List<String> steps = new ArrayList<>();
        Object offered = forms.open(item, "ward-" + item.role()).data().get("referralSteps");
        for (Object step : (List<?>) Objects.requireNonNull(offered)) {
            steps.add(String.valueOf(((Map<?, ?>) step).get("value")));
        }
        String chosen = steps.get(random.nextInt(steps.size()));
        if (day >= DAYS - 15 || (day >= DILIGENT_FROM && steps.contains("OUTCOME") && random.nextBoolean())) {
            chosen = steps.contains("OUTCOME") ? "OUTCOME" : "CLOSE";
        }
        Map<String, Object> data = new TreeMap<>();
        data.put("referralOutcome", chosen);
        data.put("heardFrom", "Sam");
        data.put("heardHow", "PHONE");
        data.put("reason", "simulated");
        data.put("declineReason", "NO_CAPACITY");
        data.put("cancelBecause", random.nextBoolean() ? "OTHER_PROVIDER" : "NOT_NEEDED");
        data.put("closingReason", "COULD_NOT_CONTACT");
        data.put("appointmentAt", FormTimes.field(soon(), ZONE));
        data.put("receivedOn", today());
        data.put("provider", "Partner");
        data.put("reportedTo", "YES");
        data.put("outcomeWords", "simulated");
        return data;
    }

    private String today() {
        return LocalDate.ofInstant(ward.now(), ZONE).toString();
    }

    private List<Task> ours(List<Task> found) {
        Set<String> instances =
                all().stream().map(ReferralLoop::processInstanceId).collect(Collectors.toSet());
        return found.stream()
                .filter(task -> instances.contains(task.getProcessInstanceId()))
                .toList();
    }
}
