package org.homeward.engine;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * A node in a JVM of its own, with an engine as it is delivered but for the job executor, and a step that ends the JVM the
 * way the kernel does: nothing is closed, nothing rolled back by hand. It ends by itself, with 0, once no job is left to
 * try. Arguments: URL, user, password, {@code ours} or {@code stock}.
 */
final class DyingNode {

    static final int DIED = 137;

    private DyingNode() {}

    /** What the model of the test calls. */
    public static final class Deadly {

        public void strike() {
            Runtime.getRuntime().halt(DIED);
        }

        public void linger() throws InterruptedException {
            Thread.sleep(1_500);
        }
    }

    static StandaloneProcessEngineConfiguration engine(DataSource database) {
        StandaloneProcessEngineConfiguration engine = new StandaloneProcessEngineConfiguration();
        engine.setDataSource(database);
        engine.setDatabaseSchemaUpdate("true");
        engine.setEnforceHistoryTimeToLive(false);
        engine.setMetricsEnabled(false);
        engine.setHistoryCleanupEnabled(false);
        engine.setJobExecutorActivate(false);
        engine.setBeans(Map.of("deadly", new Deadly()));
        return engine;
    }

    static DataSource database(String url, String user, String password) {
        MysqlDataSource database = new MysqlDataSource();
        database.setUrl(url + "&nullCatalogMeansCurrent=true&sessionVariables=transaction_isolation='READ-COMMITTED'");
        database.setUser(user);
        database.setPassword(password);
        return database;
    }

    static NodeJobs ours(DataSource database) {
        return new NodeJobs(new JobAttempts(
                JdbcClient.create(database), new DataSourceTransactionManager(database), Clock.systemUTC()));
    }

    public static void main(String[] arguments) throws InterruptedException {
        DataSource database = database(arguments[0], arguments[1], arguments[2]);
        SpringJobExecutor jobs = arguments[3].equals("ours") ? ours(database) : new SpringJobExecutor();
        ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
        threads.setCorePoolSize(2);
        threads.setDaemon(true);
        threads.initialize();
        jobs.setTaskExecutor(threads);
        jobs.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
        jobs.setLockTimeInMillis(Integer.getInteger("lock", 1_000));
        jobs.setWaitTimeInMillis(100);
        jobs.setMaxWait(200);
        StandaloneProcessEngineConfiguration configuration = engine(database);
        configuration.setJobExecutor(jobs);
        ProcessEngine engine = configuration.buildProcessEngine();
        if (arguments[3].equals("ours")) {
            // what ends it is Spring, as in an installation
            GenericApplicationContext context = new GenericApplicationContext();
            context.registerBean(NodeJobs.class, () -> (NodeJobs) jobs);
            context.registerShutdownHook();
            context.refresh();
        }
        jobs.start();
        for (int i = 0; i < 300 && waits(engine); i++) {
            Thread.sleep(100);
        }
        jobs.shutdown();
        Runtime.getRuntime().halt(waits(engine) ? 1 : 0);
    }

    private static boolean waits(ProcessEngine engine) {
        return engine.getManagementService().createJobQuery().withRetriesLeft().list().stream()
                .map(Job::getId)
                .findAny()
                .isPresent();
    }
}
