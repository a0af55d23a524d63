package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Disposition;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.PatientClass;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.security.Person;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Engine, aggregates and worklist commit together. The database refuses one row of one step; then every table must be,
 * to the byte, what it was before, and the same step must succeed once the fault is gone.
 */
@TransitionTest
@Tag("mysql")
class FaultInjectionTests {

    private static final String FAULT = "injected_fault";

    /** What the engine itself writes about a job that failed, in a transaction of its own; and sessions. */
    private static final List<String> BESIDE_THE_POINT = List.of(
            "ACT_RU_JOB",
            "ACT_HI_JOB_LOG",
            "ACT_GE_BYTEARRAY",
            "ACT_RU_INCIDENT",
            "ACT_HI_INCIDENT",
            "SPRING_SESSION",
            "SPRING_SESSION_ATTRIBUTES",
            "flyway_schema_history");

    @Autowired
    Ward ward;

    @Autowired
    VisitFacts facts;

    @Autowired
    Episodes episodes;

    @Autowired
    Tasks tasks;

    @Autowired
    Drafts drafts;

    @Autowired
    ManagementService jobs;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.WEDNESDAY, 9, 0);
    }

    @AfterEach
    void noFaultStays() {
        mended();
        transactions.executeWithoutResult(status -> Invariants.hold(jdbc, ward.now()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert on visit_fact",
                "insert on disposition_decision",
                "insert on episode",
                "insert on episode_subject",
                "insert on duty",
                "insert on episode_timeline",
                "insert on risk_assessment",
                "insert on outreach",
                "insert on appointment",
                "insert on deadline",
                "insert on work_item",
                "update on episode",
                "insert on ACT_RU_EXECUTION",
                "insert on ACT_RU_VARIABLE",
                "insert on ACT_RU_TASK",
                "insert on ACT_RU_JOB",
                "insert on ACT_HI_PROCINST"
            })
    void aDischargeIsTakenInAsAWholeOrNotAtAll(String fault) {
        VisitFact discharge = dischargeOfAKnownPatient();
        Map<String, String> before = everything();

        broken(fault);
        assertThatThrownBy(() -> facts.append(discharge)).isInstanceOf(RuntimeException.class);
        mended();
        assertThat(everything()).isEqualTo(before);

        facts.append(discharge);
        assertThat(ward.steps(caseOf(discharge))).contains("Task_NameCareManager", "Task_BookAppointment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert on form_submission",
                "update on medication_reconciliation",
                "insert on episode_timeline",
                "update on deadline",
                "delete on work_item",
                "delete on form_draft",
                "insert on audit_event",
                "delete on ACT_RU_TASK",
                "delete on ACT_RU_JOB",
                "delete on ACT_RU_EXECUTION",
                "update on ACT_HI_TASKINST"
            })
    void aTaskIsCompletedAsAWholeOrNotAtAllAndTheDraftIsKept(String fault) {
        Case lee = ward.discharged();
        ward.gathersNoMedicines(lee);
        WorkItem task = ward.task(lee, "Task_ReconcileMedications");
        Person pharmacist = ward.who("ward-pharmacist");
        ward.fillsIn(pharmacist, task, ward.medicinesSigned());
        Map<String, String> before = everything();

        broken(fault);
        assertThatThrownBy(() -> tasks.complete(task.taskId(), pharmacist)).isInstanceOf(RuntimeException.class);
        mended();
        assertThat(everything()).isEqualTo(before);
        assertThat(drafts.find(task.taskId(), pharmacist.id()).orElseThrow().data())
                .containsEntry("evidenceKind", "BOTH_LISTS_REVIEWED");

        tasks.complete(task.taskId(), pharmacist);
        assertThat(ward.steps(lee)).doesNotContain("Task_ReconcileMedications");
        assertThat(submissions(task)).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert on medication_list",
                "insert on medication_item",
                "update on medication_reconciliation",
                "insert on episode_subject",
                "insert on form_submission",
                "insert on work_item",
                "insert on deadline",
                "insert on ACT_RU_EXECUTION",
                "insert on ACT_RU_TASK"
            })
    void whatThePatientTakesIsComparedAsAWholeOrNotAtAll(String fault) {
        Case lee = ward.discharged();
        WorkItem task = ward.task(lee, "Task_GatherMedications");
        ward.fillsIn(
                ward.nurse(),
                task,
                Map.of("askedWhom", "PATIENT", "othersAsked", true, "others", "Ibuprofen 400 mg tablet"));
        Map<String, String> before = everything();

        broken(fault);
        assertThatThrownBy(() -> tasks.complete(task.taskId(), ward.nurse())).isInstanceOf(RuntimeException.class);
        mended();
        assertThat(everything()).isEqualTo(before);

        tasks.complete(task.taskId(), ward.nurse());
        assertThat(ward.steps(lee)).contains("Task_DecideItem").doesNotContain("Task_GatherMedications");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update on deadline",
                "insert on escalation",
                "update on escalation",
                "insert on escalation_rung",
                "insert on escalation_told",
                "insert on notification",
                "insert on audit_event",
                "insert on work_item",
                "insert on ACT_RU_TASK",
                "insert on ACT_RU_EXECUTION"
            })
    void aMissedStepIsEscalatedAsAWholeOrNotAtAll(String fault) {
        Case lee = ward.discharged();
        WorkItem summary = ward.task(lee, "Task_ObtainDischargeSummary");
        tasks.claim(summary.taskId(), ward.nurse());
        Job timer = timerOf(summary);
        ward.advanceTo(timer.getDuedate().toInstant().plusSeconds(1));
        Map<String, String> before = everything();

        broken(fault);
        assertThatThrownBy(() -> jobs.executeJob(timer.getId())).isInstanceOf(RuntimeException.class);
        mended();
        assertThat(everything()).isEqualTo(before);
        assertThat(escalations(summary)).isZero();

        jobs.executeJob(timer.getId());
        assertThat(escalations(summary)).isOne();
    }

    @Test
    void aNodeThatDiesBeforeTheCommitLeavesTheTaskAndWhatWasTypedInIt() {
        Case lee = ward.discharged();
        ward.gathersNoMedicines(lee);
        WorkItem task = ward.task(lee, "Task_ReconcileMedications");
        Person pharmacist = ward.who("ward-pharmacist");
        ward.fillsIn(pharmacist, task, ward.medicinesSigned());
        Map<String, String> before = everything();

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    tasks.complete(task.taskId(), pharmacist);
                    assertThat(submissions(task)).isOne();
                    throw new IllegalStateException("died");
                }))
                .hasMessage("died");

        assertThat(everything()).isEqualTo(before);
        tasks.complete(task.taskId(), pharmacist);
    }

    private VisitFact dischargeOfAKnownPatient() {
        Case earlier = ward.discharged();
        facts.append(VisitFact.of(
                earlier.visit(),
                earlier.patientId(),
                new FactPayload.DischargeCancelled(null),
                ward.now(),
                ward.now(),
                "test"));
        Instant at = ward.now().truncatedTo(ChronoUnit.MINUTES);
        return VisitFact.of(
                new VisitKey("st-brendan", UUID.randomUUID().toString().substring(0, 18)),
                earlier.patientId(),
                new FactPayload.Discharged(DischargeDetails.builder()
                        .patientClass(PatientClass.INPATIENT)
                        .admittedAt(at.minus(Duration.ofDays(2)))
                        .dischargedAt(at)
                        .zone(Transitions.ZONE)
                        .disposition(new Disposition("nubc:01", "HOME"))
                        .ageInYears(71)
                        .service("cardiology")
                        .area("north")
                        .build()),
                at,
                ward.now(),
                "test");
    }

    private Case caseOf(VisitFact discharge) {
        VisitKey visit = java.util.Objects.requireNonNull(discharge.visit());
        return new Case(
                discharge.patientId(),
                episodes.findLatest(visit.sourceFacility(), visit.visitNumber())
                        .orElseThrow()
                        .id(),
                visit,
                discharge.occurredAt());
    }

    private Job timerOf(WorkItem task) {
        return jobs.createJobQuery().processInstanceId(task.processInstanceId()).timers().list().stream()
                .filter(job -> task.executionId().equals(job.getExecutionId()))
                .findFirst()
                .orElseThrow();
    }

    private int escalations(WorkItem step) {
        return count(
                "select count(*) from escalation where subject_id = ?",
                step.subjectId().toString());
    }

    private int submissions(WorkItem task) {
        return count("select count(*) from form_submission where task_id = ?", task.taskId());
    }

    private int count(String sql, String of) {
        Integer count = transactions.execute(
                status -> jdbc.sql(sql).param(of).query(Integer.class).single());
        return count == null ? 0 : count;
    }

    private void broken(String fault) {
        transactions.executeWithoutResult(status -> jdbc.sql("create trigger " + FAULT + " after " + fault
                        + " for each row signal sqlstate '45000' set message_text = 'injected'")
                .update());
    }

    private void mended() {
        transactions.executeWithoutResult(
                status -> jdbc.sql("drop trigger if exists " + FAULT).update());
    }

    /** Every row of every table; a digest where that is too long to compare by eye. */
    private Map<String, String> everything() {
        Map<String, String> rows = new TreeMap<>();
        transactions.executeWithoutResult(status -> jdbc
                .sql("select table_name from information_schema.tables"
                        + " where table_schema = database() and table_type = 'BASE TABLE'")
                .query(String.class)
                .list()
                .stream()
                .filter(table -> !BESIDE_THE_POINT.contains(table))
                .forEach(table -> rows.put(
                        table,
                        digest(jdbc.sql("select * from " + table)
                                .query((row, i) -> {
                                    StringBuilder text = new StringBuilder();
                                    for (int column = 1;
                                            column <= row.getMetaData().getColumnCount();
                                            column++) {
                                        text.append(row.getString(column)).append('|');
                                    }
                                    return text.toString();
                                })
                                .list()))));
        return rows;
    }

    private static String digest(List<String> rows) {
        return rows.size() + " rows "
                + UUID.nameUUIDFromBytes(
                        rows.stream().sorted().collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
    }
}
