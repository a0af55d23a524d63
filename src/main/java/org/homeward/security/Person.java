package org.homeward.security;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Someone, or a system, that signs in, with what they may do where. */
public record Person(
        String id,
        Kind kind,
        String displayName,
        @Nullable String email,
        boolean active,
        List<Membership> memberships) {

    public enum Kind {
        PERSON,
        SYSTEM
    }

    public Person {
        memberships = List.copyOf(memberships);
    }

    public boolean has(Role role) {
        return memberships.stream().anyMatch(membership -> membership.role() == role);
    }

    public boolean has(Role role, String teamId) {
        return memberships.stream()
                .anyMatch(membership ->
                        membership.role() == role && membership.teamId().equals(teamId));
    }

    /** Teams whose patients this person may see. */
    public Set<String> careTeams() {
        Set<String> teams = new TreeSet<>();
        memberships.stream()
                .filter(membership -> membership.role().worksWithPatients())
                .forEach(membership -> teams.add(membership.teamId()));
        return teams;
    }

    /** Organisations this person or system belongs to. */
    public Set<String> organizations() {
        Set<String> organizations = new TreeSet<>();
        memberships.forEach(membership -> organizations.add(membership.organizationId()));
        return organizations;
    }

    /** Engine groups: every plain role (grants hang on it) and every role within its team (tasks hang on it). */
    public Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        for (Membership membership : memberships) {
            groups.add(membership.role().code());
            groups.add(membership.group());
        }
        return groups;
    }
}
