package org.homeward.escalation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.calendar.ClockSubject;
import org.homeward.calendar.ClockSubjects;
import org.homeward.calendar.RuleTerms;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Team;
import org.homeward.worklist.WorkContexts;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Answer for escalations where worklist and clocks ask about subjects, and pass on what is about anything else to
 * whoever answers for that. So neither the modules that ask nor the one that has episodes knows of escalations.
 */
@Configuration(proxyBeanMethods = false)
class EscalationSubjects {

    /** The word that stands for "the role of the rung" in the model. */
    static final String RUNG_ROLE = "escalation";

    @Bean
    @Primary
    WorkContexts contextsWithEscalations(EscalationRows rows, People people, ObjectProvider<WorkContexts> all) {
        return new WorkContexts() {
            @Override
            public WorkContext of(UUID subjectId, String role, String processInstanceId) {
                return role.equals(RUNG_ROLE)
                        ? ofEscalation(subjectId)
                        : others(all, this).of(subjectId, role, processInstanceId);
            }

            @Override
            public @Nullable ZoneId patientZone(UUID subjectId) {
                return others(all, this).patientZone(subjectId);
            }

            private WorkContext ofEscalation(UUID subjectId) {
                Escalation escalation = rows.find(subjectId).orElseThrow();
                MissedStep missed = escalation.missed();
                String role = rows.rung(subjectId, escalation.level())
                        .map(Escalation.Rung::role)
                        .orElseThrow();
                // whoever answered has the task of resolving it, as long as they are there
                String answerer = Optional.ofNullable(escalation.acknowledgedBy())
                        .flatMap(people::find)
                        .filter(Person::active)
                        .map(Person::id)
                        .orElse(null);
                return new WorkContext(
                        missed.episodeId(),
                        missed.patientId(),
                        missed.organizationId(),
                        missed.teamId(),
                        role,
                        missed.riskTier(),
                        answerer);
            }
        };
    }

    @Bean
    @Primary
    ClockSubjects clockSubjectsWithEscalations(EscalationRows rows, People people, ObjectProvider<ClockSubjects> all) {
        return new ClockSubjects() {
            @Override
            public ClockSubject of(UUID subjectId) {
                Optional<Escalation> escalation =
                        EscalationIds.mayBe(subjectId) ? rows.find(subjectId) : Optional.empty();
                return escalation.isPresent()
                        ? ofEscalation(escalation.get())
                        : others(all, this).of(subjectId);
            }

            private ClockSubject ofEscalation(Escalation escalation) {
                MissedStep missed = escalation.missed();
                // a rung that waits for staffed hours begins when somebody is there
                Map<String, Instant> anchors = escalation.answered()
                        ? Map.of()
                        : rows.rung(escalation.id(), escalation.level())
                                .map(rung -> Map.of(RuleTerms.NOW, rung.tellAt()))
                                .orElse(Map.of());
                // not of the episode: what moves, stops or voids the episode's clocks at one go is for its steps, and
                // a ladder that stands down in the middle of it changes rows of its own
                return new ClockSubject(
                        escalation.id(),
                        escalation.id(),
                        missed.teamId(),
                        people.team(missed.teamId()).map(Team::timeZone).orElseThrow(),
                        missed.riskTier(),
                        anchors);
            }
        };
    }

    private static <T> T others(ObjectProvider<T> all, T self) {
        return all.orderedStream()
                .filter(bean -> bean != self)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody answers for subjects other than escalations"));
    }
}
