package org.homeward.security;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a patient's record a role needs for its work, by groups of fields; pages, forms and the API show a group to
 * whoever holds one of its roles in the team that owns the record. Names, tasks, clocks, contacts and appointments are for
 * everybody who works with patients there, and for nobody else.
 */
public enum Fields {
    /** Lists of medicines, their differences, and who decided what about them. */
    MEDICATION(Role.NURSE, Role.PHARMACIST, Role.PRESCRIBER, Role.CARE_MANAGER, Role.TEAM_LEAD, Role.ON_CALL_CLINICIAN),
    /** Answers about housing, food, money, safety, and the needs that they showed. */
    SOCIAL(Role.NURSE, Role.SOCIAL_WORKER, Role.PRESCRIBER, Role.CARE_MANAGER, Role.TEAM_LEAD, Role.ON_CALL_CLINICIAN),
    /** What tells of treatment for substance use (42 CFR Part 2). */
    SUBSTANCE_USE(
            Role.NURSE, Role.SOCIAL_WORKER, Role.PRESCRIBER, Role.CARE_MANAGER, Role.TEAM_LEAD, Role.ON_CALL_CLINICIAN),
    /** A hospital's message as it was sent: everything that it holds. */
    MESSAGE(Role.TEAM_LEAD, Role.SUPERVISOR);

    private static final Map<String, Fields> FORMS = Map.of(
            "answer-medication-question", MEDICATION,
            "decide-medication-item", MEDICATION,
            "gather-medications", MEDICATION,
            "reconcile-medications", MEDICATION,
            "teach-back-medication", MEDICATION,
            "tell-medication-list", MEDICATION,
            "screen-social-needs", SOCIAL);

    private final Set<Role> roles;

    Fields(Role... roles) {
        this.roles = Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(roles)));
    }

    /** The group that a form's answers belong to; empty: everybody who works with the patient. */
    public static Optional<Fields> ofForm(String form) {
        return Optional.ofNullable(FORMS.get(form));
    }

    /** Whether this person sees what was or is filled in with a form. */
    public static boolean formVisibleTo(Person person, String teamId, String form) {
        return ofForm(form).map(fields -> fields.visibleTo(person, teamId)).orElse(true);
    }

    /**
     * Whether this person sees these fields of a record that they may see. What they are in the owning team counts; whoever
     * is nothing there, and was let through the wall for a reason, is what they are elsewhere.
     */
    public boolean visibleTo(Person person, String teamId) {
        return person.careTeams().contains(teamId)
                ? roles.stream().anyMatch(role -> person.has(role, teamId))
                : visibleTo(person);
    }

    /** For what belongs to no team yet. */
    public boolean visibleTo(Person person) {
        return roles.stream().anyMatch(person::has);
    }
}
