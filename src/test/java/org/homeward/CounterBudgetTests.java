package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.homeward.CountedDatabase.Cost;
import org.homeward.CountedDatabase.Counting;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Disposition;
import org.homeward.episode.FactPayload;
import org.homeward.episode.PatientClass;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.intake.Examples;
import org.homeward.intake.InboxWorker;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.PatientIdentifier;
import org.homeward.patient.Patients;
import org.homeward.patient.PersonName;
import org.homeward.patient.Registration;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an operation may cost the database, in counters: unlike times, they are the same on every machine. A budget is
 * about a tenth above what was measured on MariaDB 11.4; whoever needs more says why here. On
 * MySQL 9.7 the trips are the same; it counts the rows of temporary tables among the others, so the budgets are not for it.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.hikari.maximum-pool-size=1", "homeward.intake.worker=false"})
@ActiveProfiles("test")
@Import({TestDatabase.class, Transitions.class, CountedDatabase.class})
class CounterBudgetTests {

    private static final int OPEN_TASKS = 10_000;
    private static final int PAGE = 50;
    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    Ward ward;

    @Autowired
    VisitFacts facts;

    @Autowired
    Patients patients;

    @Autowired
    InboxWorker worker;

    @Autowired
    Tasks tasks;

    @Autowired
    Worklist worklist;

    @Autowired
    People people;

