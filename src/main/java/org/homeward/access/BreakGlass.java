package org.homeward.access;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.audit.Audit;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.notification.Alarms;
import org.homeward.notification.Notice;
import org.homeward.notification.Notifications;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.security.Membership;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens one patient of another team of the same organisation to a clinician who knows exactly whom they need and says why:
 * to read, for an hour. The owning team's lead and the privacy officers are told, every reading names the glass.
 */
@Service
public class BreakGlass {

    static final String UNHEARD = "GLASS_UNHEARD";
    private static final int MOST = 200;
    private static final Duration HOUR = Duration.ofHours(1);
    /** How long a lead's menu counts what was opened. */
    private static final Duration NEWS = Duration.ofDays(7);

    private static final String SELECT = "select * from glass where ";

    private final JdbcClient jdbc;
    private final Patients patients;
    private final Episodes episodes;
    private final People people;
    private final Notifications notifications;
    private final Alarms alarms;
    private final Audit audit;
    private final GlassSettings settings;
    private final Clock clock;

    BreakGlass(
            JdbcClient jdbc,
            Patients patients,
            Episodes episodes,
            People people,
            Notifications notifications,
            Alarms alarms,
            Audit audit,
            GlassSettings settings,
            @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.patients = patients;
        this.episodes = episodes;
        this.people = people;
        this.notifications = notifications;
        this.alarms = alarms;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whom somebody needs: an identifier or both names, with the birth date, as exactly as they stand in a record. Whatever
     * is given must agree: one digit wrong in an identifier is another patient.
     */
    public record Whom(
            String identifier,
            String given,
            String family,
            @Nullable LocalDate birthDate) {

        public boolean isExact() {
            return birthDate != null && (!identifier.isBlank() || !given.isBlank() && !family.isBlank());
        }
    }

    /** What came of asking. */
    public sealed interface Answer {

        record Opened(Glass glass) implements Answer {}

        /** A team of theirs works with this patient now: there is nothing to break. */
        record YourOwn(UUID patientId) implements Answer {}

        /**
         * Nobody, or nobody in their organisation, or more than one: told alike, so that nobody is found by trying.
         *
         * @param triesLeft before they have to wait
         */
        record NotFound(int triesLeft) implements Answer {}

        /** @param again when they may ask again */
        record TooOften(Instant again) implements Answer {}
    }

    public Duration lasts() {
        return settings.lasts();
    }

    /** Organisations in which this person works with patients; whoever does so nowhere has no glass to break. */
    public static Set<String> organizations(Person person) {
        return person.kind() == Person.Kind.SYSTEM
                ? Set.of()
                : person.memberships().stream()
                        .filter(membership -> membership.role().worksWithPatients())
                        .map(Membership::organizationId)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    public static boolean may(Person person) {
        return !organizations(person).isEmpty();
    }

    @Transactional
    public Answer open(Person person, Whom whom, Glass.Reason reason, String words) {
        Set<String> organizations = organizations(person);
        if (organizations.isEmpty()) {
            throw new IllegalArgumentException("Not a clinician");
        }
        waitForOthersOf(person);
        Instant again = mayAskAgain(person);
        if (again != null) {
            audit.recordRefusal(person.id(), "glass.opened", "person", person.id(), null, Map.of("why", "tooOften"));
            return new Answer.TooOften(again);
        }
        Map<UUID, List<Episode>> found =
                episodesOf(matching(whom).stream().map(Patient::id).toList(), organizations).stream()
                        .collect(Collectors.groupingBy(Episode::patientId));
        if (found.size() != 1) {
            countTry(person);
            audit.recordRefusal(
                    person.id(),
                    "glass.opened",
                    "person",
                    person.id(),
                    null,
                    Map.of("why", found.isEmpty() ? "notFound" : "several"));
            return new Answer.NotFound(Math.max(0, settings.triesAnHour() - tries(person)));
        }
        List<Episode> theirs = found.values().iterator().next();
        UUID patientId = theirs.get(0).patientId();
        // an episode of theirs that has ended opens nothing of what another team does with the patient now
        if (person.careTeams().contains(current(theirs).teamId())) {
            return new Answer.YourOwn(patientId);
        }
        Optional<Glass> still = openTo(person, patientId).filter(glass -> episodes(glass).stream()
                .anyMatch(episode -> episode.id().equals(current(theirs).id())));
        return new Answer.Opened(still.orElseGet(() -> open(person, current(theirs), reason, words)));
    }

    private Glass open(Person person, Episode episode, Glass.Reason reason, String words) {
        Instant now = clock.instant();
        Glass glass = new Glass(
                UuidCreator.getTimeOrderedEpoch(),
                person.id(),
                episode.patientId(),
                episode.teamId(),
                episode.organizationId(),
                reason,
                words,
                now,
                now.plus(settings.lasts()),
                null,
                null,
                null,
                null);
        jdbc.sql("""
                insert into glass (id, person_id, patient_id, team_id, organization_id, reason, words, opened_at, ends_at)
                values (:id, :person, :patient, :team, :organization, :reason, :words, :opened, :ends)""")
                .param("id", glass.id().toString())
                .param("person", glass.personId())
                .param("patient", glass.patientId().toString())
                .param("team", glass.teamId())
                .param("organization", glass.organizationId())
                .param("reason", reason.name())
                .param("words", words)
                .param("opened", utc(glass.openedAt()))
                .param("ends", utc(glass.endsAt()))
                .update();
        Set<String> teams = teamsBehind(glass, person);
        teams.forEach(team -> jdbc.sql("insert into glass_team (glass_id, team_id) values (?, ?)")
                .params(glass.id().toString(), team)
                .update());
        record(person, "glass.opened", glass);
        Set<String> hearers = toTell(glass, teams);
        if (hearers.isEmpty()) {
            alarms.raise(UNHEARD, "team", glass.teamId(), glass.teamId());
        }
        for (String told : hearers) {
            notifications.tell(new Notice(
                    "glass:" + glass.id() + ":" + told, told, GlassNotices.OPENED, glass.id(), true, Duration.ZERO));
        }
        return glass;
    }

    /** The other teams whose episodes it opens. */
    private Set<String> teamsBehind(Glass glass, Person person) {
        Set<String> teams =
                ofOrganization(glass).stream().map(Episode::teamId).collect(Collectors.toCollection(TreeSet::new));
        teams.removeAll(person.careTeams());
        return teams;
    }

    /** The leads of those teams, and the privacy officers of the organisation; nobody is told of what they did themselves. */
    private Set<String> toTell(Glass glass, Set<String> teams) {
        Set<String> told = new LinkedHashSet<>();
        teams.forEach(team -> people.holding(Role.TEAM_LEAD, team).forEach(lead -> told.add(lead.id())));
        teamsOf(Set.of(glass.organizationId()))
                .forEach(team -> people.holding(Role.PRIVACY_OFFICER, team).forEach(officer -> told.add(officer.id())));
        told.remove(glass.personId());
        return told;
    }

    /** What of this person's is open on that patient now. */
    @Transactional(readOnly = true)
    public Optional<Glass> openTo(Person person, UUID patientId) {
        return of(person).stream()
                .filter(glass -> glass.patientId().equals(patientId))
                .findFirst();
    }

    /** Whether this person has ever opened that patient, however it ended. */
    public boolean hasHad(Person person, UUID patientId) {
        return count(
                        "select count(*) from glass where patient_id = ? and person_id = ?",
                        patientId.toString(),
                        person.id())
                > 0;
    }

    public boolean isOpen(Glass glass) {
        return glass.isOpen(clock.instant());
    }

    /** What is open to this person now; nothing for whoever has lost the role meanwhile. */
    @Transactional(readOnly = true)
    public List<Glass> of(Person person) {
        Set<String> organizations = organizations(person);
        return jdbc
                .sql(SELECT + "person_id = ? and given_back_at is null and ends_at > ? order by ends_at, id")
                .params(person.id(), utc(clock.instant()))
                .query((row, i) -> glass(row))
                .list()
                .stream()
                .filter(glass -> organizations.contains(glass.organizationId()))
                .toList();
    }

    /**
     * The patient's episodes behind it, the newest discharge first: those of the teams that were told. Where another team has
     * taken the patient over meanwhile, it is closed there until it is broken again.
     */
    @Transactional(readOnly = true)
    public List<Episode> episodes(Glass glass) {
        Set<String> told = teamsTold(glass);
        return ofOrganization(glass).stream()
                .filter(episode -> told.contains(episode.teamId()))
                .toList();
    }

    private Set<String> teamsTold(Glass glass) {
        return Set.copyOf(jdbc.sql("select team_id from glass_team where glass_id = ?")
                .param(glass.id().toString())
                .query(String.class)
                .list());
    }

    private List<Episode> ofOrganization(Glass glass) {
        return episodesOf(List.of(glass.patientId()), Set.of(glass.organizationId()));
    }

    /** Ends it before its time; false where it is not theirs, or has ended. */
    @Transactional
    public boolean giveBack(Person person, UUID id) {
        Instant now = clock.instant();
        boolean ended = jdbc.sql("update glass set given_back_at = ? where id = ? and person_id = ?"
                                + " and given_back_at is null and ends_at > ?")
                        .params(utc(now), id.toString(), person.id(), utc(now))
                        .update()
                > 0;
        if (ended) {
            find(id).ifPresent(glass -> record(person, "glass.givenBack", glass));
        }
        return ended;
    }

    /** Whether this person is told of it and may look at it: a privacy officer of the organisation, or one of the leads. */
    @Transactional(readOnly = true)
    public boolean mayLookAt(Person person, Glass glass) {
        return mayReview(person, glass) || teamsTold(glass).stream().anyMatch(team -> person.has(Role.TEAM_LEAD, team));
    }

    public boolean mayReview(Person person, Glass glass) {
        return officerOf(person).contains(glass.organizationId())
                && !glass.personId().equals(person.id());
    }

    public static Set<String> officerOf(Person person) {
        return person.memberships().stream()
                .filter(membership -> membership.role() == Role.PRIVACY_OFFICER)
                .map(Membership::organizationId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Transactional(readOnly = true)
    public Optional<Glass> find(UUID id) {
        return jdbc.sql(SELECT + "id = ?")
                .param(id.toString())
                .query((row, i) -> glass(row))
                .optional();
    }

    /** Whether this person is told of what others open: a privacy officer, or a team's lead. */
    public static boolean hears(Person person) {
        return person.has(Role.PRIVACY_OFFICER) || person.has(Role.TEAM_LEAD);
    }

    /** What was opened in the officer's organisations or of the lead's teams: what nobody has reviewed, then the newest. */
    @Transactional(readOnly = true)
    public List<Glass> shownTo(Person person) {
        Set<String> teams = ledBy(person);
        Set<String> organizations = officerOf(person);
        // a list in SQL is never empty, and nothing is called so
        teams.add("");
        organizations.add("");
        return jdbc.sql(SELECT + "person_id <> :person and (organization_id in (:organizations)"
                        + " or id in (select glass_id from glass_team where team_id in (:teams)))"
                        + " order by reviewed_at is not null, opened_at desc, id desc limit " + MOST)
                .param("person", person.id())
                .param("organizations", organizations)
                .param("teams", teams)
                .query((row, i) -> glass(row))
                .list();
    }

    /**
     * How many of those this person should look at: what nobody has reviewed of an officer's, and what was opened within a
     * week of a lead's, who has nothing to write down.
     */
    public int toSee(Person person) {
        Set<String> teams = ledBy(person);
        Set<String> organizations = officerOf(person);
        if (teams.isEmpty() && organizations.isEmpty()) {
            return 0;
        }
        teams.add("");
        organizations.add("");
        return jdbc.sql(
                        "select count(*) from glass where person_id <> :person"
                                + " and (reviewed_at is null and organization_id in (:organizations)"
                                + " or opened_at > :since and id in (select glass_id from glass_team where team_id in (:teams)))")
                .param("person", person.id())
                .param("organizations", organizations)
                .param("teams", teams)
                .param("since", utc(clock.instant().minus(NEWS)))
                .query(Integer.class)
                .single();
    }

    private static Set<String> ledBy(Person person) {
        return person.memberships().stream()
                .filter(membership -> membership.role() == Role.TEAM_LEAD)
                .map(Membership::teamId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Writes down what the privacy officer found; once, and false for whoever may not or was later. */
    @Transactional
    public boolean review(Person officer, UUID id, String remark) {
        Optional<Glass> glass = find(id).filter(one -> mayReview(officer, one));
        boolean reviewed = glass.isPresent()
                && jdbc.sql("update glass set reviewed_by = ?, reviewed_at = ?, remark = ?"
                                        + " where id = ? and reviewed_at is null")
                                .params(officer.id(), utc(clock.instant()), remark, id.toString())
                                .update()
                        > 0;
        if (reviewed) {
            record(officer, "glass.reviewed", glass.get());
        }
        return reviewed;
    }

    private void record(Person who, String what, Glass glass) {
        audit.record(
                who.id(),
                what,
                "patient",
                glass.patientId().toString(),
                glass.teamId(),
                Map.of("glass", glass.id().toString(), "reason", glass.reason().name()));
    }

    /** One person's questions are answered one after the other: asked at once, they would not see each other's tries. */
    private void waitForOthersOf(Person person) {
        jdbc.sql("select id from person where id = ? for update")
                .param(person.id())
                .query(String.class)
                .single();
    }

    /**
     * Who tries identifiers or birth dates is stopped soon; who finds, and is heard of each time, much later.
     *
     * @return null for whoever may ask now
     */
    private @Nullable Instant mayAskAgain(Person person) {
        LocalDateTime anHourAgo = utc(clock.instant().minus(HOUR));
        jdbc.sql("delete from glass_try where person_id = ? and at <= ?")
                .params(person.id(), anHourAgo)
                .update();
        return Stream.of(
                        theOneBefore("select at from glass_try", "at", person, anHourAgo, settings.triesAnHour()),
                        theOneBefore(
                                "select opened_at from glass", "opened_at", person, anHourAgo, settings.opensAnHour()))
                .flatMap(Optional::stream)
                .map(full -> full.plus(HOUR))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** When the hour's last but so many was: an hour later one more is allowed. */
    private Optional<Instant> theOneBefore(String select, String at, Person person, LocalDateTime anHourAgo, int most) {
        return jdbc.sql(select + " where person_id = ? and " + at + " > ? order by " + at + " desc limit 1 offset ?")
                .params(person.id(), anHourAgo, most - 1)
                .query(LocalDateTime.class)
                .optional()
                .map(BreakGlass::instant);
    }

    private int tries(Person person) {
        return count("select count(*) from glass_try where person_id = ?", person.id());
    }

    private int count(String sql, Object... params) {
        return jdbc.sql(sql).params(params).query(Integer.class).single();
    }

    private void countTry(Person person) {
        jdbc.sql("insert into glass_try (id, person_id, at) values (?, ?, ?)")
                .params(UuidCreator.getTimeOrderedEpoch().toString(), person.id(), utc(clock.instant()))
                .update();
    }

    private Collection<Patient> matching(Whom whom) {
        if (whom.birthDate() == null) {
            return List.of();
        }
        if (whom.identifier().isBlank()) {
            return patients.called(whom.given(), whom.family(), whom.birthDate());
        }
        return patients.withIdentifier(whom.identifier().strip(), whom.birthDate()).stream()
                .filter(patient -> Patients.isCalled(patient, whom.given(), whom.family()))
                .toList();
    }

    private List<Episode> episodesOf(Collection<UUID> patientIds, Set<String> organizations) {
        Set<String> teams = teamsOf(organizations);
        return patientIds.isEmpty() || teams.isEmpty()
                ? List.of()
                : episodes.findByPatientsAndTeams(
                        patientIds.stream().map(UUID::toString).toList(), teams);
    }

    private Set<String> teamsOf(Set<String> organizations) {
        return people.teams().stream()
                .filter(team -> organizations.contains(team.organizationId()))
                .map(Team::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Episode current(List<Episode> episodes) {
        return episodes.stream()
                .filter(episode -> !episode.isEnded())
                .findFirst()
                .orElse(episodes.get(0));
    }

    private static Glass glass(ResultSet row) throws SQLException {
        return new Glass(
                UUID.fromString(row.getString("id")),
                row.getString("person_id"),
                UUID.fromString(row.getString("patient_id")),
                row.getString("team_id"),
                row.getString("organization_id"),
                Glass.Reason.valueOf(row.getString("reason")),
                row.getString("words"),
                instant(row.getObject("opened_at", LocalDateTime.class)),
                instant(row.getObject("ends_at", LocalDateTime.class)),
                instantOrNull(row.getObject("given_back_at", LocalDateTime.class)),
                row.getString("reviewed_by"),
                instantOrNull(row.getObject("reviewed_at", LocalDateTime.class)),
                row.getString("remark"));
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant instant(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Instant instantOrNull(@Nullable LocalDateTime utc) {
        return utc == null ? null : instant(utc);
    }
}
