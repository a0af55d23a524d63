package org.homeward.directory;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.directory.ProgrammeRows.Change;
import org.homeward.engine.Columns;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Take a directory from a file: read, shown, and imported only when somebody says so. Sent twice it changes nothing the
 * second time.
 */
@Service
public class DirectoryImports {

    private static final Duration KEPT = Duration.ofDays(1);

    private final ProgrammeRows rows;
    private final Audit audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    DirectoryImports(ProgrammeRows rows, Audit audit, JdbcClient jdbc, @Qualifier("systemClock") Clock clock) {
        this.rows = rows;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record Waiting(UUID id, String owner, String sentBy, String fileName, String content) {}

    /** What became of an import. */
    enum Outcome {
        DONE,
        /** the directory has changed since the preview was shown */
        CHANGED_MEANWHILE
    }

    record Result(Outcome outcome, int added, int changed) {}

    /** Keeps a file until its sender has seen what it would do; an earlier one of theirs is forgotten. */
    @Transactional
    UUID keep(String owner, String fileName, String content, String by) {
        jdbc.sql("delete from directory_import where sent_by = ? or sent_at < ?")
                .params(by, Columns.utc(clock.instant().minus(KEPT)))
                .update();
        UUID id = UuidCreator.getTimeOrderedEpoch();
        jdbc.sql("insert into directory_import (id, owner_id, sent_by, sent_at, file_name, content)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(id.toString(), owner, by, Columns.utc(clock.instant()), fileName, content)
                .update();
        return id;
    }

    /** A file that waits for its sender, nobody else's. */
    @Transactional(readOnly = true)
    Optional<Waiting> find(UUID id, String by) {
        return jdbc.sql("select id, owner_id, sent_by, file_name, content from directory_import"
                        + " where id = ? and sent_by = ?")
                .params(id.toString(), by)
                .query(DirectoryImports::waiting)
                .optional();
    }

    @Transactional(readOnly = true)
    ImportPlan plan(Waiting waiting) {
        return ImportPlan.of(waiting.content(), rows.all(List.of(waiting.owner())));
    }

    @Transactional
    void discard(UUID id, String by) {
        jdbc.sql("delete from directory_import where id = ? and sent_by = ?")
                .params(id.toString(), by)
                .update();
    }

    /** @param seen the seal of the plan that was shown */
    @Transactional
    Result carryOut(Waiting waiting, String seen) {
        rows.lock(waiting.owner());
        ImportPlan plan = plan(waiting);
        if (!plan.seal().equals(seen) || !plan.readable()) {
            return new Result(Outcome.CHANGED_MEANWHILE, 0, 0);
        }
        apply(plan, waiting.owner(), waiting.sentBy());
        discard(waiting.id(), waiting.sentBy());
        return new Result(Outcome.DONE, plan.added().size(), plan.changing().size());
    }

    /**
     * Takes a whole file without asking, for an installation that is set up by a program.
     *
     * @throws IllegalArgumentException when a line has a problem; then nothing is imported
     */
    @Transactional
    public void takeAll(String owner, String text, String by) {
        rows.lock(owner);
        ImportPlan plan = ImportPlan.of(text, rows.all(List.of(owner)));
        if (!plan.readable() || !plan.problems().isEmpty()) {
            throw new IllegalArgumentException("The directory cannot be read: " + plan.problems());
        }
        apply(plan, owner, by);
    }

    private void apply(ImportPlan plan, String owner, String by) {
        Map<String, UUID> organizations = new java.util.HashMap<>();
        List<Programme> added = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        for (ImportPlan.Step step : plan.steps()) {
            Programme known = step.known();
            if (known != null && step.changed().isEmpty()) {
                continue;
            }
            UUID organization = organizations.computeIfAbsent(
                    step.details().organization(), name -> rows.organization(owner, name));
            if (known == null) {
                added.add(new Programme(
                        UuidCreator.getTimeOrderedEpoch(), owner, organization, step.details(), 0, 0, 0, 0));
            } else {
                changed.add(new Change(
                        known.with(step.details(), organization), step.changed().contains(Column.CAPACITY)));
            }
        }
        rows.insert(added);
        rows.updateAll(changed);
        added.forEach(programme -> audit.record(
                by, "programme.added", "programme", programme.id().toString(), null, Map.of("from", "file")));
        changed.forEach(change -> audit.record(
                by,
                "programme.changed",
                "programme",
                change.programme().id().toString(),
                null,
                Map.of("from", "file")));
        audit.record(
                by,
                "directory.imported",
                "organization",
                owner,
                null,
                Map.of("added", String.valueOf(added.size()), "changed", String.valueOf(changed.size())));
    }

    private static Waiting waiting(ResultSet row, int i) throws SQLException {
        return new Waiting(
                Columns.uuid(row, "id"),
                row.getString("owner_id"),
                row.getString("sent_by"),
                row.getString("file_name"),
                row.getString("content"));
    }
}
