package org.homeward.audit;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.homeward.command.Command;
import org.springframework.stereotype.Component;

/** {@code audit verify}: exit code 0 when the whole trail holds, 1 when it does not. */
@Component
class VerifyCommand implements Command {

    private static final long EVERY = 100_000;

    private final Trail trail;

    VerifyCommand(Trail trail) {
        this.trail = trail;
    }

    @Override
    public String name() {
        return "audit verify";
    }

    @Override
    public String usage() {
        return "- checks every row of the audit trail, its seals and checkpoints";
    }

    @Override
    public int run(List<String> arguments, PrintWriter out) {
        AtomicLong said = new AtomicLong();
        Verification result = trail.verify(Audit.ITSELF, (seal, of) -> {
            if (seal - said.get() >= EVERY) {
                said.set(seal);
                out.printf("%d of %d%n", seal, of);
            }
        });
        out.printf(
                "%d sealed events checked in %.1f s, %d of them retired; %d checkpoints; %d not sealed yet%n",
                result.sealed(),
                result.took().toMillis() / 1000.0,
                result.retired(),
                result.checkpoints(),
                result.unsealed());
        if (result.oldestUnsealed() != null) {
            out.printf("the oldest that is not sealed is of %s%n", result.oldestUnsealed());
        }
        if (!trail.state().anchored()) {
            out.println("no anchor file is kept (homeward.audit.anchor): a database put back whole is not noticed");
        }
        if (result.isIntact()) {
            out.println("The trail is intact.");
            return DONE;
        }
        out.printf("THE TRAIL WAS TOUCHED: %d findings, the first of them:%n", result.found());
        result.findings().forEach(finding -> out.printf("  %s %s%n", finding.kind(), finding.row()));
        return NOT_WELL;
    }
}
