package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.audit.Audit;
import org.homeward.security.Access;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What authorization, sealing and the trail cost of a page of the worklist and of a completion, in times: run it by name
 * (-Dtest=ProtectionCostBenchmark -Dtest.compiler=-XX:+TieredCompilation) on an idle machine; it is no part of the build. What has a switch is measured on and
 * off, in turns; what has none is measured alone and multiplied by how often the operation does it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "homeward.intake.worker=false")
@ActiveProfiles("test")
@Import({TestDatabase.class, Transitions.class})
class ProtectionCostBenchmark {

    private static final int ROUNDS = 60;
    private static final int WARM_UP = 20;
    private static final int PAGE = 50;
    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    Ward ward;

    @Autowired
    Tasks tasks;

    @Autowired
    Worklist worklist;

    @Autowired
    People people;

    @Autowired
    Audit audit;

    @Autowired
    ProcessEngine engine;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
    }

    private static double micros(Runnable work) {
        long from = System.nanoTime();
        work.run();
        return (System.nanoTime() - from) / 1_000.0;
    }

    private static double median(List<Double> times) {
        double[] sorted =
                times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double medianOf(int times, Runnable work) {
        Double[] taken = new Double[times];
        Arrays.setAll(taken, i -> micros(work));
        return median(List.of(taken));
    }

    /**
     * The page as a browser gets it. Who asks is read anew for each; none of its sealed values is opened
     * ({@code PatientPagesTests}), so that sealing costs it nothing.
     */
    @Test
    void aPageOfTheWorklist() {
        for (int i = 0; i < 12; i++) {
            ward.discharged();
        }
        Person nurse = ward.who("ward-nurse");
        people.setPassword(nurse.id(), PASSWORD);
        Caller browser = Caller.signedIn(port, nurse.id(), PASSWORD);
        assertThat(worklist.page(nurse, Worklist.Scope.TEAM, null, PAGE)).hasSize(PAGE);
        Runnable page =
                () -> assertThat(browser.get("/my-work?list=team").statusCode()).isEqualTo(200);
        medianOf(300, page);

        double whole = medianOf(300, page);
        double whoAsks = medianOf(300, () -> assertThat(people.find(nurse.id())).isPresent());
        double door = medianOf(300, () -> assertThat(Access.admits(nurse, HttpMethod.GET, "/my-work"))
                .isTrue());
        double share = (whoAsks + door) / whole;
        System.out.printf(
                "worklist page of %d: %.0f us; who asks %.0f us, the table of routes %.0f us: %.1f %%%n",
                PAGE, whole, whoAsks, door, share * 100);
        assertThat(share).as("authorization and encryption").isLessThan(0.10);
    }

    /** The engine's authorization on and off, in turns, and the macs of what the trail writes. */
    @Test
    void aCompletion() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        Person pharmacist = ward.who("ward-pharmacist");
        List<WorkItem> open = new ArrayList<>();
        for (int i = 0; i < 2 * ROUNDS + WARM_UP; i++) {
            Case discharged = ward.discharged();
            ward.gathersNoMedicines(discharged);
            WorkItem task = ward.task(discharged, "Task_ReconcileMedications");
            open.add(task);
            ward.fillsIn(pharmacist, task, ward.medicinesSigned());
        }
        List<Double> on = new ArrayList<>();
        List<Double> off = new ArrayList<>();
        try {
            for (int i = 0; i < open.size(); i++) {
                WorkItem task = open.get(i);
                // on, off, off, on: whatever drifts, or comes every second time, is on both sides
                boolean checked = i % 4 == 0 || i % 4 == 3;
                configuration.setAuthorizationEnabled(checked);
                configuration.setTenantCheckEnabled(checked);
                double taken = micros(() -> tasks.complete(task.taskId(), pharmacist));
                if (i >= WARM_UP) {
                    (checked ? on : off).add(taken);
                }
            }
        } finally {
            configuration.setAuthorizationEnabled(true);
            configuration.setTenantCheckEnabled(true);
        }
        double trail = medianOf(
                200,
                () -> transactions.executeWithoutResult(status -> audit.record(
                        "bench", "thing.changed", "thing", UUID.randomUUID().toString(), null, Map.of())));
        double check = medianOf(200, () -> engine.getAuthorizationService()
                .isUserAuthorized(
                        pharmacist.id(),
                        List.copyOf(pharmacist.groups()),
                        ProcessDefinitionPermissions.TASK_WORK,
                        Resources.PROCESS_DEFINITION,
                        "medication-reconciliation"));
        double share = median(on) / median(off) - 1;
        System.out.printf(
                "completion: %.0f us with authorization, %.0f us without: %.1f %%; one check alone %.0f us, one event of"
                        + " the trail %.0f us%n",
                median(on), median(off), share * 100, check, trail);
        assertThat(share).as("authorization").isLessThan(0.10);
    }
}
