package org.homeward.referral;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.patient.Patients;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.WorkItem;
import org.springframework.stereotype.Component;

/** What was said about a referral so far, whom to ask, and what the patient wants told. */
@Component
class ReferralBackground implements TaskBackground {

    private static final int MOST_MOVES = 8;

    private final Referrals referrals;
    private final PartnerLinks links;
    private final Patients patients;
    private final EpisodeDirectory directory;

    ReferralBackground(Referrals referrals, PartnerLinks links, Patients patients, EpisodeDirectory directory) {
        this.referrals = referrals;
        this.links = links;
        this.patients = patients;
        this.directory = directory;
    }

    @Override
    public List<Note> of(WorkItem task) {
        Optional<ReferralLoop> found = referrals.findLoop(task.subjectId());
        if (found.isEmpty()) {
            return List.of();
        }
        ReferralLoop loop = found.get();
        List<Note> notes = new ArrayList<>();
        List<Referral> conversations = referrals.conversations(loop.id());
        if (loop.reviewedAt() != null) {
            notes.add(new Note(loop.reviewedAt(), "Reviewed: " + loop.review()));
        }
        conversations.stream()
                .flatMap(one -> referrals.history(one.id()).stream().map(move -> said(one, move)))
                .sorted(Comparator.comparing(Note::at).reversed())
                .limit(MOST_MOVES)
                .forEach(notes::add);
        Instant at = loop.openedAt();
        if (!conversations.isEmpty()) {
            Referral current = conversations.get(conversations.size() - 1);
            if (current.recipientPhone() != null) {
                notes.add(new Note(at, "Ask " + current.recipient() + ": " + current.recipientPhone()));
            }
            if (current.appointmentAt() != null) {
                notes.add(new Note(
                        at,
                        "Date: "
                                + FormTimes.words(
                                        current.appointmentAt(),
                                        directory.contextOf(loop.id()).zone())
                                + (current.place() == null ? "" : ", " + current.place())));
            }
            links.of(current.id()).stream()
                    .filter(link -> link.revokedAt() == null && link.code() != null)
                    .findFirst()
                    .ifPresent(link -> notes.add(
                            new Note(link.createdAt(), "Code of their link, to be told by telephone: " + link.code())));
            if (!loop.mayContact()) {
                notes.add(new Note(at, "The recipient must not contact the patient"));
            }
        }
        if (loop.isPart2()) {
            notes.add(new Note(
                    at,
                    "42 CFR Part 2: "
                            + (loop.mayTellReason()
                                    ? "told with the patient's written consent, never passed on"
                                    : "no written consent, do not tell what it is for")));
        }
        patients.find(loop.patientId()).ifPresent(patient -> {
            var preferences = patient.details().preferences();
            if (preferences != null && preferences.doNotContact()) {
                notes.add(new Note(at, "The patient asked not to be contacted"));
            }
            patient.details().refusedConsents().forEach(words -> notes.add(new Note(at, "The record says: " + words)));
        });
        return notes;
    }

    private static Note said(Referral conversation, ReferralTransition move) {
        return new Note(
                move.at(),
                conversation.recipient() + ": " + move.move().event().words()
                        + (move.reason() == null ? "" : ", " + move.reason().words())
                        + (move.toldBy() == null ? "" : ", says " + move.toldBy())
                        + " (" + move.channel().words() + ")"
                        + (move.note() == null ? "" : ": " + move.note()));
    }
}
