package org.homeward.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Empty messages that have come to their end: the bytes go, hash, sender and what became of them stay. */
@Component
public class SpentMessages {

    private final JdbcClient jdbc;
    private final Clock clock;

    SpentMessages(JdbcClient jdbc, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Empties at most so many that were received before then, in the caller's transaction, and returns how many. What
     * waits or is quarantined is never emptied, however old.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int empty(Instant receivedBefore, int most) {
        List<String> spent = jdbc.sql("select id from inbox_message where raw_removed_at is null and received_at < ?"
                        + " and state in ('APPLIED', 'DUPLICATE', 'REFUSED') order by received_at limit " + most)
                .param(LocalDateTime.ofInstant(receivedBefore, ZoneOffset.UTC))
                .query(String.class)
                .list();
        if (!spent.isEmpty()) {
            jdbc.sql("update inbox_message set raw = '', raw_removed_at = :now where id in (:ids)")
                    .param("now", LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .param("ids", spent)
                    .update();
            jdbc.sql("update inbox_correction set raw = '' where message_id in (:ids)")
                    .param("ids", spent)
                    .update();
        }
        return spent.size();
    }
}
