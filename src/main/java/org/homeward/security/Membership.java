package org.homeward.security;

/** One role of a person in one team. */
public record Membership(String teamId, String organizationId, Role role) {

    /** The engine group: a role within a team, {@code nurse@transitions-north}. */
    public String group() {
        return role.code() + "@" + teamId;
    }
}
