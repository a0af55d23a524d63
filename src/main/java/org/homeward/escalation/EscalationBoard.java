package org.homeward.escalation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.calendar.Rosters;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Show what is escalated in a person's teams, who was told and who answered; and who is on duty and on call. */
@Service
public class EscalationBoard {

    /** Somebody, by the name people know them by. */
    public record Who(String id, String name) {}

    /**
     * A rung as people read it.
     *
     * @param told everybody who was told on it, the named person first
     * @param tellAt later than {@code reachedAt} where it waits for staffed hours
     */
    public record Step(
            int level,
            String role,
            List<Who> told,
            Instant reachedAt,
            Instant tellAt,
            boolean last,
            @Nullable Who acknowledgedBy,
            @Nullable Instant acknowledgedAt) {}

    /** @param age since it was raised, by the business clock */
    public record Line(
            Escalation escalation,
            Duration age,
            Duration late,
            List<Step> rungs,
            @Nullable Who acknowledgedBy,
            @Nullable Who closedBy) {}

    /** @param until when their turn ends */
    public record OnTurn(Who who, Rosters.Duty duty, Instant until) {}

    /**
     * One role of one team now.
     *
     * @param coveredUntil from when on nobody is on duty or on call, looked up a week ahead; null where nobody is now
     * @param holders how many hold the role; they are told where nobody is on turn
     */
    public record Cover(
            Team team,
            Role role,
            List<OnTurn> people,
            @Nullable Instant coveredUntil,
            int holders) {

        public boolean gap() {
            return people.isEmpty();
        }
    }

    /** Roles that ladders ask for. */
    private static final List<Role> ASKED = List.of(Role.TEAM_LEAD, Role.SUPERVISOR, Role.ON_CALL_CLINICIAN);

    private static final Duration AHEAD = Duration.ofDays(7);
    private static final int MOST = 200;

    private final EscalationRows rows;
    private final Rosters rosters;
    private final People people;
    private final Clock clock;

    EscalationBoard(EscalationRows rows, Rosters rosters, People people, Clock clock) {
        this.rows = rows;
        this.rosters = rosters;
        this.people = people;
        this.clock = clock;
    }

    /** Open escalations of a person's teams: red first, then clinical, then administrative, each the oldest first. */
    @Transactional(readOnly = true)
    public List<Line> open(Person person) {
        return lines(rows.openOf(person.careTeams(), MOST));
    }

    /** One escalation, where this person may see it; another team's does not exist for them. */
    @Transactional(readOnly = true)
    public Optional<Line> find(UUID id, Person person) {
        return rows.find(id)
                .filter(escalation ->
                        person.careTeams().contains(escalation.missed().teamId()))
                .map(escalation -> lines(List.of(escalation)).get(0));
    }

    /** Escalations of an episode, closed ones too, in the order they were raised; the caller has checked the wall. */
    @Transactional(readOnly = true)
    public List<Line> ofEpisode(UUID episodeId) {
        return lines(rows.ofEpisode(episodeId));
    }

    /** Who is on duty or on call in a person's teams, and where nobody is. */
    @Transactional(readOnly = true)
    public List<Cover> onCall(Person person) {
        Instant now = clock.instant();
        List<Cover> covers = new ArrayList<>();
        for (String teamId : person.careTeams()) {
            Team team = people.team(teamId).orElseThrow();
            Set<String> roles = new LinkedHashSet<>();
            ASKED.forEach(role -> roles.add(role.code()));
            rosters.at(teamId, now).forEach(turn -> roles.add(turn.role()));
            for (String code : roles) {
                Role.of(code).ifPresent(role -> covers.add(cover(team, role, now)));
            }
        }
        return covers;
    }

    private Cover cover(Team team, Role role, Instant now) {
        List<Rosters.Turn> turns = rosters.at(team.id(), role.code(), now);
        Map<String, String> names =
                people.names(turns.stream().map(Rosters.Turn::personId).toList());
        Instant covered = null;
        Instant probe = now;
        List<Rosters.Turn> there = turns;
        while (!there.isEmpty() && probe.isBefore(now.plus(AHEAD))) {
            covered = there.stream()
                    .map(Rosters.Turn::to)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            probe = covered;
            there = rosters.at(team.id(), role.code(), probe);
        }
        return new Cover(
                team,
                role,
                turns.stream()
                        .map(turn -> new OnTurn(who(turn.personId(), names), turn.duty(), turn.to()))
                        .toList(),
                covered,
                people.holding(role, team.id()).size());
    }

    private List<Line> lines(List<Escalation> escalations) {
        Collection<UUID> ids = escalations.stream().map(Escalation::id).toList();
        Map<UUID, List<Escalation.Rung>> rungs = rows.rungs(ids);
        Map<UUID, Map<Integer, List<String>>> told = rows.told(ids);
        Map<String, String> names = people.names(everybody(escalations, rungs, told));
        Instant now = clock.instant();
        return escalations.stream()
                .map(escalation -> new Line(
                        escalation,
                        Duration.between(escalation.raisedAt(), now),
                        Duration.between(escalation.missed().workBy(), now),
                        rungs.getOrDefault(escalation.id(), List.of()).stream()
                                .map(rung -> step(
                                        rung,
                                        told.getOrDefault(escalation.id(), Map.of())
                                                .getOrDefault(rung.level(), List.of()),
                                        names))
                                .toList(),
                        whoOrNull(escalation.acknowledgedBy(), names),
                        whoOrNull(escalation.closedBy(), names)))
                .toList();
    }

    private static Step step(Escalation.Rung rung, List<String> told, Map<String, String> names) {
        return new Step(
                rung.level(),
                rung.role(),
                told.stream()
                        .sorted(Comparator.comparing((String person) -> !person.equals(rung.personId())))
                        .map(person -> who(person, names))
                        .toList(),
                rung.reachedAt(),
                rung.tellAt(),
                rung.last(),
                whoOrNull(rung.acknowledgedBy(), names),
                rung.acknowledgedAt());
    }

    private static Set<String> everybody(
            List<Escalation> escalations,
            Map<UUID, List<Escalation.Rung>> rungs,
            Map<UUID, Map<Integer, List<String>>> told) {
        Set<String> ids = new HashSet<>();
        told.values().forEach(levels -> levels.values().forEach(ids::addAll));
        rungs.values().forEach(list -> list.forEach(rung -> add(ids, rung.acknowledgedBy())));
        escalations.forEach(escalation -> {
            add(ids, escalation.acknowledgedBy());
            add(ids, escalation.closedBy());
        });
        return ids;
    }

    private static void add(Set<String> ids, @Nullable String id) {
        if (id != null) {
            ids.add(id);
        }
    }

    private static Who who(String id, Map<String, String> names) {
        return new Who(id, names.getOrDefault(id, id));
    }

    private static @Nullable Who whoOrNull(@Nullable String id, Map<String, String> names) {
        return id == null ? null : who(id, names);
    }
}
