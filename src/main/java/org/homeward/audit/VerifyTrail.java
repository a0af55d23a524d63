package org.homeward.audit;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.audit.Verification.Finding;
import org.homeward.audit.Verification.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Walks the whole chain, page by page, while sealing goes on. */
@Component
class VerifyTrail {

    static final int PAGE = 2_000;
    private static final int TOLD = 100;

    private final JdbcClient jdbc;
    private final TrailKeys keys;
    private final AnchorFile anchor;
    private final Clock clock;

    VerifyTrail(JdbcClient jdbc, TrailKeys keys, AnchorFile anchor, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.anchor = anchor;
        this.clock = clock;
    }

    private record Linked(Seal seal, @Nullable EventRow event) {

        static Linked of(ResultSet row) throws SQLException {
            Seal seal = new Seal(
                    row.getLong("seq"),
                    row.getString("event_id"),
                    row.getObject("event_at", LocalDateTime.class),
                    row.getBytes("digest"),
                    row.getObject("sealed_at", LocalDateTime.class),
                    row.getString("key_id"),
                    row.getBytes("mac"));
            return new Linked(seal, row.getString("id") == null ? null : EventRow.of(row));
        }
    }

    /** Something signed, and what it means when the chain says otherwise. */
    private record Word(Checkpoint said, Kind otherwise) {}

    @Transactional(readOnly = true)
    Verification verify(Trail.Progress progress) {
        return new Walk(progress).walked();
    }

    /** One check, from the first seal to the last. */
    private final class Walk {

        private final Trail.Progress progress;
        private final Instant started = clock.instant();
        private final long nanos = System.nanoTime();
        private final List<Finding> findings = new ArrayList<>();
        private final Map<Long, List<Word>> words = new HashMap<>();
        private long found;
        private long seq;
        private byte[] before = Seal.NOTHING_BEFORE;
        private boolean gap;
        private boolean onlyWithoutMac = true;
        private long sealed;
        private long retired;
        private @Nullable LocalDateTime cutoff;

        private Walk(Trail.Progress progress) {
            this.progress = progress;
        }

        private void find(Kind kind, String row) {
            found++;
            if (findings.size() < TOLD) {
                findings.add(new Finding(kind, row));
            }
        }

        private Verification walked() {
            beginAfterWhatIsRetired();
            // read before the chain is walked: what is sealed meanwhile comes after it
            List<Checkpoint> checkpoints = jdbc.sql("select * from audit_checkpoint order by no")
                    .query((row, i) -> Checkpoint.of(row))
                    .list();
            checkpoints.forEach(word -> expect(new Word(word, Kind.CHECKPOINT_CHANGED)));
            AnchorFile.Lines outside = anchor.read();
            outside.unreadable().forEach(line -> find(Kind.ANCHOR_DIFFERS, line));
            outside.kept().forEach(word -> expect(new Word(word, Kind.ANCHOR_DIFFERS)));
            TrailHead head = walkTheChain();
            checkpointsAreComplete(checkpoints, head);
            words.values().forEach(never -> never.forEach(this::differs));
            Optional<LocalDateTime> oldest = unsealed();
            long waiting = count("select count(*) from trail_waiting");
            return new Verification(
                    started,
                    Duration.ofNanos(System.nanoTime() - nanos),
                    sealed,
                    retired,
                    waiting,
                    oldest.map(at -> at.toInstant(ZoneOffset.UTC)).orElse(null),
                    checkpoints.size(),
                    found,
                    List.copyOf(findings));
        }

        private void beginAfterWhatIsRetired() {
            List<Checkpoint> retirements = jdbc.sql("select * from audit_retirement order by cutoff, seq")
                    .query((row, i) -> Checkpoint.retirement(row))
                    .list();
            for (Checkpoint retirement : retirements) {
                if (!retirement.isSigned(keys)) {
                    find(Kind.RETIREMENT_CHANGED, name(retirement));
                    continue;
                }
                cutoff = retirement.at();
                if (retirement.seq() >= seq) {
                    seq = retirement.seq();
                    before = seq == 0 ? Seal.NOTHING_BEFORE : retirement.mac();
                    onlyWithoutMac = onlyWithoutMac && seq == 0;
                }
            }
        }

        /** A signed word says which mac stands at which place; it is compared when the walk comes by. */
        private void expect(Word word) {
            Checkpoint said = word.said();
            if (!said.isSigned(keys)) {
                differs(word);
            } else if (said.seq() > seq) {
                words.computeIfAbsent(said.seq(), at -> new ArrayList<>()).add(word);
            } else if (said.seq() == seq && !Arrays.equals(said.mac(), before)) {
                differs(word);
            }
        }

        private TrailHead walkTheChain() {
            TrailHead head = head();
            while (true) {
                List<Linked> page = jdbc.sql("select s.*, " + EventRow.COLUMNS
                                + " from (select * from audit_seal where seq > ? order by seq limit " + PAGE
                                + ") s left join audit_event e on e.id = s.event_id and e.at = s.event_at"
                                + " order by s.seq")
                        .param(seq)
                        .query((row, i) -> Linked.of(row))
                        .list();
                page.forEach(this::check);
                if (page.isEmpty()) {
                    // only now: whoever seals moves head and seals together
                    head = head();
                    if (head.seq() <= seq || count("select count(*) from audit_seal where seq > " + seq) == 0) {
                        break;
                    }
                }
                progress.reached(seq, Math.max(seq, head.seq()));
            }
            if (!head.isSealed(keys) && !(head.isUnused() && seq == 0)) {
                find(Kind.HEAD_CHANGED, "head " + head.seq());
            } else if (head.seq() != seq || (!head.isUnused() && !Arrays.equals(head.mac(), before))) {
                find(Kind.TAIL_CHANGED, head.seq() > seq ? "seals " + (seq + 1) + "-" + head.seq() : "seal " + seq);
            }
            return head;
        }

