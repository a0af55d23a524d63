package org.homeward.outreach;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.notification.Notice;
import org.homeward.notification.NoticeWords;
import org.homeward.notification.Notifications;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.springframework.stereotype.Component;

/**
 * Tells the clinician on call of a danger sign the moment the sheet is kept, alone and at once: whoever called has handed
 * over by phone, and this is what is left if that went wrong. Nothing in it is about the patient.
 */
@Component
class TellOfRedFlag implements NoticeWords {

    private static final String TEMPLATE = "red-flag";

    private final OnCallNow onCall;
    private final People people;
    private final OutreachRows rows;
    private final EpisodeDirectory directory;
    private final Notifications notifications;

    TellOfRedFlag(
            OnCallNow onCall,
            People people,
            OutreachRows rows,
            EpisodeDirectory directory,
            Notifications notifications) {
        this.onCall = onCall;
        this.people = people;
        this.rows = rows;
        this.directory = directory;
        this.notifications = notifications;
    }

    void tell(ContactAttempt attempt, String teamId) {
        var told = onCall.people(teamId);
        for (Person person : told.isEmpty() ? people.holding(Role.SUPERVISOR, teamId) : told) {
            notifications.tell(new Notice(
                    TEMPLATE + ":" + attempt.id() + ":" + person.id(),
                    person.id(),
                    TEMPLATE,
                    attempt.outreachId(),
                    true,
                    Duration.ZERO));
        }
    }

    @Override
    public Set<String> templates() {
        return Set.of(TEMPLATE);
    }

    @Override
    public Optional<Line> of(String template, UUID outreachId) {
        return rows.findById(outreachId).filter(Outreach::isConcernOpen).map(outreach -> {
            EpisodeContext episode = directory.contextOf(outreachId);
            return new Line(
                    "Danger signs were told in a call: see that a clinician has taken over, now",
                    "/patients/" + episode.patientId() + "/episodes/" + episode.episodeId());
        });
    }
}
