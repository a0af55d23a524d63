package org.homeward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.homeward.TestFolder;
import org.homeward.audit.TrailTest.EmptyTrail;
import org.homeward.audit.TrailTest.MovableClock;
import org.homeward.audit.Verification.Finding;
import org.homeward.audit.Verification.Kind;
import org.homeward.command.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Months of events have partitions of their own, and what is older than six years goes without breaking the chain. */
@TrailTest
@Tag("mysql")
class RetireTests {

    private static final Path ANCHOR = TestFolder.of("trail-anchor", "anchor");

    @Autowired
    Audit audit;

    @Autowired
    SealTrail sealer;

    @Autowired
    VerifyTrail verifier;

    @Autowired
    RetireCommand retire;

    @Autowired
    VerifyCommand verify;

    @Autowired
    AuditPartitions partitions;

    @Autowired
    EmptyTrail empty;

    @Autowired
    MovableClock clock;

    @Autowired
    DataSource database;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void sevenYears() throws SQLException, IOException {
        Files.deleteIfExists(ANCHOR);
        Files.deleteIfExists(ANCHOR.resolveSibling("anchor.head"));
        empty.make();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            connection.createStatement().execute("alter table audit_event remove partitioning");
            connection
                    .createStatement()
                    .execute("alter table audit_event partition by range columns (at)"
                            + " (partition p_later values less than (maxvalue))");
            for (int month = 84; month >= 0; month--) {
                clock.moveTo(Duration.ofDays(-month * 30L));
                audit.recordAlone("nurse", "thing.read", "thing", "month-" + month, null, Map.of());
                if (month % 3 == 0) {
                    sealer.seal();
                }
            }
            // an old one that was sealed late: its transaction was long, or a clock was wrong
            clock.moveTo(Duration.ofDays(-80 * 30L));
            audit.recordAlone("nurse", "thing.read", "thing", "late", null, Map.of());
            clock.moveTo(Duration.ZERO);
            sealer.seal();
            partitions.add(connection);
        }
    }

    private String run(Command command, String... arguments) {
        StringWriter said = new StringWriter();
        int code = command.run(List.of(arguments), new PrintWriter(said, true));
        return code + ": " + said;
    }

    private Verification verified() {
        return verifier.verify((seal, of) -> {});
    }

    private long events() {
        return jdbc.sql("select count(*) from audit_event").query(Long.class).single();
    }

    @Test
    void everyMonthHasAPartitionAYearAhead() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            List<AuditPartitions.Month> months = AuditPartitions.months(connection);
            assertThat(months).hasSizeBetween(95, 98);
            assertThat(months.get(months.size() - 1).until())
                    .isAfter(LocalDateTime.now(ZoneOffset.UTC).plusMonths(12));
            partitions.add(connection);
            assertThat(AuditPartitions.months(connection)).as("made once").isEqualTo(months);
        }
        assertThat(verified().findings()).as("moved, not changed").isEmpty();
    }

    @Test
    void whatIsOlderThanSixYearsGoesAndTheRestStillProvesItself(@TempDir Path folder) throws IOException {
        long all = events();
        Path archive = folder.resolve("old.gz");
        assertThat(run(retire, archive.toString())).startsWith("0: ");

        LocalDateTime cutoff = LocalDateTime.now(ZoneOffset.UTC)
                .minusYears(6)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay();
        assertThat(jdbc.sql("select min(at) from audit_event")
                        .query(LocalDateTime.class)
                        .single())
                .isAfterOrEqualTo(cutoff);
        Verification result = verified();
        assertThat(result.findings()).isEmpty();
        assertThat(result.retired())
                .as("the late one's seal stands among the others")
                .isEqualTo(1);
        assertThat(jdbc.sql("select min(seq) from audit_seal").query(Long.class).single())
                .isGreaterThan(5);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
            assertThat(lines.lines()).hasSize((int) (all - events() + 1)).anyMatch(line -> line.contains("\tlate\t"));
        }

        assertThat(run(retire)).contains("nothing to retire");
        audit.recordAlone("nurse", "thing.read", "thing", "after", null, Map.of());
        sealer.seal();
        assertThat(run(verify)).startsWith("0: ").contains("The trail is intact.");
    }

    @Test
    void aRunThatWasInterruptedIsEndedByTheNext() {
        run(retire);
        long left = events();
        // as if it had stopped after its word, and before everything was dropped
        transactions.executeWithoutResult(
                status -> jdbc.sql("insert into audit_seal (seq, event_id, event_at, digest, sealed_at, key_id, mac)"
                                + " select 1, 'left-over', event_at, digest, sealed_at, key_id, mac from audit_seal"
                                + " order by seq limit 1")
                        .update());
        assertThat(verified().findings()).as("behind the word nothing counts").isEmpty();
        run(retire);
        assertThat(jdbc.sql("select count(*) from audit_seal where seq = 1")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(events()).isEqualTo(left);
    }

    @Test
    void nothingIsDroppedWhileTheTrailDoesNotHold() {
        long all = events();
        transactions.executeWithoutResult(
                status -> jdbc.sql("update audit_event set actor = 'somebody-else' where object_id = 'month-3'")
                        .update());
        assertThat(run(retire)).startsWith("1: ").contains("touched");
        assertThat(events()).isEqualTo(all);
        assertThat(run(verify)).startsWith("1: ").contains("EVENT_CHANGED event ");
    }

    @Test
    void aRetirementThatSomebodyElseWroteIsFound() {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("insert into audit_retirement (cutoff, seq, mac, at, key_id, signature) select now(6), seq, mac,"
                            + " now(6), key_id, repeat('x', 64) from audit_seal where seq = 10")
                    .update();
            jdbc.sql("delete from audit_event where id in (select event_id from audit_seal where seq <= 10)")
                    .update();
            jdbc.sql("delete from audit_seal where seq <= 10").update();
        });
        assertThat(verified().findings()).extracting(Finding::kind).contains(Kind.RETIREMENT_CHANGED, Kind.SEALS_GONE);
    }
}