        private TrailHead head() {
            return jdbc.sql("select * from trail_head where id = 1")
                    .query((row, i) -> TrailHead.of(row))
                    .optional()
                    .orElse(new TrailHead(-1, Seal.NOTHING_BEFORE, 0, 0, null, null, null));
        }

        private void check(Linked linked) {
            Seal seal = linked.seal();
            if (seal.seq() != seq + 1) {
                find(Kind.SEALS_GONE, "seals " + (seq + 1) + "-" + (seal.seq() - 1));
                gap = true;
            }
            sealed++;
            byte[] made = keys.chainMac(seal.keyId(), seal.content(before));
            // behind a gap nobody knows what stood before: the seal after shows whether this one is right
            if (!gap && (made == null || !MessageDigest.isEqual(made, seal.mac()))) {
                find(Kind.SEAL_CHANGED, "seal " + seal.seq());
            }
            gap = false;
            check(seal, linked.event());
            List<Word> expected = words.remove(seal.seq());
            if (expected != null) {
                expected.stream()
                        .filter(word -> !Arrays.equals(word.said().mac(), seal.mac()))
                        .forEach(this::differs);
            }
            seq = seal.seq();
            before = seal.mac();
        }

        private void check(Seal seal, @Nullable EventRow event) {
            if (event == null) {
                if (cutoff != null && seal.eventAt().isBefore(cutoff)) {
                    retired++;
                } else {
                    find(Kind.EVENT_GONE, "event " + seal.eventId());
                }
                return;
            }
            // what was written before there were macs comes first in the chain, and nothing like it after
            onlyWithoutMac = onlyWithoutMac && event.mac() == null;
            String keyId = event.keyId() == null ? seal.keyId() : event.keyId();
            byte[] made = keys.eventMac(keyId, event.content());
            if (made == null
                    || !MessageDigest.isEqual(made, seal.digest())
                    || (event.mac() == null ? !onlyWithoutMac : !Arrays.equals(event.mac(), seal.digest()))) {
                find(Kind.EVENT_CHANGED, "event " + event.id());
            }
            if (event.action().equals(Trail.BROKEN)) {
                find(Kind.BROKEN_BEFORE, "event " + event.id());
            }
        }

        private void checkpointsAreComplete(List<Checkpoint> checkpoints, TrailHead head) {
            long no = 0;
            for (Checkpoint checkpoint : checkpoints) {
                if (checkpoint.no() != no + 1) {
                    find(Kind.CHECKPOINT_GONE, "checkpoint " + (no + 1));
                }
                no = checkpoint.no();
            }
            if (head.checkpointNo() > no
                    && count("select count(*) from audit_checkpoint where no = " + head.checkpointNo()) == 0) {
                find(Kind.CHECKPOINT_GONE, "checkpoint " + (no + 1));
            }
        }

        /** What neither waits nor is sealed, what waits and is not there; and since when the oldest waits. */
        private Optional<LocalDateTime> unsealed() {
            jdbc.sql("""
                            select e.id from audit_event e
                            left join audit_seal s on s.event_id = e.id
                            left join trail_waiting w on w.event_id = e.id and w.event_at = e.at
                            where s.seq is null and w.event_id is null and e.at >= ? order by e.id limit 10000""")
                    .param(cutoff == null ? LocalDateTime.of(1970, 1, 1, 0, 0) : cutoff)
                    .query(String.class)
                    .list()
                    .forEach(id -> find(Kind.EVENT_NOT_SEALED, "event " + id));
            jdbc.sql("""
                            select w.event_id from trail_waiting w
                            left join audit_event e on e.id = w.event_id and e.at = w.event_at
                            where e.id is null limit 10000""").query(String.class).list().forEach(id -> find(Kind.WAITING_EVENT_GONE, "event " + id));
            jdbc.sql("select " + EventRow.COLUMNS + " from trail_waiting w"
                            + " join audit_event e on e.id = w.event_id and e.at = w.event_at limit 10000")
                    .query((row, i) -> EventRow.of(row))
                    .list()
                    .forEach(event -> {
                        byte[] made = event.keyId() == null ? null : keys.eventMac(event.keyId(), event.content());
                        if (event.mac() != null && (made == null || !MessageDigest.isEqual(made, event.mac()))) {
                            find(Kind.EVENT_CHANGED, "event " + event.id());
                        }
                    });
            return jdbc.sql("select min(event_at) from trail_waiting")
                    .query((row, i) -> Optional.ofNullable(row.getObject(1, LocalDateTime.class)))
                    .single();
        }

        private void differs(Word word) {
            find(word.otherwise(), name(word.said()));
        }

        private static String name(Checkpoint word) {
            return word.kind() + " " + (word.no() == 0 ? word.at() : word.no()) + " at seal " + word.seq();
        }

        private long count(String sql) {
            return jdbc.sql(sql).query(Long.class).single();
        }
    }
}
