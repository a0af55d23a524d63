package org.homeward.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs and the nodes they run on: a job that ends its JVM, in real JVMs that are really ended; a node that is stopped. */
@Tag("mysql")
class NodeJobsTests {

    private JdbcConnectionDetails server;
    private DataSource database;
    private ProcessEngine engine;
    private JdbcClient jdbc;

    @BeforeEach
    void aSchemaWithOneEngine() throws SQLException, IOException {
        server = TestDatabase.empty();
        database = DyingNode.database(server.getJdbcUrl(), server.getUsername(), server.getPassword());
        engine = DyingNode.engine(database).setProcessEngineName("onlooker").buildProcessEngine();
        jdbc = JdbcClient.create(database);
        for (String migration : List.of("V20261127120000__job_attempt", "V20261127121000__incident_causes")) {
            String sql = Files.readString(Path.of("src/main/resources/db/migration/" + migration + ".sql"));
            for (String statement : sql.strip().split(";\\s*\n")) {
                jdbc.sql(statement).update();
            }
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Job waiting(String expression) {
        engine.getRepositoryService()
                .createDeployment()
                .addString("step.bpmn", """
                        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="http://homeward.org/test">
                          <bpmn:process id="step" isExecutable="true">
                            <bpmn:startEvent id="StartEvent_1"/>
                            <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Task_Step"/>
                            <bpmn:serviceTask id="Task_Step" camunda:asyncBefore="true" camunda:expression="%s"/>
                          </bpmn:process>
                        </bpmn:definitions>""".formatted(expression))
                .deploy();
        engine.getRuntimeService().startProcessInstanceByKey("step");
        return job();
    }

    private Job job() {
        return engine.getManagementService().createJobQuery().singleResult();
    }

    private List<Incident> incidents() {
        return engine.getRuntimeService().createIncidentQuery().list();
    }

    /** Runs a node until it ends, and returns what it ended with. */
    private int node(String kind) throws IOException, InterruptedException {
        Process node = begun(kind, 1_000);
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return node.exitValue();
    }

    private Process begun(String kind, int lockMillis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlock=" + lockMillis,
                        "-Duser.timezone=UTC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingNode.class.getName(),
                        server.getJdbcUrl(),
                        server.getUsername(),
                        server.getPassword(),
                        kind)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void aJobThatEndsItsNodeIsGivenUpAtTheFourth() throws Exception {
        Job job = waiting("${deadly.strike()}");
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < NodeJobs.DEATHS + 1; i++) {
            ends.add(node("ours"));
        }

        assertThat(ends).containsExactly(DyingNode.DIED, DyingNode.DIED, DyingNode.DIED, 0);
        assertThat(job().getRetries()).isZero();
        assertThat(incidents()).singleElement().satisfies(incident -> assertThat(incident.getConfiguration())
                .isEqualTo(job.getId()));
        assertThat(jdbc.sql("select count(*) from ACT_RU_JOB where LOCK_OWNER_ is not null")
                        .query(Integer.class)
                        .single())
                .isZero();

        engine.getManagementService().setJobRetries(job.getId(), 1);
        assertThat(List.of(node("ours"), node("ours")))
                .as("tried again by hand, it ends one node more and no three")
                .containsExactly(DyingNode.DIED, 0);
    }

    @Test
    void withTheEnginesOwnExecutorItComesBackForEver() throws Exception {
        waiting("${deadly.strike()}");
        for (int i = 0; i < NodeJobs.DEATHS + 1; i++) {
            assertThat(node("stock")).isEqualTo(DyingNode.DIED);
        }

        assertThat(job().getRetries()).as("as if it had never been tried").isEqualTo(3);
        assertThat(incidents()).isEmpty();
    }

    @Test
    void aNodeThatGetsSigtermAmongABacklogEndsSoonAndLetsGoOfAllItTook() throws Exception {
        waiting("${deadly.linger()}");
        for (int i = 0; i < 19; i++) {
            engine.getRuntimeService().startProcessInstanceByKey("step");
        }
        Process node = begun("ours", 60_000);
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> jobs("LOCK_OWNER_ is not null") > 2);
            node.destroy();
            assertThat(node.waitFor(15, TimeUnit.SECONDS)).isTrue();
        } finally {
            node.destroyForcibly();
        }

        assertThat(jobs("LOCK_OWNER_ is not null")).isZero();
        assertThat(jobs("RETRIES_ = 3"))
                .as("what was under way is done, the backlog is anybody's")
                .isBetween(12, 19);
    }

    private int jobs(String which) {
        return jdbc.sql("select count(*) from ACT_RU_JOB where " + which)
                .query(Integer.class)
                .single();
    }

    /** A second engine on the same tables, in this JVM. */
    private ProcessEngine other(NodeJobs jobs, Object step) {
        StandaloneProcessEngineConfiguration configuration = DyingNode.engine(database);
        configuration.setProcessEngineName("other");
        configuration.setBeans(Map.of("slow", step));
        jobs.setTaskExecutor(new SimpleAsyncTaskExecutor());
        jobs.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
        jobs.setLockTimeInMillis(60_000);
        configuration.setJobExecutor(jobs);
        return configuration.buildProcessEngine();
    }

    /** A step that takes as long as the test lets it. */
    public static final class Slow {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch may = new CountDownLatch(1);

        private final AtomicInteger begins = new AtomicInteger();

        public void go() throws InterruptedException {
            begins.incrementAndGet();
            begun.countDown();
            assertThat(may.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aNodeThatIsStoppedFinishesWhatIsUnderWayAndLetsGoOfTheRest() throws Exception {
        Slow slow = new Slow();
        NodeJobs jobs = DyingNode.ours(database);
        ProcessEngine other = other(jobs, slow);
        try {
            waiting("${slow.go()}");
            jobs.start();
            assertThat(slow.begun.await(30, TimeUnit.SECONDS)).isTrue();
            // one more that this node took and has not come to
            engine.getRuntimeService().startProcessInstanceByKey("step");
            jdbc.sql("update ACT_RU_JOB set LOCK_OWNER_ = ?, LOCK_EXP_TIME_ = ? where LOCK_OWNER_ is null")
                    .params(jobs.getLockOwner(), new Date(System.currentTimeMillis() + 60_000))
                    .update();

            Thread stop = new Thread(jobs::shutdown);
            stop.start();
            stop.join(300);
            assertThat(stop.isAlive()).as("it waits for what is under way").isTrue();
            slow.may.countDown();
            stop.join(10_000);

            assertThat(stop.isAlive()).isFalse();
            assertThat(jdbc.sql("select LOCK_OWNER_ from ACT_RU_JOB")
                            .query((row, i) -> String.valueOf(row.getString(1)))
                            .list())
                    .as("the slow one is done, the other is anybody's")
                    .containsExactly("null");
        } finally {
            slow.may.countDown();
            other.close();
        }
    }

    @Test
    void aStepThatOutlivesItsLockIsNotBegunTwiceByTheSameNode() throws Exception {
        Slow slow = new Slow();
        NodeJobs jobs = DyingNode.ours(database);
        ProcessEngine other = other(jobs, slow);
        jobs.setLockTimeInMillis(1);
        jobs.setWaitTimeInMillis(50);
        jobs.setMaxWait(50);
        try {
            waiting("${slow.go()}");
            jobs.start();
            assertThat(slow.begun.await(30, TimeUnit.SECONDS)).isTrue();
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> slow.begins.get() == 1);
            slow.may.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> job() == null);

            assertThat(slow.begins.get()).isEqualTo(1);
        } finally {
            slow.may.countDown();
            jobs.shutdown();
            other.close();
        }
    }
}
