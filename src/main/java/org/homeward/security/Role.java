package org.homeward.security;

import java.util.Arrays;
import java.util.Optional;

/** The roles a person can hold in a team; {@link #code()} is the word used in models, tables and groups. */
public enum Role {
    NURSE("nurse"),
    SOCIAL_WORKER("social-worker"),
    PHARMACIST("pharmacist"),
    PRESCRIBER("prescriber"),
    CARE_MANAGER("care-manager"),
    TEAM_LEAD("team-lead"),
    SUPERVISOR("supervisor"),
    ON_CALL_CLINICIAN("on-call-clinician"),
    PROCESS_OWNER("process-owner"),
    OPERATOR("operator"),
    INTEGRATION("integration"),
    PRIVACY_OFFICER("privacy-officer"),
    ADMIN("admin");

    private final String code;

    Role(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Whether this role works tasks with patients, and so sees patients of its teams. */
    public boolean worksWithPatients() {
        return switch (this) {
            case NURSE, SOCIAL_WORKER, PHARMACIST, PRESCRIBER, CARE_MANAGER, TEAM_LEAD, SUPERVISOR, ON_CALL_CLINICIAN ->
                true;
            case PROCESS_OWNER, OPERATOR, INTEGRATION, PRIVACY_OFFICER, ADMIN -> false;
        };
    }

    public static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(role -> role.code.equals(code)).findFirst();
    }
}
