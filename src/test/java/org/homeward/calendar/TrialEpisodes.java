package org.homeward.calendar;

import static org.homeward.calendar.CalendarFixtures.NEW_YORK;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homeward.engine.ProcessVariables;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;

/** Episodes, rules and the events they cause, for tests of this module alone. */
@TestConfiguration(proxyBeanMethods = false)
@Primary
class TrialEpisodes implements ClockSubjects, DeadlineTerms {

    static final String TEAM = "transitions-trial";

    private final Map<UUID, ClockSubject> subjects = new ConcurrentHashMap<>();
    private final Map<String, RuleTerms> rules = new ConcurrentHashMap<>();
    private final List<Object> events = new CopyOnWriteArrayList<>();

    @Bean
    ProcessVariables taskWithTimerVariables() {
        return ProcessVariables.of("task-with-timer");
    }

    @Bean
    ProcessVariables tasksForItemsVariables() {
        return ProcessVariables.of("tasks-for-items");
    }

    @Bean
    ItemsOfTrial items() {
        return new ItemsOfTrial();
    }

    static void addTeam(People people, String id) {
        people.addOrganization("trial-health", "Trial Health");
        people.addTeam(new Team(id, "trial-health", "Transitions trial", NEW_YORK));
    }

    /** An episode of the trial team whose patient is in New York. */
    UUID discharged(Instant discharge) {
        return discharged(discharge, TEAM);
    }

    UUID discharged(Instant discharge, String team) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        subjects.put(id, new ClockSubject(id, id, team, NEW_YORK, null, Map.of(RuleTerms.DISCHARGE, discharge)));
        return id;
    }

    /** An item of that episode, with the anchors of the episode. */
    UUID itemOf(UUID episode) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        ClockSubject of = of(episode);
        subjects.put(
                id, new ClockSubject(id, episode, of.teamId(), of.patientZone(), null, new HashMap<>(of.anchors())));
        return id;
    }

    void tier(UUID subject, String riskTier) {
        ClockSubject it = of(subject);
        subjects.put(
                subject,
                new ClockSubject(
                        it.subjectId(), it.episodeId(), it.teamId(), it.patientZone(), riskTier, it.anchors()));
    }

    /** The rule, for one tier or, with null, for all that have none of their own. */
    void rule(RuleTerms terms, @Nullable String riskTier) {
        rules.put(terms.rule() + "/" + riskTier, terms);
    }

    void rule(RuleTerms terms) {
        rule(terms, null);
    }

    <T> List<T> events(Class<T> type, UUID episode) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(event -> event.toString().contains(episode.toString()))
                .toList();
    }

    @Override
    public ClockSubject of(UUID subjectId) {
        ClockSubject subject = subjects.get(subjectId);
        if (subject == null) {
            throw new IllegalArgumentException("There is no subject " + subjectId);
        }
        return subject;
    }

    @Override
    public RuleTerms termsFor(String rule, @Nullable String riskTier, Instant asOf) {
        RuleTerms terms = rules.getOrDefault(rule + "/" + riskTier, rules.get(rule + "/null"));
        if (terms == null) {
            throw new IllegalArgumentException("There is no rule " + rule);
        }
        return terms;
    }

    @EventListener
    void on(Deadline.Missed event) {
        events.add(event);
    }

    @EventListener
    void on(Deadline.Met event) {
        events.add(event);
    }

    @EventListener
    void on(Deadline.Moved event) {
        events.add(event);
    }

    @EventListener
    void on(Deadline.Voided event) {
        events.add(event);
    }

    @EventListener
    void on(Deadline.Stopped event) {
        events.add(event);
    }

    @EventListener
    void on(Deadline.Resumed event) {
        events.add(event);
    }
}
