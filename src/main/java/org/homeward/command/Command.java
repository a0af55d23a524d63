package org.homeward.command;

import java.io.PrintWriter;
import java.util.List;

/** One thing that can be asked of the jar; a bean of the module that knows how. */
public interface Command {

    /** All is well. */
    int DONE = 0;

    /** It ran, and what it looked for is not well. */
    int NOT_WELL = 1;

    /** It was asked wrongly. */
    int USAGE = 64;

    /** The words that call it, such as {@code audit verify}. */
    String name();

    /** What follows the words, and what it does, in one line. */
    String usage();

    /**
     * Does it.
     *
     * @param arguments what followed the words
     * @param out progress and result, for a person to read; never a secret
     * @return the exit code
     */
    int run(List<String> arguments, PrintWriter out);
}
