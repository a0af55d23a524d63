package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.Transitions.LOW_RISK;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.FactPayload;
import org.homeward.episode.OrderedItem;
import org.homeward.episode.PatientClass;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.Examples;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** They hold after a story in which everything happens, and each of them notices what it is there to notice. */
@TransitionTest
@Tag("mysql")
class InvariantsTests {

    private static final String PASSWORD = "only-for-tests-1";

    /** What breaks each invariant, as a fault or a careless repair would. */
    private static final Map<String, List<String>> BROKEN_BY = brokenBy();

    @LocalServerPort
    int port;

    @Autowired
    Ward ward;

    @Autowired
    VisitFacts facts;

    @Autowired
    People people;

    @Autowired
    Tasks tasks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void staffed() {
        ward.staffed();
        for (String team : List.of("transitions-south", "coordination-desk")) {
            people.addTeam(new Team(team, "cascadia-health", team, Transitions.ZONE));
        }
        people.addPerson("invariants-feed", Person.Kind.SYSTEM, "Feed", null, PASSWORD);
        people.addMembership("invariants-feed", Transitions.TEAM, Role.INTEGRATION);
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
    }

    @Test
    void theyHoldAfterAStoryAndEachNoticesWhatBreaksIt() {
        story();

        transactions.executeWithoutResult(status -> Invariants.hold(jdbc, ward.now()));

        assertThat(BROKEN_BY.keySet()).containsExactlyInAnyOrderElementsOf(Invariants.names());
        Set<String> blind = new TreeSet<>();
        BROKEN_BY.forEach((name, harm) -> transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            harm.forEach(sql -> jdbc.sql(sql).update());
            if (Invariants.broken(jdbc, name, ward.now()).isEmpty()) {
                blind.add(name);
            }
        }));
        assertThat(blind).isEmpty();

        transactions.executeWithoutResult(status -> Invariants.hold(jdbc, ward.now()));
    }

    /** Discharges by REST and as facts, calls, completions, a readmission, a death, an end, a missed step. */
    private void story() {
        reported("discharge");
        reported("discharge");
        reported("discharge-expired");
        reported("discharge-unknown-disposition");

        Case called = ward.discharged(details -> details.riskFacts(LOW_RISK)
                .ordered(List.of(OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture"))));
        ward.fires(called, "Event_CallingWindowOpens");
        ward.completes(called, "Task_CallPatient", ward.reached());
        WorkItem summary = ward.task(called, "Task_ObtainDischargeSummary");
        tasks.claim(summary.taskId(), ward.nurse());

        Case readmitted = ward.discharged();
        told(
                new VisitKey("st-brendan", readmitted.visit().visitNumber() + "-2"),
                readmitted,
                new FactPayload.Admitted(PatientClass.INPATIENT, ward.now()));

        Case cancelled = ward.discharged();
        told(cancelled.visit(), cancelled, new FactPayload.DischargeCancelled(null));

        Case dead = ward.discharged();
        told(dead.visit(), dead, new FactPayload.Died(ward.now()));

        Case changed = ward.discharged();
        told(
                changed.visit(),
                changed,
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .dischargedAt(ward.now().minus(Duration.ofHours(3)))
                        .build()));

        Case referred = ward.discharged(details ->
                details.ordered(List.of(OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation"))));
        ward.completes(
                referred,
                "Task_SendReferral",
                Map.of(
                        "sendOutcome", "SEND",
                        "referralKind", "CLINICAL",
                        "recipient", "Heart centre",
                        "reasonForReferral", "Rehabilitation",
                        "sentHow", "PHONE",
                        "patientSays", "AGREES",
                        "mayContact", "YES",
                        "part2", "NO"));
        ward.completes(
                referred,
                "Task_TrackAnswer",
                Map.of("referralOutcome", "ACCEPTED", "heardFrom", "Sam", "heardHow", "PHONE"));

        Case missed = ward.discharged();
        ward.passes(Duration.ofDays(3));
        ward.dueJobsRun(missed);
        assertThat(jdbc.sql("select count(*) from escalation where episode_id = ? and still_open = 1")
                        .param(missed.episodeId().toString())
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    private void told(VisitKey visit, Case of, FactPayload what) {
        facts.append(VisitFact.of(visit, of.patientId(), what, ward.now(), ward.now(), "test"));
    }

    private void reported(String example) {
        Caller feed = Caller.system(port, "invariants-feed", PASSWORD);
        HttpResponse<String> answer = feed.send(feed.request("/api/v1/discharges")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Prefer", "wait=10")
                .POST(HttpRequest.BodyPublishers.ofString(Examples.text(example))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static Map<String, List<String>> brokenBy() {
        Map<String, List<String>> harm = new LinkedHashMap<>();
        harm.put(
                "I1 a message comes to one end within five minutes",
                List.of("update inbox_message set state = 'RECEIVED', applied_at = null,"
                        + " received_at = '2020-01-01', next_attempt_at = '2020-01-01'"));
        harm.put(
                "I1 the end of a message is the one that its row tells",
                List.of("update inbox_message set applied_at = null where state = 'APPLIED'"));
        harm.put(
                "I2 every discharge that was told has one decision in force",
                List.of("update disposition_decision set in_force = null"));
        harm.put(
                "I2 a decision to start or to watch has its episode",
                List.of("update disposition_decision set episode_id = null where decision = 'START'"));
        harm.put(
                "I2 an episode that goes on has a decision in force that lets it",
                List.of("update disposition_decision set decision = 'NONE'"));
        harm.put(
                "I3 an episode that goes on has its running instance",
                List.of("update episode set process_instance_id = 'nowhere' where stage = 'ACTIVE'"));
        harm.put(
                "I5 what is still to be decided about a medicine has its task",
                List.of("delete from work_item where subject_id in (select id from medication_item)"));
        harm.put(
                "I5 a referral that is followed has its task",
                List.of("delete from work_item where subject_id in (select id from referral_loop)"));
        harm.put(
                "a referral's loop and its duty end together, with a reason",
                List.of("update duty set status = 'DONE' where id in (select id from referral_loop)"));
        harm.put(
                "a referral stands where its last move led, and each move begins where the one before ended",
                List.of("update referral set state = 'COMPLETED'"));
        harm.put(
                "I3 a running transition is one episode's",
                List.of("update episode set process_instance_id = null where stage = 'ACTIVE'"));
        harm.put(
                "I3 two instances never carry out one episode",
                List.of("update ACT_RU_EXECUTION set BUSINESS_KEY_ = 'same' where BUSINESS_KEY_ is not null"));
        harm.put(
                "I3 an open escalation has its running ladder",
                List.of("update escalation set process_instance_id = 'nowhere' where still_open = 1"));
        harm.put(
                "I3 a running ladder is one open escalation's",
                List.of("update escalation set state = 'RESOLVED', closed_at = '2026-01-01' where still_open = 1"));
        harm.put(
                "I4 an instance that ended leaves a finished episode",
                List.of("update episode set stage = 'ACTIVE', outcome = null, ended_at = null where stage = 'ENDED'"));
        harm.put(
                "I4 what has ended says how and when, and nothing else does",
                List.of("update episode set outcome = null where stage = 'ENDED'"));
        harm.put(
                "I4 only a finished episode has a successor",
                List.of("update episode set successor_id = id where stage = 'ACTIVE'"));
        harm.put(
                "I4 after the end there is nothing to do but to call off what was promised",
                List.of("update episode set stage = 'ENDED', assessed_stage = 'ENDED' where stage = 'ACTIVE'"));
        harm.put(
                "I5 no episode stalls in silence",
                List.of(
                        "delete from ACT_RU_IDENTITYLINK where TASK_ID_ is not null",
                        "delete from ACT_RU_TASK",
                        "update ACT_RU_JOB set RETRIES_ = 0"));
        harm.put(
                "I6 a missed deadline is escalated",
                List.of("update deadline d left join escalation s on s.deadline_id = d.id"
                        + " set d.missed_at = d.work_by where s.id is null"));
        harm.put(
                "I6 an escalation has one rung for each level that it reached",
                List.of("update escalation set level = level + 1"));
        harm.put(
                "I6 nobody is escalated to over a step that is settled",
                List.of("update deadline d join escalation s on s.deadline_id = d.id and s.still_open = 1"
                        + " set d.state = 'MET', d.closed_at = '2026-01-01'"));
        harm.put("I6 a rung that was reached told somebody", List.of("delete from escalation_told"));
        harm.put("I7 what cannot be delivered is an alarm", List.of("update notification set state = 'FAILED'"));
        harm.put(
                "I8 nothing of an episode belongs to another team",
                List.of("update deadline set team_id = 'elsewhere' where closed_at is null"));
        harm.put(
                "I8 a team's rows carry the team's organization",
                List.of("update work_item set organization_id = 'elsewhere'"));
        harm.put(
                "I8 the engine's wall is the owning team's",
                List.of("update ACT_RU_TASK set TENANT_ID_ = 'elsewhere'"));
        harm.put(
                "I10 no job is held by a node that is gone",
                List.of("update ACT_RU_JOB set LOCK_OWNER_ = 'gone', LOCK_EXP_TIME_ = '2020-01-01'"));
        harm.put("I10 a job without retries is an incident", List.of("update ACT_RU_JOB set RETRIES_ = 0"));
        harm.put("worklist: every open task is on it", List.of("delete from work_item"));
        harm.put(
                "worklist: nothing is on it that is done",
                List.of("delete from ACT_RU_IDENTITYLINK where TASK_ID_ is not null", "delete from ACT_RU_TASK"));
        harm.put(
                "worklist: it says what the engine says",
                List.of("update work_item set work_by = date_add(work_by, interval 1 second)"));
        return harm;
    }
}
