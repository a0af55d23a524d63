package org.homeward.referral;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Say how many loops close, how long each step takes, and where loops die; each figure from the moves themselves. */
@Service
public class ReferralNumbers {

    /**
     * @param name a kind, or a recipient
     * @param closed with outcome received, reviewed and told
     */
    public record Closure(String name, int loops, int closed, int open, int otherwise) {

        /** Of those that have ended; empty string where none has. */
        public String percent() {
            int ended = closed + otherwise;
            return ended == 0 ? "" : Math.round(100.0 * closed / ended) + " %";
        }
    }

    /** How long conversations stood in a state before they moved on. */
    public record Wait(ReferralState state, int times, double medianDays, double longestDays) {}

    /** Where and why loops ended without an outcome. */
    public record Death(Reasons.Closing reason, @Nullable ReferralState lastState, int times) {}

    /**
     * The proportion that a receiving-report measure asks for, in the style of CMS50 and uncertified.
     *
     * @param denominator one for each patient: the first clinical referral sent from January to October
     */
    public record ReportReceived(int year, int denominator, List<Evidence> numerator) {}

    /** The move that proves that the report of a patient's first referral came. */
    public record Evidence(
            UUID loopId, UUID referralId, UUID transitionId, String recipient, Instant sentAt, Instant at) {}

    public record Numbers(List<Closure> byKind, List<Closure> byRecipient, List<Wait> waits, List<Death> deaths) {}

    private record Loop(
            UUID id,
            @Nullable String kind,
            Reasons.@Nullable Closing closing,
            @Nullable ReferralState lastState) {}

    private record Move(
            UUID id,
            UUID loopId,
            UUID referralId,
            UUID patientId,
            String recipient,
            @Nullable String kind,
            int attempt,
            int seq,
            ReferralState from,
            ReferralState to,
            Instant at) {}

    private final JdbcClient jdbc;

    ReferralNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of the loops that these teams opened within a time. */
    @Transactional(readOnly = true)
    public Numbers of(Collection<String> teams, Instant from, Instant until) {
        if (teams.isEmpty()) {
            return new Numbers(List.of(), List.of(), List.of(), List.of());
        }
        List<Move> moves = moves(teams, from, until);
        Map<UUID, ReferralState> last = new LinkedHashMap<>();
        moves.forEach(move -> last.put(move.loopId(), move.to()));
        List<Loop> loops = jdbc.sql("select id, kind, closing from referral_loop"
                        + " where team_id in (:teams) and opened_at >= :from and opened_at < :until")
                .param("teams", teams)
                .param("from", utc(from))
                .param("until", utc(until))
                .query((row, i) -> {
                    UUID id = UUID.fromString(row.getString("id"));
                    String closing = row.getString("closing");
                    return new Loop(
                            id,
                            row.getString("kind"),
                            closing == null ? null : Reasons.Closing.valueOf(closing),
                            last.get(id));
                })
                .list();
        Map<String, List<Loop>> kinds = new TreeMap<>(
                loops.stream().collect(Collectors.groupingBy(loop -> loop.kind() == null ? "NOT_SENT" : loop.kind())));
        Map<UUID, Loop> byId = loops.stream().collect(Collectors.toMap(Loop::id, loop -> loop));
        Map<String, Set<UUID>> recipients = new TreeMap<>();
        moves.forEach(move -> recipients
                .computeIfAbsent(move.recipient(), name -> new HashSet<>())
                .add(move.loopId()));
        Map<UUID, String> closer = new LinkedHashMap<>();
        moves.forEach(move -> closer.put(move.loopId(), move.recipient()));
        return new Numbers(
                kinds.entrySet().stream()
                        .map(kind -> closure(kind.getKey(), kind.getValue()))
                        .toList(),
                recipients.entrySet().stream()
                        .map(one -> {
                            // a loop that closed with the next recipient did not close with this one
                            List<Loop> theirs = one.getValue().stream()
                                    .map(byId::get)
                                    .filter(java.util.Objects::nonNull)
                                    .toList();
                            int closed = (int) theirs.stream()
                                    .filter(loop -> loop.closing() == Reasons.Closing.LOOP_CLOSED
                                            && one.getKey().equals(closer.get(loop.id())))
                                    .count();
                            int open = (int) theirs.stream()
                                    .filter(loop -> loop.closing() == null
                                            && one.getKey().equals(closer.get(loop.id())))
                                    .count();
                            return new Closure(
                                    one.getKey(), theirs.size(), closed, open, theirs.size() - closed - open);
                        })
                        .sorted(Comparator.comparingInt(Closure::loops).reversed())
                        .toList(),
                waits(moves),
                deaths(loops));
    }

    private static Closure closure(String name, List<Loop> loops) {
        int closed = (int) loops.stream()
                .filter(loop -> loop.closing() == Reasons.Closing.LOOP_CLOSED)
                .count();
        int open = (int) loops.stream().filter(loop -> loop.closing() == null).count();
        return new Closure(name, loops.size(), closed, open, loops.size() - closed - open);
    }

