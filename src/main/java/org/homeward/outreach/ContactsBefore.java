package org.homeward.outreach;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.outreach.ContactAttempt.Outcome;
import org.homeward.security.People;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WorkItem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows whoever calls, or looks after a concern, what was tried and said before. */
@Component
class ContactsBefore implements TaskBackground {

    private static final int MOST = 5;
    /** What people wrote on a sheet for whoever comes next, the most urgent first. */
    private static final List<String> WRITTEN = List.of("concernWords", "outcomeWords", "questions", "note");

    private final Outreaches outreaches;
    private final People people;

    ContactsBefore(Outreaches outreaches, People people) {
        this.outreaches = outreaches;
        this.people = people;
    }

    @Override
    public List<Note> of(WorkItem item) {
        if (!"post-discharge-outreach".equals(item.processKey())) {
            return List.of();
        }
        List<ContactAttempt> attempts = outreaches.attempts(item.subjectId());
        List<ContactAttempt> newest =
                new ArrayList<>(attempts.subList(Math.max(0, attempts.size() - MOST), attempts.size()));
        java.util.Collections.reverse(newest);
        Map<String, String> names = people.names(
                newest.stream().map(ContactAttempt::madeBy).distinct().toList());
        return newest.stream()
                .map(attempt -> new Note(attempt.at(), words(attempt, names.get(attempt.madeBy()))))
                .toList();
    }

    private String words(ContactAttempt attempt, @Nullable String by) {
        List<String> parts = new ArrayList<>();
        parts.add(
                attempt.direction() == Direction.INCOMING
                        ? "The patient called"
                                + (attempt.outcome() == Outcome.REACHED
                                        ? ""
                                        : ", " + attempt.outcome().words())
                        : lower(attempt.channel().name()) + ", "
                                + attempt.outcome().words());
        if (attempt.withWhom() != null) {
            parts.add("with " + (attempt.withWhom().equals("PATIENT") ? "the patient" : attempt.withWhom()));
        }
        if (attempt.reachedAt() != null) {
            parts.add("at " + attempt.reachedAt());
        }
        if (attempt.urgency() != null && attempt.urgency() != Urgency.GREEN) {
            parts.add("warning signs: " + lower(attempt.urgency().name()));
        }
        if (by != null) {
            parts.add("by " + by);
        }
        String line = String.join(", ", parts);
        String written = written(attempt);
        return Character.toUpperCase(line.charAt(0)) + line.substring(1) + (written.isEmpty() ? "" : ". " + written);
    }

    private String written(ContactAttempt attempt) {
        Map<String, Object> sheet = outreaches.sheetOf(attempt);
        return String.join(
                " ",
                WRITTEN.stream()
                        .map(key -> Objects.toString(sheet.get(key), "").strip())
                        .filter(text -> !text.isEmpty())
                        .map(text -> "\u201c" + text + "\u201d")
                        .toList());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
