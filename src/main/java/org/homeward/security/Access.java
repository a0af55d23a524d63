package org.homeward.security;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which role may take which route: decided here and nowhere else. The first row that fits decides, and what fits no row is
 * closed; the doors are built from these rows, and the menu asks them.
 *
 * <p>A row says what a role may ask for at all, and its refusal is a 403. Whose record it is, the modules ask: another
 * team's is a 404, as if it were not there.
 */
public final class Access {

    /** Who keeps the directory of the health systems that they belong to. */
    public static final Set<Role> DIRECTORY_KEEPERS = Collections.unmodifiableSet(
            EnumSet.of(Role.SOCIAL_WORKER, Role.CARE_MANAGER, Role.TEAM_LEAD, Role.SUPERVISOR, Role.ADMIN));

    /** How a caller comes in; see {@link WebSecurity}. */
    enum Door {
        /** with a link */
        PARTNERS,
        /** with credentials at each request */
        SYSTEMS,
        /** with a session */
        PEOPLE
    }

    private static final Who ANYBODY = new Who(Kind.ANYBODY, Set.of());
    private static final Who EVERY_PERSON = new Who(Kind.EVERY_PERSON, Set.of());
    private static final Who WITH_PATIENTS =
            holding(Arrays.stream(Role.values()).filter(Role::worksWithPatients).toArray(Role[]::new));
    private static final Who IN_ANY_ROLE = holding(Arrays.stream(Role.values())
            .filter(role -> role != Role.INTEGRATION)
            .toArray(Role[]::new));
    private static final Who CLINICIANS = holding(Role.PRESCRIBER, Role.ON_CALL_CLINICIAN);
    private static final Who KEEPERS = holding(DIRECTORY_KEEPERS.toArray(Role[]::new));

    static final List<Row> ROWS = List.of(
            partners(HttpMethod.GET, "/r/{token}"),
            partners(HttpMethod.POST, "/r/{token}"),
            partners(HttpMethod.GET, "/r/{token}/door"),
            partners(HttpMethod.POST, "/r/{token}/door"),
            partners(HttpMethod.GET, "/r/{token}/all"),
            partners(HttpMethod.GET, "/r/{token}/all/{referralId}"),
            partners(HttpMethod.POST, "/r/{token}/all/{referralId}"),
            //
            systems(null, "/api/v1/discharges/**", holding(Role.INTEGRATION)),
            systems(HttpMethod.GET, "/api/v1/episodes/{id}", holding(Role.INTEGRATION)),
            systems(HttpMethod.GET, "/engine-rest/version", holding(Role.PROCESS_OWNER)),
            systems(HttpMethod.GET, "/engine-rest/engine", holding(Role.PROCESS_OWNER)),
            systems(HttpMethod.POST, "/engine-rest/deployment/create", holding(Role.PROCESS_OWNER)),
            //
            people(null, "/login", ANYBODY),
            people(HttpMethod.GET, "/assets/**", ANYBODY),
            people(HttpMethod.GET, "/webjars/**", ANYBODY),
            people(HttpMethod.GET, "/favicon.ico", ANYBODY),
            people(HttpMethod.GET, "/actuator/health/**", ANYBODY),
            // whoever has no role yet has an empty list, and not a closed door
            people(HttpMethod.GET, "/", EVERY_PERSON),
            people(HttpMethod.GET, "/my-work", EVERY_PERSON),
            people(null, "/my-work/**", WITH_PATIENTS),
            people(null, "/patients/**", WITH_PATIENTS),
            people(null, "/escalations/**", WITH_PATIENTS),
            people(HttpMethod.GET, "/referrals/**", WITH_PATIENTS),
            people(null, "/api/v1/tasks/**", WITH_PATIENTS),
            people(null, "/api/v1/episodes/**", WITH_PATIENTS),
            people(null, "/camunda/**", WITH_PATIENTS),
            people(HttpMethod.GET, "/formhost/**", WITH_PATIENTS),
            people(HttpMethod.GET, "/models/**", IN_ANY_ROLE),
            people(HttpMethod.GET, "/v3/**", IN_ANY_ROLE),
            people(null, "/intake/**", holding(Role.OPERATOR, Role.TEAM_LEAD, Role.SUPERVISOR)),
            people(null, "/alarms/**", holding(Role.OPERATOR, Role.SUPERVISOR)),
            people(null, "/roster/**", holding(Role.TEAM_LEAD, Role.SUPERVISOR, Role.ADMIN)),
            people(null, "/admin/**", holding(Role.ADMIN)),
            people(HttpMethod.GET, "/directory/new", KEEPERS),
            people(null, "/directory/import/**", KEEPERS),
            people(HttpMethod.GET, "/directory/**", IN_ANY_ROLE),
            people(HttpMethod.POST, "/directory/**", KEEPERS),
            people(
                    HttpMethod.GET,
                    "/rules",
                    holding(
                            Role.PRESCRIBER,
                            Role.ON_CALL_CLINICIAN,
                            Role.TEAM_LEAD,
                            Role.SUPERVISOR,
                            Role.PROCESS_OWNER,
                            Role.ADMIN)),
            people(HttpMethod.POST, "/rules/**", CLINICIANS),
            people(null, "/trail/patients/**", holding(Role.PRIVACY_OFFICER)),
            people(HttpMethod.GET, "/fhir/AuditEvent", holding(Role.PRIVACY_OFFICER)),
            people(null, "/trail/**", holding(Role.PRIVACY_OFFICER, Role.OPERATOR)),
            people(null, "/account/**", EVERY_PERSON),
            people(HttpMethod.GET, "/glass", WITH_PATIENTS),
            people(HttpMethod.POST, "/glass", WITH_PATIENTS),
            people(HttpMethod.POST, "/glass/{id}/back", WITH_PATIENTS),
            people(HttpMethod.POST, "/glass/{id}/review", holding(Role.PRIVACY_OFFICER)),
            people(HttpMethod.GET, "/glass/**", holding(Role.PRIVACY_OFFICER, Role.TEAM_LEAD)),
            people(HttpMethod.POST, "/demo/**", EVERY_PERSON));