    private static List<Wait> waits(List<Move> moves) {
        Map<ReferralState, List<Double>> days = new EnumMap<>(ReferralState.class);
        Map<UUID, Move> before = new LinkedHashMap<>();
        for (Move move : moves) {
            Move last = before.put(move.referralId(), move);
            if (last != null) {
                days.computeIfAbsent(move.from(), state -> new ArrayList<>())
                        .add(Duration.between(last.at(), move.at()).toMinutes() / 1440.0);
            }
        }
        return days.entrySet().stream()
                .map(state -> {
                    List<Double> sorted = state.getValue().stream().sorted().toList();
                    int half = sorted.size() / 2;
                    double median =
                            sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
                    return new Wait(state.getKey(), sorted.size(), median, sorted.get(sorted.size() - 1));
                })
                .toList();
    }

    private static List<Death> deaths(List<Loop> loops) {
        record Where(Reasons.Closing reason, @Nullable ReferralState state) {}
        Map<Where, Integer> counted = new LinkedHashMap<>();
        for (Loop loop : loops) {
            Reasons.Closing closing = loop.closing();
            if (closing != null && closing != Reasons.Closing.LOOP_CLOSED) {
                counted.merge(new Where(closing, loop.lastState()), 1, Integer::sum);
            }
        }
        return counted.entrySet().stream()
                .map(one -> new Death(one.getKey().reason(), one.getKey().state(), one.getValue()))
                .sorted(Comparator.comparingInt(Death::times).reversed())
                .toList();
    }

    /**
     * One for each patient: the first clinical referral that was sent from January to October, and whether its report came
     * within the year. Source: cqframework/ecqm-content-qicore-2022, CMS50.
     */
    @Transactional(readOnly = true)
    public ReportReceived reportReceived(Collection<String> teams, int year, ZoneId zone) {
        if (teams.isEmpty()) {
            return new ReportReceived(year, 0, List.of());
        }
        Instant begins = LocalDate.of(year, 1, 1).atStartOfDay(zone).toInstant();
        Instant lastSent = LocalDate.of(year, 11, 1).atStartOfDay(zone).toInstant();
        Instant ends = LocalDate.of(year + 1, 1, 1).atStartOfDay(zone).toInstant();
        List<Move> moves = movesBetween(teams, begins, ends);
        Map<UUID, Move> first = new LinkedHashMap<>();
        for (Move move : moves) {
            if (ReferralLoop.Kind.CLINICAL.name().equals(move.kind())
                    && move.attempt() == 1
                    && move.from() == ReferralState.DRAFT
                    && move.at().isBefore(lastSent)) {
                first.merge(move.patientId(), move, (one, other) -> one.at().isAfter(other.at()) ? other : one);
            }
        }
        Map<UUID, Move> byLoop =
                first.values().stream().collect(Collectors.toMap(Move::loopId, move -> move, (one, other) -> one));
        Map<UUID, Evidence> proofs = new LinkedHashMap<>();
        for (Move move : moves) {
            Move sent = byLoop.get(move.loopId());
            if (sent != null && move.to() == ReferralState.COMPLETED) {
                proofs.putIfAbsent(
                        move.loopId(),
                        new Evidence(
                                move.loopId(), move.referralId(), move.id(), move.recipient(), sent.at(), move.at()));
            }
        }
        return new ReportReceived(year, first.size(), List.copyOf(proofs.values()));
    }

    private List<Move> moves(Collection<String> teams, Instant from, Instant until) {
        return read("l.opened_at >= :from and l.opened_at < :until", teams, from, until);
    }

    private List<Move> movesBetween(Collection<String> teams, Instant from, Instant until) {
        return read("t.at >= :from and t.at < :until", teams, from, until);
    }

    private List<Move> read(String within, Collection<String> teams, Instant from, Instant until) {
        return jdbc.sql("select t.id, r.loop_id, t.referral_id, r.patient_id, r.recipient, l.kind, r.attempt, t.seq,"
                        + " t.from_state, t.to_state, t.at from referral_transition t"
                        + " join referral r on r.id = t.referral_id join referral_loop l on l.id = r.loop_id"
                        + " where l.team_id in (:teams) and " + within + " order by r.loop_id, r.attempt, t.seq")
                .param("teams", teams)
                .param("from", utc(from))
                .param("until", utc(until))
                .query((row, i) -> new Move(
                        UUID.fromString(row.getString("id")),
                        UUID.fromString(row.getString("loop_id")),
                        UUID.fromString(row.getString("referral_id")),
                        UUID.fromString(row.getString("patient_id")),
                        row.getString("recipient"),
                        row.getString("kind"),
                        row.getInt("attempt"),
                        row.getInt("seq"),
                        ReferralState.valueOf(row.getString("from_state")),
                        ReferralState.valueOf(row.getString("to_state")),
                        row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC)))
                .list();
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
