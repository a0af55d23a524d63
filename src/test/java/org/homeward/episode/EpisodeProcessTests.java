package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.episode.Stories.*;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.homeward.TestDatabase;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.PatientCards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;

/** Facts in; tasks, clocks and tokens out: the real engine, models, tables and clocks in one transaction each. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
@Import({TestDatabase.class, EpisodeProcessTests.Outside.class})
@Tag("mysql")
class EpisodeProcessTests {

    /** Outreach and appointments are other modules' work: here they have nothing to do. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Outside {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        ItemSource nothingElse() {
            return new ItemSource() {
                @Override
                public Set<String> kinds() {
                    return Set.of("outreach", "appointment", "added-appointment");
                }

                @Override
                public List<UUID> open(UUID episodeId, String kind) {
                    return List.of();
                }
            };
        }

        @Bean
        PatientCards nobody() {
            return new PatientCards() {
                @Override
                public Map<UUID, PatientCard> of(Collection<UUID> patientIds) {
                    return Map.of();
                }

                @Override
                public List<UUID> matching(
                        String query, int limit, java.util.function.UnaryOperator<Set<UUID>> visible) {
                    return List.of();
                }
            };
        }
    }

    private static final OrderedItem CULTURE = OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture");
    private static final OrderedItem REHABILITATION =
            OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation");
    private static final OrderedItem WALKER = OrderedItem.described(OrderedItem.Kind.EQUIPMENT, "Walker");
    private static final OrderedItem WOUND = OrderedItem.described(OrderedItem.Kind.OTHER, "Check the wound");

    @Autowired
    VisitFacts facts;

    @Autowired
    Episodes episodes;

    @Autowired
    CarryOutEpisode carryOut;

    @Autowired
    Duties duties;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    HistoryService history;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    UUID patient;
    VisitKey stay;
    VisitKey nextStay;

    @BeforeEach
    void aPatientAndATeam() {
        if (jdbc.sql("SELECT COUNT(*) FROM team WHERE id = 'transitions-north'")
                        .query(Long.class)
                        .single()
                == 0) {
            people.addOrganization("cascadia-health", "Cascadia Health");
            people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/Los_Angeles")));
            people.addTeam(new Team("transitions-south", "cascadia-health", "South", ZoneId.of("America/Los_Angeles")));
        }
        patient = UUID.randomUUID();
        stay = new VisitKey("st-brendan", patient.toString().substring(0, 13));
        nextStay = new VisitKey("st-brendan", patient.toString().substring(0, 13) + "-2");
    }

    private VisitFact fact(VisitKey visit, double hours, FactPayload payload) {
        return VisitFact.of(visit, patient, payload, at(hours), Instant.now(), "test");
    }

    private VisitFact fact(double hours, FactPayload payload) {
        return fact(stay, hours, payload);
    }

    private static FactPayload dischargedNorthWith(OrderedItem... orders) {
        return new FactPayload.Discharged(
                home().area("north").ordered(List.of(orders)).build());
    }

    private Episode episode() {
        return episode(stay);
    }

    private Episode episode(VisitKey visit) {
        return episodes.findLatest(visit.sourceFacility(), visit.visitNumber()).orElseThrow();
    }

    /** What stands on the worklist: the step, whose it is and when it is due. */
    private Set<String> work(Episode episode) {
        return jdbc
                .sql("SELECT element_id, team_id, work_by FROM work_item WHERE episode_id = ?")
                .param(episode.id().toString())
                .query((row, number) -> row.getString("element_id") + " " + row.getString("team_id") + " "
                        + row.getTimestamp("work_by").toInstant())
                .list()
                .stream()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> steps(Episode episode) {
        return work(episode).stream().map(step -> step.split(" ", 2)[0]).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String instanceOf(Episode episode) {
        return Objects.requireNonNull(episode.processInstanceId());
    }

    private boolean isRunning(Episode episode) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceId(instanceOf(episode))
                        .count()
                == 1;
    }

    private Set<String> deadlineStates(Episode episode) {
        return Set.copyOf(jdbc.sql("SELECT state FROM deadline WHERE episode_id = ?")
                .param(episode.id().toString())
                .query(String.class)
                .list());
    }

    @Test
    void aDischargePutsItsDutiesOnTheOwningTeamsList() {
        facts.append(fact(0, dischargedNorthWith(CULTURE, REHABILITATION)));

        assertThat(episode().teamId()).isEqualTo("transitions-north");
        assertThat(steps(episode()))
                .containsExactly(
                        "Task_CompleteRiskFacts",
                        "Task_FollowPendingResult",
                        "Task_GatherMedications",
                        "Task_NameCareManager",
                        "Task_ObtainDischargeSummary",
                        "Task_SendReferral");
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(instanceOf(episode()))
                        .list())
                .allMatch(task -> "transitions-north".equals(task.getTenantId()))
                .allMatch(task -> task.getDueDate() != null);
    }

    @Test
    void anOrderThatComesLaterGetsTheStepOfItsKindBesideTheOthers() {
        facts.append(fact(0, dischargedNorthWith()));
        var before = work(episode());
        facts.append(fact(1, changed(DischargeDetails.builder().ordered(List.of(CULTURE, REHABILITATION, WALKER)))));

        assertThat(work(episode())).containsAll(before);
        assertThat(steps(episode()))
                .contains("Task_FollowPendingResult", "Task_SendReferral", "Task_ConfirmService")
                .doesNotContain("Task_WorkAddedOrder");
        assertThat(duties.open(episode().id())).allMatch(Duty::isTakenUp);

        facts.append(fact(2, changed(DischargeDetails.builder().ordered(OrderedItem.Section.OTHERS, List.of(WOUND)))));
        assertThat(steps(episode())).contains("Task_WorkAddedOrder");
    }

    @Test
    void anOrderTakenBackTakesItsStepAlongAndLeavesTheOthersDueAsBefore() {
        facts.append(fact(0, dischargedNorthWith(CULTURE, REHABILITATION)));
        var before = work(episode());
        facts.append(fact(1, changed(DischargeDetails.builder().ordered(List.of(CULTURE)))));

        before.removeIf(step -> step.startsWith("Task_SendReferral"));
        assertThat(work(episode())).isEqualTo(before);
    }

    @Test
    void anOrderTakenBackLeavesToOthersTheTasksThatTheyHaveClaimed() {
        facts.append(fact(0, dischargedNorthWith(CULTURE, REHABILITATION)));
        var claimed = tasks.createTaskQuery()
                .processInstanceId(instanceOf(episode()))
                .taskDefinitionKey("Task_ObtainDischargeSummary")
                .singleResult();
        people.addPerson("episode-nurse", Person.Kind.PERSON, "Pat", null, null);
        people.addMembership("episode-nurse", "transitions-north", Role.NURSE);
        tasks.setAssignee(claimed.getId(), "episode-nurse");

        facts.append(fact(1, changed(DischargeDetails.builder().ordered(List.of(CULTURE)))));
        facts.append(fact(2, new FactPayload.Refused("pending-result", "not wanted")));

        assertThat(steps(episode())).doesNotContain("Task_SendReferral", "Task_FollowPendingResult");
        assertThat(tasks.createTaskQuery().taskId(claimed.getId()).singleResult())
                .as("the very task, with its claim and its draft")
                .satisfies(task -> assertThat(task.getAssignee()).isEqualTo("episode-nurse"));
        assertThat(deadlineStates(episode())).contains("VOID", "OPEN");
    }

    @Test
    void whenAllOrdersAreTakenBackTheRestOfTheTransitionStillGoesOn() {
        facts.append(fact(0, dischargedNorthWith(CULTURE, REHABILITATION, WALKER)));
        facts.append(fact(1, changed(DischargeDetails.builder().ordered(List.of()))));

        assertThat(isRunning(episode())).isTrue();
        assertThat(history.createHistoricActivityInstanceQuery()
                        .processInstanceId(instanceOf(episode()))
                        .activityId("CallActivity_TrackReferral")
                        .unfinished()
                        .count())
                .isZero();
        assertThat(steps(episode()))
                .containsExactly(
                        "Task_CompleteRiskFacts",
                        "Task_GatherMedications",
                        "Task_NameCareManager",
                        "Task_ObtainDischargeSummary");
    }

    @Test
    void aReadmissionTakesTheTasksAwayAndACancelledOneBringsThemBackOnTheirClocks() {
        facts.append(fact(0, dischargedNorthWith(CULTURE)));
        var before = work(episode());

        facts.append(fact(nextStay, 20, admitted(PatientClass.INPATIENT, 20)));
        assertThat(steps(episode())).containsExactly("Task_AskAfterPatient");
        assertThat(deadlineStates(episode())).containsExactlyInAnyOrder("STOPPED", "OPEN");

        facts.append(fact(nextStay, 21, admissionCancelled()));
        assertThat(work(episode())).isEqualTo(before);
        assertThat(deadlineStates(episode())).containsExactlyInAnyOrder("OPEN", "VOID");
    }

    @Test
    void theNextDischargeEndsTheFirstProcessAndStartsAnother() {
        facts.append(fact(0, dischargedNorthWith()));
        var first = episode();
        facts.append(fact(nextStay, 20, admitted(PatientClass.INPATIENT, 20)));
        facts.append(fact(
                nextStay,
                60,
                new FactPayload.Discharged(home().area("north")
                        .admittedAt(at(20))
                        .dischargedAt(at(60))
                        .build())));

        assertThat(isRunning(first)).isFalse();
        assertThat(episodes.findById(first.id()).orElseThrow().outcome()).isEqualTo(Outcome.READMITTED);
        assertThat(isRunning(episode(nextStay))).isTrue();
    }

    @Test
    void aCancelledDischargeEndsTheProcessAndVoidsItsClocks() {
        facts.append(fact(0, dischargedNorthWith(CULTURE)));
        facts.append(fact(1, dischargeCancelled()));

        assertThat(isRunning(episode())).isFalse();
        assertThat(work(episode())).isEmpty();
        assertThat(deadlineStates(episode())).containsExactly("VOID");
        assertThat(history.createHistoricActivityInstanceQuery()
                        .processInstanceId(instanceOf(episode()))
                        .activityType("noneEndEvent")
                        .count())
                .isPositive();
    }

    @Test
    void aReportedDeathLeavesOneUrgentCheckUntilItIsRefuted() {
        facts.append(fact(0, dischargedNorthWith()));
        var before = work(episode());
        facts.append(fact(5, died()));
        assertThat(steps(episode())).containsExactly("Task_ConfirmDeath");

        carryOut.tell(episode().id(), deathRefuted(), "manager");
        assertThat(work(episode())).isEqualTo(before);
    }

    @Test
    void aConfirmedDeathEndsTheEpisode() {
        facts.append(fact(0, dischargedNorthWith()));
        facts.append(fact(5, died()));
        carryOut.tell(episode().id(), deathConfirmed(), "manager");

        assertThat(episode().outcome()).isEqualTo(Outcome.DIED);
        assertThat(isRunning(episode())).isFalse();
    }

    @Test
    void whatNoRuleDecidesAPersonDecides() {
        facts.append(fact(
                0,
                new FactPayload.Discharged(home().area("north")
                        .disposition(new Disposition(null, "WENT HOME?"))
                        .build())));
        assertThat(episode().stage()).isEqualTo(Stage.TRIAGE);
        assertThat(steps(episode())).containsExactly("Task_DecideDischarge");

        carryOut.tell(episode().id(), decided(Decision.START), "manager");
        assertThat(steps(episode())).contains("Task_NameCareManager").doesNotContain("Task_DecideDischarge");
    }

    @Test
    void somebodyAsksAfterAPatientInAFacility() {
        facts.append(fact(
                0,
                new FactPayload.Discharged(home().area("north")
                        .disposition(new Disposition("nubc:03", "SNF"))
                        .build())));

        assertThat(episode().kind()).isEqualTo(Episode.Kind.FACILITY_WATCH);
        assertThat(steps(episode())).containsExactly("Task_AskAfterPatient");
    }

    @Test
    void anotherTeamGetsTheSameOpenWorkBehindItsWall() {
        facts.append(fact(0, dischargedNorthWith(CULTURE)));
        var before = steps(episode());

        carryOut.tell(
                episode().id(),
                new FactPayload.OwnerTransferred("cascadia-health", "transitions-south", "supervisor", "moved"),
                "supervisor");

        assertThat(steps(episode())).isEqualTo(before);
        assertThat(work(episode())).allMatch(step -> step.contains("transitions-south"));
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(instanceOf(episode()))
                        .list())
                .allMatch(task -> "transitions-south".equals(task.getTenantId()));
        assertThat(jdbc.sql("SELECT DISTINCT team_id FROM deadline WHERE episode_id = ? AND state = 'OPEN'")
                        .param(episode().id().toString())
                        .query(String.class)
                        .list())
                .as("who is told when one is missed")
                .containsExactly("transitions-south");
    }

    @Test
    void whateverTheOrderOfArrivalEveryDutyHasItsOneTaskAndItsDueDate() {
        var random = new Random(20261120);
        var story = List.of(
                fact(0, dischargedNorthWith(CULTURE)),
                fact(1, changed(DischargeDetails.builder().dischargedAt(at(-30)))),
                fact(2, dischargeCancelled()),
                fact(20, dischargedNorthWith(CULTURE, REHABILITATION)),
                fact(21, changed(DischargeDetails.builder().dischargedAt(at(19)))),
                fact(nextStay, 24, admitted(PatientClass.INPATIENT, 24)),
                fact(nextStay, 25, admissionCancelled()),
                fact(26, died()),
                fact(27, deathRefuted()));
        var inOrder = after(story);

        for (var run = 0; run < 10; run++) {
            var shuffled = new ArrayList<>(story);
            Collections.shuffle(shuffled, random);
            var arrived = after(shuffled);
            assertThat(arrived.work()).as("arrival %s", run).isEqualTo(inOrder.work());
            assertThat(inOrder.dueDates()).as("arrival %s", run).containsAll(arrived.dueDates());
        }
    }

    /**
     * @param work what has exactly one open task
     * @param dueDates of the steps; an order that came while the process ran has its own step and its own clock
     */
    private record After(List<String> work, Set<String> dueDates) {}

    /** Tells the story of another patient, one message a transaction. */
    private After after(List<VisitFact> story) {
        var twin = UUID.randomUUID();
        for (var fact : story) {
            facts.append(VisitFact.of(
                    twinOf(Objects.requireNonNull(fact.visit()), twin),
                    twin,
                    fact.payload(),
                    fact.occurredAt(),
                    fact.recordedAt(),
                    "test"));
        }
        var episode = episode(twinOf(stay, twin));
        var work = jdbc.sql("SELECT d.kind, d.description FROM work_item w JOIN duty d ON d.id = w.subject_id"
                        + " WHERE w.episode_id = ? ORDER BY d.kind, d.description")
                .param(episode.id().toString())
                .query((row, number) -> row.getString("kind") + " " + row.getString("description"))
                .list();
        var dueDates = jdbc.sql("SELECT w.element_id, d.due FROM work_item w JOIN deadline d"
                        + " ON d.subject_id = w.subject_id AND d.state = 'OPEN' WHERE w.episode_id = ?")
                .param(episode.id().toString())
                .query((row, number) -> row.getString("element_id") + " "
                        + row.getTimestamp("due").toInstant())
                .set();
        return new After(work, dueDates);
    }

    private static VisitKey twinOf(VisitKey visit, UUID twin) {
        return new VisitKey(
                visit.sourceFacility(),
                visit.visitNumber() + "-" + twin.toString().substring(0, 8));
    }
}