    private Access() {}

    /**
     * Whether this person may ask for this route at all, through the door that people use.
     *
     * @param path as it is asked for, without a query
     */
    public static boolean admits(Person person, HttpMethod method, String path) {
        PathContainer asked = PathContainer.parsePath(path);
        return ROWS.stream()
                .filter(row -> row.door() == Door.PEOPLE
                        && (row.method() == null || row.method().equals(method))
                        && row.pattern().matches(asked))
                .findFirst()
                .map(row -> row.who().admits(person))
                .orElse(false);
    }

    private static Who holding(Role... roles) {
        return new Who(Kind.HOLDERS, Set.of(roles));
    }

    private static Row partners(HttpMethod method, String pattern) {
        return new Row(Door.PARTNERS, method, PathPatternParser.defaultInstance.parse(pattern), ANYBODY);
    }

    private static Row systems(@Nullable HttpMethod method, String pattern, Who who) {
        return new Row(Door.SYSTEMS, method, PathPatternParser.defaultInstance.parse(pattern), who);
    }

    private static Row people(@Nullable HttpMethod method, String pattern, Who who) {
        return new Row(Door.PEOPLE, method, PathPatternParser.defaultInstance.parse(pattern), who);
    }

    enum Kind {
        ANYBODY,
        EVERY_PERSON,
        HOLDERS
    }

    /**
     * Whom a row lets through.
     *
     * @param roles of holders: any of them, in any team
     */
    record Who(Kind kind, Set<Role> roles) {

        boolean admits(@Nullable Person person) {
            return switch (kind) {
                case ANYBODY -> true;
                case EVERY_PERSON -> person != null && person.kind() == Person.Kind.PERSON;
                case HOLDERS -> person != null && roles.stream().anyMatch(person::has);
            };
        }
    }

    /**
     * One kind of request and whom it is for.
     *
     * @param method null: every method
     */
    record Row(Door door, @Nullable HttpMethod method, PathPattern pattern, Who who) {

        /** A path pattern and never a bare string: a string does not match the engine's Jersey servlets. */
        PathPatternRequestMatcher matcher() {
            PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
            return method == null
                    ? builder.matcher(pattern.getPatternString())
                    : builder.matcher(method, pattern.getPatternString());
        }
    }

    /** What a row said to one request. */
    static final class Decision extends AuthorizationDecision {

        private static final long serialVersionUID = 1L;

        private final transient Row row;

        Decision(Row row, boolean granted) {
            super(granted);
            this.row = row;
        }

        /** The pattern that was asked for: unlike a path, it holds nothing that somebody typed. */
        String route() {
            return row.pattern().getPatternString();
        }
    }
}