    @Autowired
    DataSource database;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
        ward.discharged();
        people.addPerson("budget-feed", Person.Kind.SYSTEM, "Feed", null, PASSWORD);
        people.addMembership("budget-feed", Transitions.TEAM, Role.INTEGRATION);
    }

    private Counting database() {
        return (Counting) database;
    }

    /** Measured: 9 trips, 1 row written, 16 read; sign-in of the system included. */
    @Test
    void aReportedDischargeIsStored() {
        Caller feed = Caller.system(port, "budget-feed", PASSWORD);
        Iterator<String> next = discharges(4).iterator();
        Runnable report =
                () -> assertThat(feed.post("/api/v1/discharges", next.next()).statusCode())
                        .isEqualTo(202);
        report.run();

        assertWithin(12, 2, 20, database().cheapest(3, report));
    }

    /**
     * Measured: 176 trips, 227 rows written, 572 read, from the inbox to six tasks on their clocks, one of them for a
     * medicine that differs; 30 of the trips are the engine's. The others are mostly one insert for each deadline and each row of the worklist, and an episode that
     * each step reads anew.
     */
    @Test
    void aReportedDischargeBecomesAPatientAnEpisodeAndEverythingThatIsToBeDone() {
        Caller feed = Caller.system(port, "budget-feed", PASSWORD);
        for (String discharge : discharges(2)) {
            feed.post("/api/v1/discharges", discharge);
            worker.drain();
        }
        Iterator<String> next = discharges(3).iterator();
        Cost cost = null;
        while (next.hasNext()) {
            feed.post("/api/v1/discharges", next.next());
            Cost one = database().of(() -> worker.drain());
            cost = cost == null || one.trips() < cost.trips() ? one : cost;
        }

        assertWithin(193, 250, 635, Objects.requireNonNull(cost));
    }

    /** Measured: 146 trips, 212 rows written, 511 read; five tasks, and medication lists that nobody sent compared. */
    @Test
    void aDischargeOfAKnownPatientStartsEverythingThatIsToBeDone() {
        Iterator<VisitFact> next = List.of(
                        dischargeOfSomebodyNew(),
                        dischargeOfSomebodyNew(),
                        dischargeOfSomebodyNew(),
                        dischargeOfSomebodyNew())
                .iterator();
        facts.append(next.next());

        assertWithin(160, 233, 560, database().cheapest(3, () -> facts.append(next.next())));
    }

    /**
     * Measured: 74 trips, 14 rows written, 178 read, with the step that follows; the same with 10,000 other tasks. One trip
     * and one row are the audit trail's queue, without which an event that commits late would not be sealed.
     */
    @Test
    void aTaskIsCompletedWithoutLookingAtTheOthersThatAreOpen() {
        Person pharmacist = ward.who("ward-pharmacist");
        List<WorkItem> open = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Case discharged = ward.discharged();
            ward.gathersNoMedicines(discharged);
            WorkItem task = ward.task(discharged, "Task_ReconcileMedications");
            open.add(task);
            ward.fillsIn(pharmacist, task, ward.medicinesSigned());
        }
        Iterator<WorkItem> next = open.iterator();
        Runnable complete = () -> tasks.complete(next.next().taskId(), pharmacist);
        complete.run();
        Cost alone = database().cheapest(3, complete);
        assertWithin(79, 15, 195, alone);

        try {
            seedTheEngine();
            Cost amongMany = database().cheapest(3, complete);
            assertThat(amongMany.rowsRead()).as("%s", amongMany).isLessThan(alone.rowsRead() + 20);
        } finally {
            transactions.executeWithoutResult(status ->
                    jdbc.sql("delete from ACT_RU_TASK where ID_ like 'seed-%'").update());
        }
    }

    /** Measured: 2 trips; 151 rows read of one's own, 451 unclaimed in four groups, 251 of two teams. */
    @Test
    void aPageOfALongWorklistReadsWhatItShows() {
        Person nurse = aNurseOfTwoTeams();
        seedTheWorklist();
        for (Worklist.Scope scope : Worklist.Scope.values()) {
            List<WorkItem> first = worklist.page(nurse, scope, null, PAGE);
            WorkItem last = first.get(PAGE - 1);
            Worklist.Position after = new Worklist.Position(last.workBy(), last.taskId());

            assertWithin(
                    2, 0, 10 * PAGE, database().cheapest(3, () -> assertThat(worklist.page(nurse, scope, null, PAGE))
                            .hasSize(PAGE)));
            assertWithin(
                    2, 0, 10 * PAGE, database().cheapest(3, () -> assertThat(worklist.page(nurse, scope, after, PAGE))
                            .hasSize(PAGE)));
        }
    }

    private static void assertWithin(long trips, long rowsWritten, long rowsRead, Cost cost) {
        assertThat(cost.trips()).as("trips: %s", cost).isLessThanOrEqualTo(trips);
        assertThat(cost.rowsWritten()).as("rows written: %s", cost).isLessThanOrEqualTo(rowsWritten);
        assertThat(cost.rowsRead()).as("rows read: %s", cost).isLessThanOrEqualTo(rowsRead);
    }

    private void seedTheEngine() {
        transactions.executeWithoutResult(status -> {
            for (int from = 0; from < OPEN_TASKS; from += 1_000) {
                jdbc.sql("""
                        insert into ACT_RU_TASK (ID_, REV_, NAME_, TASK_DEF_KEY_, PRIORITY_, SUSPENSION_STATE_, CREATE_TIME_)
                        select concat('seed-', n), 1, 'Seed', 'Task_Seed', 50, 1, utc_timestamp()
                        from (select :from + row_number() over (order by table_name, ordinal_position) as n
                              from information_schema.columns limit 1000) numbers""").param("from", from).update();
            }
            jdbc.sql("analyze table ACT_RU_TASK").query().listOfRows();
        });
    }

    private VisitFact dischargeOfSomebodyNew() {
        Instant at = ward.now().truncatedTo(ChronoUnit.MINUTES);
        UUID patient = ((Registration.Registered) patients.register(
                        new PatientDetails(
                                List.of(new PatientIdentifier(
                                        "urn:test", UUID.randomUUID().toString(), "MR")),
                                PersonName.of("Zoë", "Testcase"),
                                LocalDate.of(1950, 3, 1),
                                null,
                                "en",
                                null,
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                List.of(),
                                null,
                                List.of(),
                                null),
                        at))
                .patientId();
        return VisitFact.of(
                new VisitKey("st-brendan", patient.toString().substring(0, 18)),
                patient,
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
                at,
                "test");
    }

    private Person aNurseOfTwoTeams() {
        people.addTeam(new Team("budget-south", "cascadia-health", "South", Transitions.ZONE));
        people.addPerson("budget-nurse", Person.Kind.PERSON, "Nurse", null, null);
        for (String team : List.of(Transitions.TEAM, "budget-south")) {
            people.addMembership("budget-nurse", team, Role.NURSE);
            people.addMembership("budget-nurse", team, Role.SOCIAL_WORKER);
        }
        return ward.who("budget-nurse");
    }

    /** Doubles a few real rows until there are enough, over five teams and four roles, a third of them claimed. */
    private void seedTheWorklist() {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("delete from work_item where task_id like 'seed-%'").update();
            int rows = 0;
            while (rows < OPEN_TASKS) {
                rows += jdbc.sql("""
                        insert into work_item (task_id, process_instance_id, execution_id, process_key, element_id, form,
                            title, why, subject_id, episode_id, patient_id, organization_id, team_id, role, assignee,
                            work_by, due, risk_tier, suspended, created_at)
                        select concat('seed-', n, '-', task_id), process_instance_id, execution_id, process_key,
                            element_id, form, title, why, subject_id, null, patient_id, organization_id,
                            elt(1 + n % 5, 'transitions-north', 'budget-south', 'budget-east', 'budget-west', 'budget-mid'),
                            elt(1 + (n div 5) % 4, 'nurse', 'pharmacist', 'social-worker', 'care-manager'),
                            if(n % 3 = 0, if(n % 2 = 0, 'budget-nurse', 'budget-other'), null),
                            date_add(work_by, interval n minute), date_add(due, interval n minute), risk_tier, suspended,
                            created_at
                        from (select * from work_item where task_id not like 'seed-%' limit 5) few
                        join (select :from + row_number() over (order by table_name, ordinal_position) as n
                              from information_schema.columns limit 500) numbers""").param("from", rows).update();
            }
            jdbc.sql("analyze table work_item").query().listOfRows();
        });
    }

    /** Of just now: what a start costs does not depend on how old the example has become. */
    private List<String> discharges(int count) {
        OffsetDateTime now = ward.now().truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.ofHours(-5));
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String number = UUID.randomUUID().toString().substring(0, 12);
            bodies.add(Examples.text("discharge")
                    .replaceAll("(\"recordedAt\": )\"2026-11-19[^\"]*\"", "$1\"" + now + "\"")
                    .replaceAll("(\"dischargedAt\": )\"[^\"]*\"", "$1\"" + now.minusMinutes(20) + "\"")
                    .replaceAll("(\"admittedAt\": )\"[^\"]*\"", "$1\"" + now.minusDays(3) + "\"")
                    .replace("MRN-10001", "MRN-" + number)
                    .replace("V-10001", "V-" + number)
                    .replace("Example\"", "Example" + number.replaceAll("[^a-z]", "") + "\""));
        }
        return bodies;
    }
}
