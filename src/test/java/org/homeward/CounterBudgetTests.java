package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.Tag;
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
 * about a tenth above what was measured; whoever needs more says why here.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.hikari.maximum-pool-size=1", "homeward.intake.worker=false"})
@ActiveProfiles("test")
@Import({TestDatabase.class, Transitions.class, CountedDatabase.class})
@Tag("mysql")
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

    @Test
    void aDischargeIsTakenInAndStartsEverythingThatIsToBeDone() {
        List<String> discharges = discharges(4);
        Caller feed = Caller.system(port, "budget-feed", PASSWORD);
        assertThat(feed.post("/api/v1/discharges", discharges.get(0)).statusCode())
                .isEqualTo(202);
        worker.drain();
        Iterator<String> next = discharges.subList(1, 4).iterator();
        Cost received = database().cheapest(3, () -> {
            assertThat(feed.post("/api/v1/discharges", next.next()).statusCode())
                    .isEqualTo(202);
        });
        Cost all = database().of(() -> worker.drain());
        System.out.println("RECEIVED " + received);
        System.out.println("APPLIED3 " + all);
        feed.post("/api/v1/discharges", discharges(1).get(0));
        System.out.println("APPLIED1 " + database().of(() -> worker.drain()));
    }

    @Test
    void oneStart() {
        List<VisitFact> told = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            told.add(dischargeOfSomebodyNew());
        }
        Iterator<VisitFact> next = told.iterator();
        facts.append(next.next());
        System.out.println("START " + database().cheapest(3, () -> facts.append(next.next())));
    }

    @Test
    void oneCompletion() {
        List<WorkItem> open = new ArrayList<>();
        Person pharmacist = ward.who("ward-pharmacist");
        for (int i = 0; i < 4; i++) {
            Case lee = ward.discharged();
            WorkItem task = ward.task(lee, "Task_ReconcileMedications");
            open.add(task);
            ward.fillsIn(pharmacist, task, reconciled());
        }
        Iterator<WorkItem> next = open.iterator();
        tasks.complete(next.next().taskId(), pharmacist);
        System.out.println("COMPLETE "
                + database().cheapest(3, () -> tasks.complete(next.next().taskId(), pharmacist)));
    }

    @Test
    void onePageOfALongWorklistReadsWhatItShows() {
        Person nurse = aNurseOfTwoTeams();
        seedTheWorklist();
        for (Worklist.Scope scope : Worklist.Scope.values()) {
            worklist.page(nurse, scope, null, PAGE);
            System.out.println("PAGE " + scope + " "
                    + database().cheapest(3, () -> assertThat(worklist.page(nurse, scope, null, PAGE))
                            .hasSize(PAGE)));
            List<WorkItem> first = worklist.page(nurse, scope, null, PAGE);
            WorkItem last = first.get(PAGE - 1);
            Worklist.Position after = new Worklist.Position(last.workBy(), last.taskId());
            System.out.println("PAGE2 " + scope + " "
                    + database().cheapest(3, () -> assertThat(worklist.page(nurse, scope, after, PAGE))
                            .hasSize(PAGE)));
        }
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
                        from (select * from work_item where task_id not like 'seed-%' limit 5) some
                        join (select :from + row_number() over (order by table_name, ordinal_position) as n
                              from information_schema.columns limit 500) numbers""").param("from", rows).update();
            }
            jdbc.sql("analyze table work_item").query().listOfRows();
        });
    }

    private Map<String, Object> reconciled() {
        String today = ward.local(ward.now()).toLocalDate().toString();
        return Map.of(
                "reconciledOn",
                today,
                "reconciledBy",
                "CLINICAL_PHARMACIST",
                "evidenceKind",
                "BOTH_LISTS_REVIEWED",
                "discrepancies",
                "NONE",
                "listSentTo",
                List.of("PATIENT", "PCP"),
                "listSentOn",
                today);
    }

    private static List<String> discharges(int count) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String number = UUID.randomUUID().toString().substring(0, 12);
            bodies.add(Examples.text("discharge")
                    .replace("MRN-10001", "MRN-" + number)
                    .replace("V-10001", "V-" + number)
                    .replace("Example\"", "Example" + number.replaceAll("[^a-z]", "") + "\""));
        }
        return bodies;
    }
}
