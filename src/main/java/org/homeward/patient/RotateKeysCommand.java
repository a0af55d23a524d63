package org.homeward.patient;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.homeward.audit.Audit;
import org.homeward.command.Command;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@code keys rotate}: seals everything anew with the newest key, a few rows in each transaction, while the nodes go on.
 * Whatever interrupts it, the next run goes on: what has the newest key already is passed over.
 */
@Component
class RotateKeysCommand implements Command {

    static final int BATCH = 100;

    private final List<SealedRows> places;
    private final AtRest atRest;
    private final Audit audit;
    private final TransactionTemplate transactions;

    RotateKeysCommand(List<SealedRows> places, AtRest atRest, Audit audit, TransactionTemplate transactions) {
        this.places = places;
        this.atRest = atRest;
        this.audit = audit;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return "keys rotate";
    }

    @Override
    public String usage() {
        return "- seals raw messages and national identifiers anew with the newest of homeward.encryption.keys";
    }

    @Override
    public int run(List<String> arguments, PrintWriter out) {
        long changed = 0;
        for (SealedRows place : places) {
            long all = place.count();
            long done = 0;
            @Nullable String last = null;
            SealedRows.Step step;
            do {
                String after = last;
                step = Objects.requireNonNull(transactions.execute(status -> place.reseal(after, BATCH)));
                done += step.changed();
                last = step.last();
                if (step.changed() > 0) {
                    out.printf("%s: %d of %d sealed anew%n", place.what(), done, all);
                }
            } while (step.last() != null);
            changed += done;
        }
        long sealedAnew = changed;
        transactions.executeWithoutResult(status -> audit.record(
                Audit.ITSELF,
                "keys.rotated",
                "key",
                atRest.newestId(),
                null,
                Map.of("rows", Long.toString(sealedAnew))));
        out.printf(
                "Everything is sealed with key %s. Once no node writes with another one any more, run it once again; then"
                        + " the others can be taken out of homeward.encryption.keys.%n",
                atRest.newestId());
        return DONE;
    }
}
