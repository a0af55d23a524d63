package org.homeward.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.InboxStore.MessageId;
import org.homeward.intake.Receipt.Answer;
import org.homeward.intake.Receipt.Outcome;
import org.homeward.intake.ScriptedHandler.Move;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@IntakeTest
@Tag("mysql")
@ExtendWith(OutputCaptureExtension.class)
class InboxTests {

    @Autowired
    Inbox inbox;

    @Autowired
    InboxStore store;

    @Autowired
    InboxWorker worker;

    @Autowired
    Quarantine quarantine;

    @Autowired
    ScriptedHandler script;

    @Autowired
    IntakeProperties properties;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @BeforeEach
    void empty() {
        transactions.executeWithoutResult(status -> script.reset());
    }

    @Test
    void aFailureNamesTheStoreAndNotTheGuardThatEveryWritePasses() throws Exception {
        Exception failure = new IllegalStateException();
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.springframework.jdbc.core.JdbcTemplate", "update", "JdbcTemplate.java", 1),
            new StackTraceElement(
                    Class.forName("org.homeward.operation.TransactionalJdbcTemplate")
                            .getName(),
                    "update",
                    "x",
                    2),
            new StackTraceElement("org.homeward.episode.FactStore", "insert", "FactStore.java", 3),
            new StackTraceElement("org.homeward.intake.FactHandler", "apply", "FactHandler.java", 4)
        });

        assertThat(InboxWorker.where(new RuntimeException(failure)))
                .isEqualTo("org.homeward.episode.FactStore.insert(FactStore.java:3)");
    }

    @Test
    void appliesEachMessageOnce() {
        UUID id = send("anna arrives");

        int first = worker.drain();
        int again = worker.drain();

        assertThat(first).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(script.effects()).containsExactly("anna arrives");
        assertThat(status(id).state()).isEqualTo(State.APPLIED);
        assertThat(status(id).episodeId()).isNotNull();
    }

    @Test
    void answersARepeatWithTheFirstAnswer() {
        Receipt first = inbox.receive(delivery("anna arrives", "key-1"), new Words());
        worker.drain();
        Receipt repeat = inbox.receive(delivery("anna arrives", "key-1"), new Words());

        assertThat(repeat.outcome()).isEqualTo(Outcome.REPLAYED);
        assertThat(repeat.id()).isEqualTo(first.id());
        assertThat(repeat.answer()).isEqualTo(first.answer());
        worker.drain();
        assertThat(script.effects()).hasSize(1);
    }

    @Test
    void withoutAKeyTheSameContentIsTheSameMessage() {
        UUID first = send("anna arrives");
        UUID repeat = send("anna arrives");
        UUID other = send("anna leaves");

        assertThat(repeat).isEqualTo(first).isNotEqualTo(other);
    }

    @Test
    void keysAreTheClientsOwn() {
        Receipt one = inbox.receive(delivery("anna arrives", "key-1"), new Words());
        Receipt other = inbox.receive(
                new Delivery("another", ScriptedHandler.KIND, null, "text/plain", bytes("bert arrives"), "key-1"),
                new Words());

        assertThat(other.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    void aKeyUsedForSomethingElseIsQuarantinedAndNotApplied() {
        inbox.receive(delivery("anna arrives", "key-1"), new Words());
        Receipt conflict = inbox.receive(delivery("bert arrives", "key-1"), new Words());
        Receipt repeated = inbox.receive(delivery("bert arrives", "key-1"), new Words());
        worker.drain();

        assertThat(conflict.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(repeated.id()).isEqualTo(conflict.id());
        assertThat(status(conflict.id()).state()).isEqualTo(State.QUARANTINED);
        assertThat(status(conflict.id()).reason()).isEqualTo("control-id-conflict");
        assertThat(script.effects()).containsExactly("anna arrives");
    }

    @Test
    void theSameMessageSentManyTimesAtOnceIsStoredOnce() throws Exception {
        List<Receipt> receipts = atOnce(8, () -> inbox.receive(delivery("anna arrives", "key-1"), new Words()));
        worker.drain();

        assertThat(receipts)
                .extracting(Receipt::id)
                .containsOnly(receipts.get(0).id());
        assertThat(receipts)
                .extracting(Receipt::answer)
                .containsOnly(receipts.get(0).answer());
        assertThat(receipts)
                .filteredOn(receipt -> receipt.outcome() == Outcome.ACCEPTED)
                .hasSize(1);
        assertThat(script.effects()).hasSize(1);
    }

    @Test
    void whatIsRefusedIsKeptAndNeverApplied() {
        Receipt refused = inbox.receive(delivery("nonsense", "key-1"), new Words());
        worker.drain();

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(status(refused.id()).state()).isEqualTo(State.REFUSED);
        assertThat(contents(refused.id()).raw()).isEqualTo("nonsense");
        assertThat(script.tried).isEmpty();
    }

    @Test
    void rawMessagesAreSealedAtRest() {
        UUID id = send("anna arrives");

        byte[] stored = transactions.execute(status -> jdbc.sql("SELECT raw FROM inbox_message WHERE id = ?")
                .param(id.toString())
                .query((row, number) -> row.getBytes(1))
                .single());

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("anna");
        assertThat(contents(id).raw()).isEqualTo("anna arrives");
    }

    @Test
    void poisonHarmsOnlyItself(CapturedOutput log) {
        script.moves.put("anna 1", Move.FAIL);
        UUID poison = send("anna 1");
        UUID behind = send("anna 2");
        send("bert 1");

        worker.drain();
        assertThat(script.effects()).containsExactly("bert 1");
        assertThat(status(behind).state()).isEqualTo(State.RECEIVED);

        for (int attempt = 2; attempt <= 3; attempt++) {
            letTimePass();
            worker.drain();
        }

        assertThat(script.effects()).containsExactly("bert 1", "anna 2");
        assertThat(status(poison).state()).isEqualTo(State.QUARANTINED);
        assertThat(status(poison).reason()).isEqualTo("could-not-be-applied");
        assertThat(status(poison).attempts()).isEqualTo(3);
        assertThat(status(poison).lastError()).isEqualTo("IllegalStateException");
        assertThat(log)
                .contains(status(poison).correlationId())
                .doesNotContain("Alma")
                .doesNotContain("1951");
    }

    @Test
    void nothingWaitsThirtySecondsBehindPoison() {
        Duration afterFailures =
                Duration.ofSeconds(1).plusSeconds(4).plus(properties.poll().multipliedBy(3));
        Duration afterCrashes = properties.lease().plus(properties.poll()).multipliedBy(IntakeProperties.ATTEMPTS);

        assertThat(afterFailures).isLessThan(Duration.ofSeconds(30));
        assertThat(afterCrashes).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void attemptsAreCountedAlsoWhenTheWorkerDiesInThem() {
        UUID deadly = send("anna 1");
        UUID behind = send("anna 2");
        for (int crash = 0; crash < 3; crash++) {
            // what a worker does before its JVM is killed in the middle of applying
            transactions.executeWithoutResult(status -> {
                List<MessageId> next = store.lockNext(1);
                assertThat(next).extracting(MessageId::id).containsExactly(deadly);
                store.beginAttempt(deadly, clock.instant().plusSeconds(8));
            });
            assertThat(worker.drain()).as("leased").isZero();
            letTimePass();
        }

        worker.drain();

        assertThat(status(deadly).state()).isEqualTo(State.QUARANTINED);
        assertThat(status(deadly).reason()).isEqualTo("attempts-exhausted");
        assertThat(status(behind).state()).isEqualTo(State.APPLIED);
        assertThat(script.tried).containsExactly("anna 2");
    }

    @Test
    void aWorkerThatWasTakenForDeadAppliesNothingLate() {
        UUID id = send("anna 1");
        MessageId stale = new MessageId(id, 1);
        transactions.executeWithoutResult(status -> store.beginAttempt(id, clock.instant()));
        transactions.executeWithoutResult(status -> store.beginAttempt(id, clock.instant()));

        transactions.executeWithoutResult(
                status -> assertThat(store.lockForApplying(stale)).isEmpty());
    }

    @Test
    void anErrorIsPoisonToo() {
        script.moves.put("anna 1", Move.OVERFLOW);
        UUID poison = send("anna 1");
        for (int attempt = 1; attempt <= 3; attempt++) {
            worker.drain();
            letTimePass();
        }

        assertThat(status(poison).state()).isEqualTo(State.QUARANTINED);
        assertThat(status(poison).lastError()).isEqualTo("StackOverflowError");
        assertThat(script.effects()).isEmpty();
    }

    @Test
    void aDeadlockIsTriedAgainAtOnceAndCostsNoAttempt() {
        script.moves.put("anna 1", Move.DEADLOCK_ONCE);
        UUID id = send("anna 1");

        worker.drain();

        assertThat(status(id).state()).isEqualTo(State.APPLIED);
        assertThat(status(id).attempts()).isEqualTo(1);
        assertThat(script.effects()).containsExactly("anna 1");
    }

    @Test
    void whatAPersonMustDecideIsUndoneAndPutAside() {
        script.moves.put("anna 1", Move.PUT_ASIDE);
        UUID id = send("anna 1");

        worker.drain();

        assertThat(script.effects()).isEmpty();
        assertThat(status(id).state()).isEqualTo(State.QUARANTINED);
        assertThat(status(id).reason()).isEqualTo("somebody-decides");
        assertThat(status(id).attempts()).isEqualTo(1);
    }

    @Test
    void aReplayIsAppliedOnceHoweverOftenItIsAskedFor() {
        script.moves.put("anna 1", Move.PUT_ASIDE);
        UUID id = send("anna 1");
        worker.drain();
        script.moves.clear();

        assertThat(quarantine.list(null, 10)).extracting(MessageStatus::id).containsExactly(id);
        assertThat(quarantine.replay(id, "olga")).isTrue();
        assertThat(quarantine.replay(id, "olga")).isFalse();
        worker.drain();
        assertThat(quarantine.replay(id, "olga")).isFalse();
        worker.drain();

        assertThat(script.effects()).containsExactly("anna 1");
        assertThat(status(id).state()).isEqualTo(State.APPLIED);
        assertThat(status(id).reason()).isNull();
        assertThat(quarantine.list(null, 10)).isEmpty();
    }

    @Test
    void aCorrectionIsAppliedAndTheOriginalStays() {
        script.moves.put("anna 1", Move.PUT_ASIDE);
        UUID id = send("anna 1");
        worker.drain();

        assertThat(quarantine.correct(id, "nonsense", "olga", "typo")).hasSize(1);
        assertThat(quarantine.correct(id, "bert 1", "olga", "wrong patient")).isEmpty();
        assertThatThrownBy(() -> quarantine.correct(id, "bert 1", "olga", " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(quarantine.replay(id, "olga")).isTrue();
        worker.drain();

        assertThat(script.effects()).containsExactly("bert 1");
        Quarantine.Contents contents = contents(id);
        assertThat(contents.raw()).isEqualTo("anna 1");
        assertThat(contents.current()).isEqualTo("bert 1");
        assertThat(contents.corrections()).singleElement().satisfies(correction -> assertThat(
                        correction.by() + " " + correction.reason())
                .isEqualTo("olga wrong patient"));
    }

    @Test
    void aDismissedMessageIsNeverApplied() {
        script.moves.put("anna 1", Move.PUT_ASIDE);
        UUID id = send("anna 1");
        worker.drain();

        assertThat(quarantine.dismiss(id, "olga", "a test message")).isTrue();
        assertThat(quarantine.replay(id, "olga")).isFalse();
        assertThat(status(id).state()).isEqualTo(State.REFUSED);
    }

    @Test
    void severalWorkersKeepEachPatientsOrderAndApplyEachMessageOnce() throws Exception {
        List<String> sent = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            for (String patient : List.of("anna", "bert", "cora", "dave")) {
                String text = patient + " " + round;
                send(text);
                sent.add(text);
            }
        }

        atOnce(4, () -> {
            // a worker may find nothing while another still has each patient's next message
            for (int round = 0; round < 500 && waiting() > 0; round++) {
                worker.drain();
                Thread.sleep(2);
            }
            return 0;
        });

        assertThat(script.effects()).containsExactlyInAnyOrderElementsOf(sent);
        Map<String, List<String>> byPatient =
                script.effects().stream().collect(Collectors.groupingBy(text -> text.split(" ")[0]));
        byPatient.forEach((patient, texts) -> assertThat(texts)
                .containsExactlyElementsOf(IntStream.range(0, 12)
                        .mapToObj(round -> patient + " " + round)
                        .toList()));
    }

    @Test
    void oneBadMessageOfABatchDoesNotKeepTheOthers() {
        InboxWorker batches = new InboxWorker(
                store,
                inbox,
                new IntakeProperties(10_000, 32, properties.poll(), properties.lease(), false, Map.of()),
                transactions,
                clock);
        script.moves.put("p5 arrives", Move.FAIL);
        script.moves.put("p6 arrives", Move.PUT_ASIDE);
        List<UUID> ids = IntStream.range(0, 10)
                .mapToObj(number -> send("p" + number + " arrives"))
                .toList();

        batches.drain();

        assertThat(script.effects()).hasSize(8).doesNotContain("p5 arrives", "p6 arrives");
        assertThat(status(ids.get(5)).state()).isEqualTo(State.RECEIVED);
        assertThat(status(ids.get(5)).attempts()).isEqualTo(1);
        assertThat(status(ids.get(6)).state()).isEqualTo(State.QUARANTINED);
    }

    @Test
    void aRunningWorkerWakesForANewMessage() throws Exception {
        IntakeProperties slow =
                new IntakeProperties(10_000, 1, Duration.ofSeconds(30), properties.lease(), true, Map.of());
        InboxWorker running = new InboxWorker(store, inbox, slow, transactions, clock);
        running.start();
        try {
            Thread.sleep(200);
            UUID id = send("anna arrives");
            running.on(new InboxMessage.Received(id));
            Instant until = Instant.now(clock).plusSeconds(10);
            while (status(id).state() == State.RECEIVED && Instant.now(clock).isBefore(until)) {
                Thread.sleep(10);
            }
            assertThat(status(id).state()).isEqualTo(State.APPLIED);
        } finally {
            running.stop();
        }
    }

    @Test
    void aFullInboxAsksToComeBackAndKeepsNothing() {
        Inbox tiny = new Inbox(
                store,
                List.of(script),
                new IntakeProperties(0, 1, properties.poll(), properties.lease(), false, Map.of()),
                transactions,
                event -> {},
                clock);
        send("anna arrives");

        assertThatThrownBy(() -> tiny.receive(delivery("bert arrives", null), new Words()))
                .isInstanceOf(Inbox.Full.class);
        assertThat(waiting()).isEqualTo(1);
    }

    private UUID send(String text) {
        return inbox.receive(delivery(text, null), new Words()).id();
    }

    private static Delivery delivery(String text, @Nullable String key) {
        return new Delivery("hospital", ScriptedHandler.KIND, null, "text/plain", bytes(text), key);
    }

    private MessageStatus status(UUID id) {
        return inbox.status(id).orElseThrow();
    }

    private Quarantine.Contents contents(UUID id) {
        return quarantine.contents(id).orElseThrow();
    }

    private int waiting() {
        return transactions.execute(status -> store.waiting(1_000));
    }

    private void letTimePass() {
        transactions.executeWithoutResult(
                status -> jdbc.sql("UPDATE inbox_message SET next_attempt_at = '2020-01-01' WHERE state = 'RECEIVED'")
                        .update());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(Collections.nCopies(threads, work))) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static final class Words implements Receipt.Answers {
        @Override
        public Answer accepted(UUID id, Instant receivedAt) {
            return new Answer(202, "{\"id\":\"" + id + "\"}");
        }

        @Override
        public Answer refused(UUID id, List<FieldProblem> problems, boolean malformed) {
            return new Answer(422, "{}");
        }

        @Override
        public Answer conflict(UUID id) {
            return new Answer(422, "{\"conflict\":true}");
        }
    }
}
