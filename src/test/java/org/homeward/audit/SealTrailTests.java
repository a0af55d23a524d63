package org.homeward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homeward.TestFolder;
import org.homeward.audit.TrailTest.EmptyTrail;
import org.homeward.audit.TrailTest.MovableClock;
import org.homeward.audit.Verification.Finding;
import org.homeward.audit.Verification.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@TrailTest
@Tag("mysql")
class SealTrailTests {

    private static final Path ANCHOR = TestFolder.of("trail-anchor", "anchor");

    @Autowired
    Audit audit;

    @Autowired
    SealTrail sealer;

    @Autowired
    VerifyTrail verifier;

    @Autowired
    Trail trail;

    @Autowired
    TrailKeys keys;

    @Autowired
    EmptyTrail empty;

    @Autowired
    MovableClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void anEmptyTrail() throws IOException {
        empty.make();
        clock.moveTo(Duration.ZERO);
        Files.deleteIfExists(ANCHOR);
        Files.deleteIfExists(ANCHOR.resolveSibling("anchor.head"));
    }

    private void act(String object) {
        audit.recordAlone("nurse", "thing.read", "thing", object, "team-a", Map.of("to", "DONE"));
    }

    private void act(int times) {
        transactions.executeWithoutResult(status -> {
            for (int i = 0; i < times; i++) {
                audit.record("nurse", "thing.changed", "thing", "thing-" + i, null, Map.of());
            }
        });
    }

    private Verification verified() {
        return verifier.verify((seal, of) -> {});
    }

    private List<String> sealedObjects() {
        return jdbc.sql("select e.object_id from audit_seal s join audit_event e on e.id = s.event_id order by s.seq")
                .query(String.class)
                .list();
    }

    private void sql(String sql) {
        transactions.executeWithoutResult(status -> jdbc.sql(sql).update());
    }

    @Test
    void whatCommitsLateWithAnEarlierIdTakesTheNextPlaceAndIsNotLost() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> late = other.submit(() -> transactions.executeWithoutResult(status -> {
                audit.record("nurse", "thing.changed", "thing", "late", null, Map.of());
                written.countDown();
                await(mayCommit);
            }));
            await(written);
            act("early");
            sealer.seal();
            assertThat(sealedObjects()).containsExactly("early");

