package org.homeward.engine;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts attempts at jobs that may end the JVM, each in a transaction of its own that is there before the attempt. */
final class JobAttempts {

    private final JdbcClient jdbc;
    private final TransactionTemplate own;
    private final Clock clock;

    JobAttempts(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** Which of these jobs carry a lock; in the caller's transaction. */
    List<String> held(List<String> jobIds) {
        return jobIds.isEmpty()
                ? List.of()
                : jdbc.sql("select ID_ from ACT_RU_JOB where ID_ in (:ids) and LOCK_OWNER_ is not null")
                        .param("ids", jobIds)
                        .query(String.class)
                        .list();
    }

    /** Counts one more, and returns how many were begun before it and never ended. */
    int begin(String jobId) {
        Integer before = own.execute(status -> {
            // jobs that were taken away with their process leave their count behind
            jdbc.sql("delete from job_attempt where not exists (select 1 from ACT_RU_JOB j where j.ID_ = job_id)")
                    .update();
            jdbc.sql("""
                    insert into job_attempt (job_id, attempts, begun_at) values (?, 1, ?)
                    on duplicate key update attempts = attempts + 1, begun_at = values(begun_at)""").params(jobId, Columns.utc(clock.instant())).update();
            return jdbc.sql("select attempts - 1 from job_attempt where job_id = ?")
                    .param(jobId)
                    .query(Integer.class)
                    .single();
        });
        return before == null ? 0 : before;
    }

    /** The attempt came to an end, good or bad: the JVM lives. */
    void end(String jobId) {
        own.executeWithoutResult(status -> jdbc.sql("delete from job_attempt where job_id = ?")
                .param(jobId)
                .update());
    }

    /** Lets other nodes have at once what this one holds, but for what it is still at. */
    void release(String lockOwner, Set<String> underWay) {
        own.executeWithoutResult(status -> jdbc.sql("""
                        update ACT_RU_JOB set LOCK_OWNER_ = null, LOCK_EXP_TIME_ = null, REV_ = REV_ + 1
                        where LOCK_OWNER_ = :owner and ID_ not in (:underWay)""")
                .param("owner", lockOwner)
                .param("underWay", underWay.isEmpty() ? Set.of("") : underWay)
                .update());
    }
}
