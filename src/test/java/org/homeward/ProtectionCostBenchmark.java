package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.audit.Audit;
import org.homeward.patient.AtRest;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
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

    private static final int ROUNDS = 30;
    private static final int PAGE = 50;

    @Autowired
    Ward ward;

    @Autowired
    Tasks tasks;

    @Autowired
    Worklist worklist;

    @Autowired
    People people;

    @Autowired
    AtRest atRest;

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

    /** Who asks is read anew; of a page of patients each may have a national number to open. */
    @Test
    void aPageOfTheWorklist() {
        for (int i = 0; i < 12; i++) {
            ward.discharged();
        }
        Person nurse = ward.who("ward-nurse");
        byte[] sealed = atRest.seal("000-00-0001".getBytes(StandardCharsets.UTF_8));
        Runnable page = () -> worklist.page(nurse, Worklist.Scope.UNCLAIMED, null, PAGE);
        medianOf(100, page);

        double whole = medianOf(200, () -> {
            people.find(nurse.id());
            page.run();
        });
        double openAll = medianOf(200, () -> {
            for (int i = 0; i < PAGE; i++) {
                atRest.open(sealed);
            }
        });
        double bare = medianOf(200, page);
        double share = (whole - bare + openAll) / (whole + openAll);
        System.out.printf(
                "worklist page: %.0f us bare, %.0f us with who asks, %.0f us for 50 opened values: %.1f %%%n",
                bare, whole, openAll, share * 100);
        assertThat(openAll / (whole + openAll)).as("sealing").isLessThan(0.10);
    }

    /** The engine's authorization on and off, in turns, and the macs of what the trail writes. */
    @Test
    void aCompletion() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        Person pharmacist = ward.who("ward-pharmacist");
        List<WorkItem> open = new ArrayList<>();
        for (int i = 0; i < 2 * ROUNDS + 6; i++) {
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
                configuration.setAuthorizationEnabled(i % 2 == 0);
                configuration.setTenantCheckEnabled(i % 2 == 0);
                double taken = micros(() -> tasks.complete(task.taskId(), pharmacist));
                if (i >= 6) {
                    (i % 2 == 0 ? on : off).add(taken);
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
        double share = median(on) / median(off) - 1;
        System.out.printf(
                "completion: %.0f us with authorization, %.0f us without: %.1f %%; one event of the trail %.0f us%n",
                median(on), median(off), share * 100, trail);
        assertThat(share).as("authorization").isLessThan(0.10);
    }
}
