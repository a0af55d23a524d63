package org.homeward.audit;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Links committed events into the chain, on one node at a time: whoever has the head's row locked. An event waits in a
 * queue that commits with it, so that one that commits late, with an earlier id, takes the next place and is not lost;
 * seal and queue change in one transaction, so that a crash leaves neither half.
 */
@Component
class SealTrail {

    static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;
    private final TrailKeys keys;
    private final AnchorFile anchor;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final AuditSettings settings;
    private final Clock clock;

    SealTrail(
            JdbcClient jdbc,
            JdbcTemplate batches,
            TransactionTemplate transactions,
            TrailKeys keys,
            AnchorFile anchor,
            Audit audit,
            ApplicationEventPublisher events,
            AuditSettings settings,
            @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transactions = transactions;
        this.keys = keys;
        this.anchor = anchor;
        this.audit = audit;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** What one pass did, and what is told outside once it has committed. */
    private record Pass(
            int sealed,
            @Nullable Checkpoint head,
            List<Checkpoint> checkpoints,
            @Nullable String broken) {

        static final Pass NOTHING = new Pass(0, null, List.of(), null);
    }

    /** Seals what waits. */
    @Scheduled(
            fixedDelayString = "${homeward.audit.seal-every:PT0.5S}",
            initialDelayString = "${homeward.audit.seal-every:PT0.5S}")
    void seal() {
        Pass pass;
        do {
            pass = Objects.requireNonNull(transactions.execute(status -> pass()));
            if (pass.head() != null) {
                anchor.keep(pass.checkpoints(), pass.head());
            }
            if (pass.broken() != null) {
                events.publishEvent(new Trail.Broken(pass.broken()));
            }
        } while (pass.sealed() == BATCH);
    }

    private Pass pass() {
        // somebody else seals: what waits is theirs
        Optional<TrailHead> locked = jdbc.sql("select * from trail_head where id = 1 for update skip locked")
                .query((row, i) -> TrailHead.of(row))
                .optional();
        if (locked.isEmpty()) {
            // somebody took the row itself away: the next pass finds that the chain has no head
            jdbc.sql("insert into trail_head (id, seq, mac, checkpoint_no, checkpoint_seq)"
                            + " select 1, 0, repeat(x'00', 32), 0, 0 from (select 1) one"
                            + " where not exists (select 1 from trail_head)")
                    .update();
            return Pass.NOTHING;
        }
        LocalDateTime now =
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        TrailHead head = locked.get();
        List<EventRow> waiting = waiting();
        boolean due = head.checkpointAt() == null
                || !now.isBefore(head.checkpointAt().plus(settings.checkpointEvery()))
                // the clock went back: the next checkpoint would be long in coming
                || now.isBefore(head.checkpointAt());
        if (waiting.isEmpty() && (!due || head.seq() == head.checkpointSeq())) {
            return Pass.NOTHING;
        }
        String broken = broken(head);
        TrailHead from = broken == null ? head : goOnAfter(head, broken);
        List<Seal> seals = linked(waiting, from, now);
        insert(seals);
        long seq = seals.isEmpty() ? from.seq() : seals.get(seals.size() - 1).seq();
        byte[] mac = seals.isEmpty() ? from.mac() : seals.get(seals.size() - 1).mac();
        List<Checkpoint> checkpoints = new ArrayList<>();
        TrailHead next =
                new TrailHead(seq, mac, from.checkpointNo(), from.checkpointSeq(), from.checkpointAt(), null, null);
        if (due || broken != null) {
            Checkpoint checkpoint = Checkpoint.signed("checkpoint", from.checkpointNo() + 1, seq, mac, now, keys);
            keep(checkpoint);
            checkpoints.add(checkpoint);
            next = new TrailHead(seq, mac, checkpoint.no(), seq, now, null, null);
        }
        keep(next.sealed(keys));
        return new Pass(
                seals.size(), Checkpoint.signed("head", next.checkpointNo(), seq, mac, now, keys), checkpoints, broken);
    }

    private List<EventRow> waiting() {
        return jdbc.sql("select " + EventRow.COLUMNS + " from trail_waiting w"
                        + " join audit_event e on e.id = w.event_id and e.at = w.event_at"
                        + " order by w.event_id limit " + BATCH)
                .query((row, i) -> EventRow.of(row))
                .list();
    }

    /** A word for what is wrong with the end of the chain; null, when it is as it was left. */
    private @Nullable String broken(TrailHead head) {
        Optional<Seal> last = last();
        if (head.isUnused()) {
            return last.isPresent() ? "headLost" : null;
        }
        if (!head.isSealed(keys)) {
            return "headChanged";
        }
        long lastSeq = last.map(Seal::seq).orElse(0L);
        if (lastSeq != head.seq()) {
            // all that was sealed may have been retired since
            boolean retired = last.isEmpty() && count("select count(*) from audit_retirement") > 0;
            return retired ? null : lastSeq < head.seq() ? "tailGone" : "tailAdded";
        }
        return last.isEmpty() || MessageDigest.isEqual(last.get().mac(), head.mac()) ? null : "tailChanged";
    }

    /**
     * Goes on behind whatever is there, and says so in an event of its own: the chain keeps the scar, and no act goes
     * unsealed because somebody broke it.
     */
    private TrailHead goOnAfter(TrailHead head, String broken) {
        audit.record(Audit.ITSELF, Trail.BROKEN, "trail", Long.toString(head.seq()), null, Map.of("what", broken));
        Optional<Seal> last = last().filter(seal -> !head.isSealed(keys) || seal.seq() > head.seq());
        long checkpoint = count("select coalesce(max(no), 0) from audit_checkpoint");
        return new TrailHead(
                last.map(Seal::seq).orElse(head.isSealed(keys) ? head.seq() : 0),
                last.map(Seal::mac).orElse(head.isSealed(keys) ? head.mac() : Seal.NOTHING_BEFORE),
                Math.max(checkpoint, head.isSealed(keys) ? head.checkpointNo() : 0),
                head.checkpointSeq(),
                head.checkpointAt(),
                null,
                null);
    }

    private Optional<Seal> last() {
        return jdbc.sql("select * from audit_seal order by seq desc limit 1")
                .query((row, i) -> Seal.of(row))
                .optional();
    }

    private List<Seal> linked(List<EventRow> events, TrailHead from, LocalDateTime now) {
        List<Seal> seals = new ArrayList<>(events.size());
        long seq = from.seq();
        byte[] before = from.mac();
        String key = keys.sealsWith();
        for (EventRow event : events) {
            byte[] digest = event.mac() != null ? event.mac() : keys.eventMac(key, event.content());
            Seal open = new Seal(
                    ++seq, event.id(), event.at(), Objects.requireNonNull(digest), now, key, Seal.NOTHING_BEFORE);
            Seal seal = open.sealedWith(Objects.requireNonNull(keys.chainMac(key, open.content(before))));
            seals.add(seal);
            before = seal.mac();
        }
        return seals;
    }

    private void insert(List<Seal> seals) {
        if (seals.isEmpty()) {
            return;
        }
        batches.batchUpdate(
                "insert into audit_seal (seq, event_id, event_at, digest, sealed_at, key_id, mac)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                seals,
                seals.size(),
                (row, seal) -> {
                    row.setLong(1, seal.seq());
                    row.setString(2, seal.eventId());
                    row.setObject(3, seal.eventAt());
                    row.setBytes(4, seal.digest());
                    row.setObject(5, seal.sealedAt());
                    row.setString(6, seal.keyId());
                    row.setBytes(7, seal.mac());
                });
        jdbc.sql("delete from trail_waiting where event_id in (:ids)")
                .param("ids", seals.stream().map(Seal::eventId).toList())
                .update();
    }

    private void keep(Checkpoint checkpoint) {
        jdbc.sql("insert into audit_checkpoint (no, seq, mac, at, key_id, signature) values (?, ?, ?, ?, ?, ?)")
                .params(
                        checkpoint.no(),
                        checkpoint.seq(),
                        checkpoint.mac(),
                        checkpoint.at(),
                        checkpoint.keyId(),
                        checkpoint.signature())
                .update();
    }

    private void keep(TrailHead head) {
        jdbc.sql("""
                insert into trail_head (id, seq, mac, checkpoint_no, checkpoint_seq, checkpoint_at, key_id, seal)
                values (1, :seq, :mac, :no, :checkpointSeq, :checkpointAt, :key, :seal)
                on duplicate key update seq = values(seq), mac = values(mac), checkpoint_no = values(checkpoint_no),
                    checkpoint_seq = values(checkpoint_seq), checkpoint_at = values(checkpoint_at),
                    key_id = values(key_id), seal = values(seal)""")
                .param("seq", head.seq())
                .param("mac", head.mac())
                .param("no", head.checkpointNo())
                .param("checkpointSeq", head.checkpointSeq())
                .param("checkpointAt", head.checkpointAt())
                .param("key", head.keyId())
                .param("seal", head.seal())
                .update();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
