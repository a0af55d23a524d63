package org.homeward.medication;

import java.util.List;

/** Say what a line raises besides the difference between its lists. */
public sealed interface Finding {

    Category category();

    /** Says whether the very ingredient matched, or a class that it belongs to. */
    enum Match {
        INGREDIENT,
        CLASS
    }

    /**
     * The same ingredient, or two of a class, are taken side by side.
     *
     * @param of the ingredient's name or the class's label
     * @param lines all lines that it concerns
     */
    record Duplicate(Match match, String of, List<String> lines) implements Finding {
        @Override
        public Category category() {
            return Category.DUPLICATE;
        }
    }

    /**
     * Two medicines of the short list of high-priority pairs meet.
     *
     * @param pair its number in the list
     */
    record Interaction(int pair, String one, String other, List<String> lines) implements Finding {
        @Override
        public Category category() {
            return Category.INTERACTION;
        }
    }

    /** @param allergy as it was received */
    record AllergyHit(Match match, String ingredient, String allergy) implements Finding {
        @Override
        public Category category() {
            return Category.ALLERGY;
        }
    }

    /** @param because labels of the classes, or that the sender says so */
    record HighAlert(List<String> because) implements Finding {
        @Override
        public Category category() {
            return Category.HIGH_ALERT;
        }
    }

    /** @param why in the words of the site's list */
    record Inappropriate(String of, String why) implements Finding {
        @Override
        public Category category() {
            return Category.PIM;
        }
    }

    /** @param entryId the entry that a person must read */
    record Uncoded(ListKind list, String entryId, List<Unread> unread) implements Finding {
        @Override
        public Category category() {
            return Category.UNCODED;
        }

        /** Whether the medicine itself is in doubt, not only how it is taken. */
        public boolean aboutTheName() {
            return unread.stream().anyMatch(what -> what.reason().aboutTheName());
        }
    }
}
