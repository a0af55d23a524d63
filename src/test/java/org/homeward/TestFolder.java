package org.homeward;

import java.nio.file.Path;

/** Where tests write. Tests run in two JVMs at once, and each has a folder of its own. */
public final class TestFolder {

    private static final Path FOLDER = Path.of(System.getProperty("homeward.test.folder", "target"));

    private TestFolder() {}

    /** A path below it, relative to the project. */
    public static Path of(String first, String... more) {
        return FOLDER.resolve(Path.of(first, more));
    }
}