            mayCommit.countDown();
            late.get(10, TimeUnit.SECONDS);
            sealer.seal();
        } finally {
            other.shutdownNow();
        }

        assertThat(sealedObjects()).containsExactly("early", "late");
        assertThat(jdbc.sql("select object_id from audit_event order by id")
                        .query(String.class)
                        .list())
                .as("the late one has the earlier id")
                .containsExactly("late", "early");
        assertThat(verified().findings()).isEmpty();
    }

    @Test
    void severalSealersAtOnceMakeOneChain() throws Exception {
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                work.add(() -> {
                    while (writing.get()) {
                        sealer.seal();
                    }
                    return null;
                });
                work.add(() -> {
                    for (int i = 0; i < 60; i++) {
                        act(7);
                    }
                    return null;
                });
            }
            List<Future<Void>> running = work.stream().map(nodes::submit).toList();
            for (int i = 1; i < running.size(); i += 2) {
                running.get(i).get(60, TimeUnit.SECONDS);
            }
            writing.set(false);
            for (Future<Void> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            nodes.shutdownNow();
        }
        sealer.seal();

        Verification result = verified();
        assertThat(result.findings()).isEmpty();
        assertThat(result.sealed()).isEqualTo(3 * 60 * 7);
        assertThat(result.unsealed()).isZero();
    }

    @Test
    void aCrashBeforeTheCommitLeavesNeitherHalf() {
        act(5);
        transactions.executeWithoutResult(status -> {
            sealer.seal();
            assertThat(sealedObjects()).hasSize(5);
            status.setRollbackOnly();
        });
        assertThat(sealedObjects()).isEmpty();
        assertThat(trail.state().waiting()).isEqualTo(5);

        sealer.seal();
        assertThat(sealedObjects()).hasSize(5);
        Verification result = verified();
        assertThat(result.sealed()).isEqualTo(5);
        assertThat(result.unsealed()).isZero();
    }

    @Test
    void aClockThatGoesBackBreaksNothing() {
        act("before");
        sealer.seal();
        clock.moveTo(Duration.ofDays(-2));
        act("yesterday");
        sealer.seal();
        clock.moveTo(Duration.ofDays(1));
        act("tomorrow");
        sealer.seal();
        clock.moveTo(Duration.ZERO);
        act("now");
        sealer.seal();

        assertThat(sealedObjects()).containsExactly("before", "yesterday", "tomorrow", "now");
        Verification result = verified();
        assertThat(result.findings()).isEmpty();
        assertThat(result.checkpoints())
                .as("one for each time the clock was somewhere else")
                .isEqualTo(4);
    }

    @Test
    void aCheckpointIsSignedEachHourWhileEventsCome() {
        for (int quarter = 0; quarter < 9; quarter++) {
            clock.moveTo(Duration.ofMinutes(15L * quarter));
            act("quarter-" + quarter);
            sealer.seal();
        }
        assertThat(verified().checkpoints()).isEqualTo(3);
        clock.moveTo(Duration.ofHours(12));
        sealer.seal();
        assertThat(verified().checkpoints()).as("nothing came since").isEqualTo(3);
    }

    @Test
    void theUnsealedTailIsTold() {
        act("sealed");
        sealer.seal();
        act("waiting");

        Trail.State state = trail.state();
        assertThat(state.waiting()).isEqualTo(1);
        assertThat(state.sealed()).isEqualTo(1);
        assertThat(state.oldestWaiting())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        Verification result = trail.verify("officer", (seal, of) -> {});
        assertThat(result.isIntact()).isTrue();
        assertThat(result.unsealed()).isEqualTo(1);
        assertThat(trail.lastChecked()).hasValueSatisfying(last -> {
            assertThat(last.by()).isEqualTo("officer");
            assertThat(last.found()).isZero();
        });
        assertThat(audit.of("trail", "all")).extracting(AuditEvent::action).containsExactly("trail.verified");
    }

    @Test
    void aDatabasePutBackToAnEarlierMomentAgreesWithItselfButNotWithTheAnchor() {
        act(10);
        sealer.seal();
        Map<String, Object> earlier =
                jdbc.sql("select * from trail_head").query().singleRow();
        act(10);
        sealer.seal();

        sql("delete from audit_event where id in (select event_id from audit_seal where seq > 10)");
        sql("delete from audit_seal where seq > 10");
        transactions.executeWithoutResult(status -> jdbc.sql("update trail_head set seq = ?, mac = ?, seal = ?")
                .params(earlier.get("seq"), earlier.get("mac"), earlier.get("seal"))
                .update());

        assertThat(verified().findings()).extracting(Finding::kind).containsExactly(Kind.ANCHOR_DIFFERS);
    }

    @Test
    void everyCheckpointIsALineThatAnybodyWithThePublicKeyCanCheck() throws IOException {
        act(3);
        sealer.seal();
        List<String> lines = Files.readAllLines(ANCHOR);
        assertThat(lines).singleElement().satisfies(line -> {
            Checkpoint read = Checkpoint.parsed(line).orElseThrow();
            assertThat(read.isSigned(keys)).isTrue();
            assertThat(read.seq()).isEqualTo(3);
        });
        Files.writeString(ANCHOR, lines.get(0).replace(" 3 ", " 2 ") + "\n");
        assertThat(verified().findings()).extracting(Finding::kind).contains(Kind.ANCHOR_DIFFERS);
    }

    @Test
    void theChainGoesOnAfterItsTailWasCutAndKeepsTheScar() {
        act(10);
        sealer.seal();
        sql("delete from audit_seal where seq > 7");
        act("after");
        sealer.seal();
        sealer.seal();

        assertThat(trail.state().waiting())
                .as("nothing goes unsealed because somebody broke the chain")
                .isZero();
        assertThat(verified().findings())
                .extracting(Finding::kind)
                .contains(Kind.SEALS_GONE, Kind.BROKEN_BEFORE, Kind.EVENT_NOT_SEALED);
    }

    @Test
    void theChainGoesOnWithoutItsHeadAndKeepsTheScar() {
        act(10);
        sealer.seal();
        sql("delete from trail_head");
        assertThat(verified().findings()).extracting(Finding::kind).contains(Kind.HEAD_CHANGED);
        act("after");
        sealer.seal();
        sealer.seal();
        sealer.seal();

        assertThat(trail.state().waiting()).isZero();
        assertThat(verified().findings()).extracting(Finding::kind).contains(Kind.BROKEN_BEFORE);
    }

    @Test
    void whatWasWrittenBeforeThereWereMacsComesFirstAndNothingLikeItAfter() {
        String old = "insert into audit_event (id, at, actor, action, object_type, object_id, outcome, details)"
                + " values ('%1$s', '2026-11-20 10:00:00', 'nurse', 'thing.read', 'thing', 'old', 'DONE', '{}')";
        String waits = "insert into trail_waiting (event_id, event_at) values ('%1$s', '2026-11-20 10:00:00')";
        for (String id : List.of("0190aaaa-0000-7000-8000-000000000001", "0190aaaa-0000-7000-8000-000000000002")) {
            sql(old.formatted(id));
            sql(waits.formatted(id));
        }
        act("new");
        sealer.seal();
        assertThat(verified().findings()).isEmpty();

        String forged = "0190aaaa-0000-7000-8000-000000000003";
        sql(old.formatted(forged));
        sql(waits.formatted(forged));
        sealer.seal();
        assertThat(verified().findings()).containsExactly(new Finding(Kind.EVENT_CHANGED, "event " + forged));
    }

    /** The seed and the public key of RFC 8032, section 7.1, test 1. */
    @Test
    void theSigningKeyIsThePairOfItsSeed() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        String encoded =
                HexFormat.of().formatHex(TrailKeys.pair(seed).getPublic().getEncoded());
        assertThat(encoded).endsWith("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void aHundredThousandRowsAMinuteAreChecked() {
        int rows = 20_000;
        for (int i = 0; i < rows / 500; i++) {
            act(500);
        }
        sealer.seal();
        Verification result = verified();

        assertThat(result.findings()).isEmpty();
        assertThat(result.sealed()).as("every row, and not a sample").isEqualTo(rows);
        double aMinute = rows * 60_000.0 / Math.max(1, result.took().toMillis());
        System.out.printf("verified %d rows in %s: %.0f a minute%n", rows, result.took(), aMinute);
        assertThat(aMinute).isGreaterThan(100_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(Objects.requireNonNull(latch).await(10, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
