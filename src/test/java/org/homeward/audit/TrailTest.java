package org.homeward.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.homeward.TestDatabase;
import org.homeward.TestFolder;
import org.homeward.keys.InstallationKeys;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The trail alone on a schema of its own: no other test writes to it, and its tables may be broken. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = TrailTest.Only.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "homeward.audit.anchor=${homeward.test.folder:target}/trail-anchor/anchor")
@ActiveProfiles("test")
@interface TrailTest {

    // no @Configuration: the tests of the whole application must not find it
    @EnableTransactionManagement
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        TransactionAutoConfiguration.class
    })
    @Import({
        TestDatabase.class,
        InstallationKeys.class,
        TrailKeys.class,
        AnchorFile.class,
        Audit.class,
        SealTrail.class,
        VerifyTrail.class,
        AfterMigrations.class,
        AuditPartitions.class,
        AccountRights.class,
        AccountRights.Bound.class,
        AccountRights.Check.class,
        VerifyCommand.class,
        RetireCommand.class,
        Trail.class
    })
    class Only {

        @Bean("systemClock")
        MovableClock systemClock() {
            return new MovableClock();
        }

        @Bean
        EmptyTrail emptyTrail(JdbcClient jdbc, TransactionTemplate transactions) {
            return () -> transactions.executeWithoutResult(status -> {
                // what another class kept outside is of a chain that is gone
                for (String name : new String[] {"anchor", "anchor.head"}) {
                    try {
                        Files.deleteIfExists(TestFolder.of("trail-anchor", name));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                for (String table : new String[] {
                    "audit_event", "audit_seal", "audit_checkpoint", "audit_retirement", "trail_waiting", "trail_head"
                }) {
                    jdbc.sql("delete from " + table).update();
                }
                jdbc.sql("insert into trail_head (id, seq, mac, checkpoint_no, checkpoint_seq)"
                                + " values (1, 0, repeat(x'00', 32), 0, 0)")
                        .update();
            });
        }
    }

    /** Makes the trail as it is in a new installation. */
    interface EmptyTrail {
        void make();
    }

    /** The node's clock, which may be wrong. */
    final class MovableClock extends Clock {

        private Duration offset = Duration.ZERO;

        void moveTo(Duration offset) {
            this.offset = offset;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(offset);
        }
    }
}
