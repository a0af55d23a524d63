package org.homeward.medication;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.medication.MedicationItem.Answerer;
import org.homeward.notification.Notice;
import org.homeward.notification.NoticeWords;
import org.homeward.notification.Notifications;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Remind whoever was asked about a medicine: the team's prescribers, or whoever obtains the answer from outside. */
@Service
public class RemindOfQuestion implements NoticeWords {

    private static final String TEMPLATE = "medication-question";

    private final Reconciliations reconciliations;
    private final MedicationItems items;
    private final EpisodeDirectory directory;
    private final People people;
    private final Notifications notifications;

    RemindOfQuestion(
            Reconciliations reconciliations,
            MedicationItems items,
            EpisodeDirectory directory,
            People people,
            Notifications notifications) {
        this.reconciliations = reconciliations;
        this.items = items;
        this.directory = directory;
        this.people = people;
        this.notifications = notifications;
    }

    @Transactional
    public void remind(UUID itemId) {
        MedicationItem item = reconciliations.reminded(itemId);
        String team = directory.contextOf(itemId).teamId();
        if (item.askedOf() == Answerer.TEAM) {
            for (Person prescriber : people.holding(Role.PRESCRIBER, team)) {
                tell(item, prescriber.id());
            }
        } else if (item.askedBy() != null) {
            tell(item, item.askedBy());
        }
    }

    private void tell(MedicationItem item, String personId) {
        notifications.tell(new Notice(
                TEMPLATE + ":" + item.id() + ":" + personId, personId, TEMPLATE, item.id(), false, Duration.ZERO));
    }

    @Override
    public Set<String> templates() {
        return Set.of(TEMPLATE);
    }

    @Override
    public Optional<Line> of(String template, UUID subjectId) {
        return items.findById(subjectId)
                .filter(item -> item.status() == MedicationItem.Status.ASKED)
                .map(item -> new Line(
                        "A question about a medicine waits for its answer",
                        "/patients/"
                                + directory.contextOf(item.id()).patientId() + "/episodes/" + item.episodeId()
                                + "/medications"));
    }
}
