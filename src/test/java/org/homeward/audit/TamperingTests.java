package org.homeward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.homeward.audit.TrailTest.EmptyTrail;
import org.homeward.audit.TrailTest.MovableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody with every right on the database, but without the keys, does one thing to the trail; each is found. */
@TrailTest
@Tag("mysql")
class TamperingTests {

    private static final int TAMPERINGS = 1_000;
    private static final int SEALED = 120;
    private static final int UNSEALED = 6;

    private enum Way {
        FLIP,
        DELETE,
        SWAP,
        TRUNCATE,
        INSERT
    }

    @Autowired
    Audit audit;

    @Autowired
    SealTrail sealer;

    @Autowired
    VerifyTrail verifier;

    @Autowired
    EmptyTrail empty;

    @Autowired
    MovableClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    private final long seed = Long.getLong("homeward.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void aTrailOfSomeHours() {
        empty.make();
        for (int i = 0; i < SEALED; i++) {
            clock.moveTo(Duration.ofMinutes(i * 5L));
            audit.recordAlone(
                    "nurse-" + i % 7,
                    "thing.read",
                    "thing",
                    "thing-" + i,
                    i % 3 == 0 ? null : "north",
                    Map.of("n", "" + i));
            if (i % 4 == 3) {
                sealer.seal();
            }
        }
        for (int i = 0; i < UNSEALED; i++) {
            audit.recordAlone("nurse", "thing.read", "thing", "unsealed-" + i, null, Map.of());
        }
        assertThat(verifier.verify((seal, of) -> {}).findings()).isEmpty();
    }

    @Test
    void everyOneOfAThousandTamperingsIsFound() {
        System.out.println("homeward.seed=" + seed);
        Map<Way, Integer> tried = new EnumMap<>(Way.class);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < TAMPERINGS; i++) {
            Way way = Way.values()[random.nextInt(Way.values().length)];
            tried.merge(way, 1, Integer::sum);
            transactions.executeWithoutResult(status -> {
                String what = tamper(way);
                if (verifier.verify((seal, of) -> {}).isIntact()) {
                    missed.add(what);
                }
                status.setRollbackOnly();
            });
        }
        System.out.println("tamperings: " + tried);
        assertThat(missed).as("homeward.seed=%d", seed).isEmpty();
        assertThat(verifier.verify((seal, of) -> {}).findings())
                .as("put back each time")
                .isEmpty();
    }

    private String tamper(Way way) {
        return switch (way) {
            case FLIP -> flip();
            case DELETE -> delete();
            case SWAP -> swap();
            case TRUNCATE -> truncate();
            case INSERT -> insert();
        };
    }

    private record Table(String name, String key) {}

    private static final List<Table> TABLES = List.of(
            new Table("audit_event", "id"),
            new Table("audit_seal", "seq"),
            new Table("audit_checkpoint", "no"),
            new Table("trail_head", "id"));

    private Table table(int of) {
        return TABLES.get(random.nextInt(of));
    }

    private Map<String, Object> row(Table table) {
        List<Map<String, Object>> rows = jdbc.sql("select * from " + table.name() + " order by " + table.key())
                .query()
                .listOfRows();
        return new TreeMap<>(rows.get(random.nextInt(rows.size())));
    }

    private String flip() {
        Table table = table(TABLES.size());
        Map<String, Object> row = row(table);
        List<String> columns = new ArrayList<>(row.keySet());
        if (table.name().equals("trail_head")) {
            columns.remove("id");
        }
        String column = columns.get(random.nextInt(columns.size()));
        int changed = jdbc.sql(
                        "update " + table.name() + " set " + column + " = :value where " + table.key() + " = :key")
                .param("value", other(row.get(column)))
                .param("key", Objects.requireNonNull(row.get(table.key())))
                .update();
        assertThat(changed).isEqualTo(1);
        return "flip " + table + " " + column + " of " + row;
    }

    /** The same but for one bit, one letter, one microsecond. */
    private Object other(@org.jspecify.annotations.Nullable Object value) {
        if (value == null) {
            return "x";
        }
        if (value instanceof byte[] bytes) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            return flipped;
        }
        if (value instanceof LocalDateTime at) {
            return at.plusNanos(1_000);
        }
        if (value instanceof java.sql.Timestamp at) {
            return at.toLocalDateTime().plusNanos(1_000);
        }
        if (value instanceof Number number) {
            return number.longValue() + 1_000_000 + random.nextInt(1_000);
        }
        String text = value.toString();
        int at = random.nextInt(text.length());
        char letter = text.charAt(at) == 'a' ? 'b' : 'a';
        return text.substring(0, at) + letter + text.substring(at + 1);
    }

    private String delete() {
        Table table = table(TABLES.size());
        Map<String, Object> row = row(table);
        jdbc.sql("delete from " + table.name() + " where " + table.key() + " = ?")
                .param(Objects.requireNonNull(row.get(table.key())))
                .update();
        return "delete " + table + " " + row;
    }

    /** Two rows change their places: everything but the key is the other's. */
    private String swap() {
        Table table = table(3);
        Map<String, Object> one = row(table);
        Map<String, Object> two = row(table);
        Object first = Objects.requireNonNull(one.get(table.key()));
        Object second = Objects.requireNonNull(two.get(table.key()));
        if (first.equals(second)) {
            return swap();
        }
        jdbc.sql("delete from " + table.name() + " where " + table.key() + " in (?, ?)")
                .params(first, second)
                .update();
        one.put(table.key(), second);
        two.put(table.key(), first);
        for (Map<String, Object> row : List.of(one, two)) {
            jdbc.sql("insert into " + table.name() + " (" + String.join(", ", row.keySet()) + ") values (:"
                            + String.join(", :", row.keySet()) + ")")
                    .params(row)
                    .update();
        }
        return "swap " + table + " " + first + " and " + second;
    }

    private String truncate() {
        int from = 1 + random.nextInt(SEALED);
        int what = 1 + random.nextInt(7);
        if ((what & 1) != 0) {
            jdbc.sql("delete from audit_event where id in (select event_id from audit_seal where seq >= ?)")
                    .param(from)
                    .update();
        }
        if ((what & 2) != 0) {
            jdbc.sql("delete from audit_seal where seq >= ?").param(from).update();
        }
        int checkpoints = 0;
        if ((what & 4) != 0) {
            checkpoints = jdbc.sql("delete from audit_checkpoint where seq >= ?")
                    .param(from)
                    .update();
        }
        if (what == 4 && checkpoints == 0) {
            return truncate();
        }
        return "truncate from " + from + ": " + what;
    }

    private String insert() {
        Map<String, Object> copy = row(TABLES.get(0));
        copy.put("id", "0190aaaa-0000-7000-8000-" + String.format("%012d", random.nextInt(1_000_000)));
        copy.put("actor", "somebody-else");
        jdbc.sql("insert into audit_event (" + String.join(", ", copy.keySet()) + ") values (:"
                        + String.join(", :", copy.keySet()) + ")")
                .params(copy)
                .update();
        if (random.nextBoolean()) {
            // so that it would be sealed like any other
            jdbc.sql("insert into trail_waiting (event_id, event_at) values (?, ?)")
                    .params(copy.get("id"), copy.get("at"))
                    .update();
        }
        return "insert " + copy;
    }
}
