package org.homeward.medication;

import java.util.List;

/** Say what a line raises besides the difference between its lists. */
public sealed interface Finding {

    Category category();

    /** What tells it apart from another finding of its category, in a few words. */
    String about();

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

        @Override
        public String about() {
            return match + " " + of;
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

        @Override
        public String about() {
            return pair + " " + one + " " + other;
        }
    }

    /** @param allergy as it was received */
    record AllergyHit(Match match, String ingredient, String allergy) implements Finding {
        @Override
        public Category category() {
            return Category.ALLERGY;
        }

        @Override
        public String about() {
            return match + " " + ingredient + " " + allergy;
        }
    }

    /** @param because labels of the classes, or that the sender says so */
    record HighAlert(List<String> because) implements Finding {
        @Override
        public Category category() {
            return Category.HIGH_ALERT;
        }

        @Override
        public String about() {
            return String.join(", ", because);
        }
    }

    /** @param why in the words of the site's list */
    record Inappropriate(String of, String why) implements Finding {
        @Override
        public Category category() {
            return Category.PIM;
        }

        @Override
        public String about() {
            return of;
        }
    }

    /** @param entryId the entry that a person must read */
    record Uncoded(ListKind list, String entryId, List<Unread> unread) implements Finding {
        @Override
        public Category category() {
            return Category.UNCODED;
        }

        @Override
        public String about() {
            return list + " " + entryId;
        }

        /** Whether the medicine itself is in doubt, not only how it is taken. */
        public boolean aboutTheName() {
            return unread.stream().anyMatch(what -> what.reason().aboutTheName());
        }
    }
}
