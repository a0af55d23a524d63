package org.homeward.rules;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.homeward.audit.Audit;
import org.homeward.engine.Columns;
import org.homeward.engine.DecisionTables;
import org.homeward.engine.DecisionTables.Table;
import org.homeward.engine.RowApprovals;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rules in force and who vouches for them. What is known is looked up again each half minute, on every node. */
@Service
class RuleBook implements RowApprovals {

    /** @param by whoever approved it; null where the table itself says verified, or nobody has */
    record Entry(
            RuleRow row,
            String hash,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable String note) {

        boolean vouchedFor() {
            return row.verified() || by != null;
        }
    }

    record Page(String key, String name, int version, List<Entry> entries) {

        List<Entry> open() {
            return entries.stream().filter(entry -> !entry.vouchedFor()).toList();
        }
    }

    private record Approval(
            String decision,
            String hash,
            String by,
            Instant at,
            @Nullable String note) {}

    private record Known(List<Page> pages, Map<String, Map<String, Boolean>> vouchedFor, long since) {}

    private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();

    private final DecisionTables tables;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Audit audit;
    private final Clock clock;
    private volatile @Nullable Known known;

    RuleBook(
            DecisionTables tables,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Audit audit,
            @Qualifier("systemClock") Clock clock) {
        this.tables = tables;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Every table in force with every row, by key; read now. */
    List<Page> pages() {
        known = null;
        return known().pages();
    }

    /** How many rows nobody vouches for, by table; tables without any are left out. */
    Map<String, Integer> open() {
        Map<String, Integer> open = new LinkedHashMap<>();
        known().pages().stream()
                .filter(page -> !page.open().isEmpty())
                .forEach(page -> open.put(page.key(), page.open().size()));
        return open;
    }

    @Override
    public boolean approved(String decision, @Nullable Object rule, @Nullable Object source) {
        return known().vouchedFor().getOrDefault(decision, Map.of()).getOrDefault(nameOf(rule, source), false);
    }

    /**
     * Vouches for rows as they stand.
     *
     * @param hashes of what was read; a row that says something else by now is not among them any more
     * @return how many are newly approved
     */
    @Transactional
    int approve(String decision, Collection<String> hashes, @Nullable String note, String by) {
        Page page = pages().stream()
                .filter(one -> one.key().equals(decision))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no table " + decision));
        int approved = 0;
        for (Entry entry : page.open()) {
            if (hashes.contains(entry.hash())) {
                // whoever was a moment faster has approved it: once is enough
                approved += jdbc.sql("""
                                insert ignore into rule_approval
                                    (id, decision_key, row_hash, version_seen, approved_by, approved_at, note)
                                values (:id, :key, :hash, :version, :by, :at, :note)""")
                        .param("id", UuidCreator.getTimeOrderedEpoch().toString())
                        .param("key", decision)
                        .param("hash", entry.hash())
                        .param("version", page.version())
                        .param("by", by)
                        .param("at", Columns.utc(clock.instant()))
                        .param("note", note)
                        .update();
            }
        }
        if (approved > 0) {
            audit.record(by, "rule.approved", "decision", decision, null, Map.of("rows", Integer.toString(approved)));
            forgetAfterwards();
        }
        return approved;
    }

    /** @return false when it was not approved any more */
    @Transactional
    boolean withdraw(String decision, String hash, String why, String by) {
        boolean withdrawn = jdbc.sql("""
                                update rule_approval set withdrawn_by = :by, withdrawn_at = :at, withdrawn_why = :why
                                where decision_key = :key and row_hash = :hash and standing = 1""")
                        .param("by", by)
                        .param("at", Columns.utc(clock.instant()))
                        .param("why", why)
                        .param("key", decision)
                        .param("hash", hash)
                        .update()
                > 0;
        if (withdrawn) {
            audit.record(by, "rule.approvalWithdrawn", "decision", decision, null, Map.of());
            forgetAfterwards();
        }
        return withdrawn;
    }

    private Known known() {
        Known last = known;
        if (last != null && System.nanoTime() - last.since() < KEPT_NANOS) {
            return last;
        }
        Known fresh = Objects.requireNonNull(transactions.execute(status -> read()));
        known = fresh;
        return fresh;
    }

    private Known read() {
        long since = System.nanoTime();
        Map<String, Approval> standing = jdbc
                .sql("select decision_key, row_hash, approved_by, approved_at, note from rule_approval"
                        + " where standing = 1")
                .query((row, i) -> new Approval(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Columns.instant(row, "approved_at"),
                        row.getString(5)))
                .list()
                .stream()
                .collect(Collectors.toMap(one -> one.decision() + "/" + one.hash(), one -> one));
        List<Page> pages =
                tables.inForce().stream().map(table -> page(table, standing)).toList();
        Map<String, Map<String, Boolean>> vouchedFor = new HashMap<>();
        for (Page page : pages) {
            Map<String, Boolean> names = new HashMap<>();
            // an answer names its rule and source: where several rows share them, all must be vouched for
            page.entries()
                    .forEach(entry -> names.merge(
                            nameOf(entry.row().rule(), entry.row().source()), entry.vouchedFor(), Boolean::logicalAnd));
            vouchedFor.put(page.key(), names);
        }
        return new Known(pages, vouchedFor, since);
    }

    private static Page page(Table table, Map<String, Approval> standing) {
        return new Page(
                table.key(),
                table.name(),
                table.version(),
                table.rows().stream()
                        .map(row -> {
                            RuleRow rule = new RuleRow(table.key(), row);
                            String hash = rule.hash();
                            Approval approval = standing.get(table.key() + "/" + hash);
                            return approval == null
                                    ? new Entry(rule, hash, null, null, null)
                                    : new Entry(rule, hash, approval.by(), approval.at(), approval.note());
                        })
                        .toList());
    }

    private static String nameOf(@Nullable Object rule, @Nullable Object source) {
        return rule + "\n" + source;
    }

    private void forgetAfterwards() {
        known = null;
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                known = null;
            }
        });
    }
}
