package org.homeward.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.homeward.command.Command;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@code audit retire [archive.gz]}: drops the months that are older than what is kept, by the account that migrates.
 * First the whole trail must hold; then a signed word says where the chain begins now, so that the rest still proves
 * itself. Whatever interrupts it, the next run goes on.
 */
@Component
class RetireCommand implements Command {

    private static final int BATCH = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final VerifyTrail verify;
    private final Audit audit;
    private final TrailKeys keys;
    private final AuditSettings settings;
    private final DataSource application;
    private final Environment environment;
    private final Clock clock;

    RetireCommand(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            VerifyTrail verify,
            Audit audit,
            TrailKeys keys,
            AuditSettings settings,
            DataSource application,
            Environment environment,
            @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.verify = verify;
        this.audit = audit;
        this.keys = keys;
        this.settings = settings;
        this.application = application;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit retire";
    }

    @Override
    public String usage() {
        return "[archive.gz] - drops the months older than homeward.audit.kept, after writing them to the archive";
    }

    @Override
    public int run(List<String> arguments, PrintWriter out) {
        LocalDateTime cutoff = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minus(settings.kept())
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay();
        DataSource owner = owner();
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(true);
            finishWhatWasBegun(connection, out);
            List<AuditPartitions.Month> months = old(connection, cutoff);
            if (months.isEmpty()) {
                out.printf("No month before %s is left; nothing to retire.%n", cutoff.toLocalDate());
                return DONE;
            }
            Verification verification = verify.verify((seal, of) -> {});
            if (!verification.isIntact()) {
                out.println("The trail was touched: nothing is dropped before somebody has looked. See audit verify.");
                return NOT_WELL;
            }
            if (count("select count(*) from trail_waiting where event_at < ?", cutoff) > 0) {
                out.println("Events of the months to drop are not sealed yet; run it again.");
                return NOT_WELL;
            }
            if (!arguments.isEmpty()) {
                out.printf("%d events written to %s%n", archive(cutoff, Path.of(arguments.get(0))), arguments.get(0));
            }
            Checkpoint word = signed(cutoff);
            transactions.executeWithoutResult(status -> {
                jdbc.sql("insert into audit_retirement (cutoff, seq, mac, at, key_id, signature)"
                                + " values (?, ?, ?, ?, ?, ?)")
                        .params(
                                word.at(),
                                word.seq(),
                                word.mac(),
                                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                                word.keyId(),
                                word.signature())
                        .update();
                audit.record(
                        Audit.ITSELF,
                        "trail.retired",
                        "trail",
                        Long.toString(word.seq()),
                        null,
                        Map.of("before", cutoff.toLocalDate().toString()));
            });
            finishWhatWasBegun(connection, out);
            return DONE;
        } catch (SQLException e) {
            throw new IllegalStateException("the trail's old months cannot be dropped", e);
        } finally {
            if (owner != application && owner instanceof AutoCloseable closeable) {
                close(closeable);
            }
        }
    }

    /** Where the chain begins afterwards: behind the last seal before which every event is old. */
    private Checkpoint signed(LocalDateTime cutoff) {
        long first = count("select coalesce(min(seq), 0) from audit_seal where event_at >= ?", cutoff);
        long last = first > 0
                ? first - 1
                : jdbc.sql("select coalesce(max(seq), 0) from audit_seal")
                        .query(Long.class)
                        .single();
        Optional<byte[]> mac = jdbc.sql("select mac from audit_seal where seq = ?")
                .param(last)
                .query((row, i) -> row.getBytes(1))
                .optional();
        // no seal is left before the first that stays: what an earlier retirement said goes on
        Optional<Checkpoint> earlier = jdbc.sql("select * from audit_retirement order by seq desc, cutoff desc limit 1")
                .query((row, i) -> Checkpoint.retirement(row))
                .optional();
        long seq = mac.isPresent() ? last : earlier.map(Checkpoint::seq).orElse(0L);
        byte[] at = mac.orElseGet(() -> earlier.map(Checkpoint::mac).orElse(Seal.NOTHING_BEFORE));
        return Checkpoint.signed("retirement", 0, seq, at, cutoff, keys);
    }

    private void finishWhatWasBegun(Connection owner, PrintWriter out) throws SQLException {
        List<Checkpoint> words = jdbc.sql("select * from audit_retirement order by cutoff desc, seq desc")
                .query((row, i) -> Checkpoint.retirement(row))
                .list();
        for (Checkpoint word : words) {
            if (!word.isSigned(keys)) {
                throw new IllegalStateException("a retirement is not signed by us: nothing is dropped on its word");
            }
            for (AuditPartitions.Month month : old(owner, word.at())) {
                try (Statement statement = owner.createStatement()) {
                    statement.execute("alter table audit_event drop partition " + month.name());
                }
                out.printf("dropped the events of %s%n", month.name());
            }
            try (PreparedStatement delete =
                    owner.prepareStatement("delete from audit_seal where seq <= ? limit " + BATCH)) {
                delete.setLong(1, word.seq());
                while (delete.executeUpdate() == BATCH) {
                    out.println("dropped " + BATCH + " seals");
                }
            }
        }
    }

    private static List<AuditPartitions.Month> old(Connection connection, LocalDateTime cutoff) throws SQLException {
        return AuditPartitions.months(connection).stream()
                .filter(month -> !month.until().isAfter(cutoff))
                .toList();
    }

    /** One event in a line, fields as in the table and its mac, so that it can still be checked with the key. */
    private long archive(LocalDateTime cutoff, Path file) {
        long[] written = {0};
        try (Writer lines = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)),
                StandardCharsets.UTF_8))) {
            jdbc.sql("select " + EventRow.COLUMNS + " from audit_event e where e.at < ? order by e.id")
                    .param(cutoff)
                    .query((ResultSet row) -> {
                        EventRow event = EventRow.of(row);
                        try {
                            lines.write(String.join(
                                            "\t",
                                            event.id(),
                                            event.at().toString(),
                                            event.actor(),
                                            event.action(),
                                            event.objectType(),
                                            event.objectId(),
                                            event.teamId() == null ? "" : event.teamId(),
                                            event.outcome(),
                                            event.details(),
                                            event.keyId() == null ? "" : event.keyId(),
                                            event.mac() == null
                                                    ? ""
                                                    : HexFormat.of().formatHex(event.mac()))
                                    + "\n");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        written[0]++;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("the archive cannot be written", e);
        }
        return written[0];
    }

    private DataSource owner() {
        // not by Flyway's own properties: a command, or a node that does not migrate, has none
        String owner = environment.getProperty("spring.flyway.user");
        return owner == null
                ? application
                : DataSourceBuilder.derivedFrom(application)
                        .username(owner)
                        .password(environment.getProperty("spring.flyway.password"))
                        .build();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String sql, LocalDateTime at) {
        return jdbc.sql(sql).param(at).query(Long.class).single();
    }
}
