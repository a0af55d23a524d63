package org.homeward.security;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** People, teams and memberships. Reads are one query; nothing here is cached, so a change holds at once. */
@Service
public class People {

    private static final String SELECT = """
            select p.id, p.kind, p.display_name, p.email, p.active, m.team_id, t.organization_id, m.role
            from person p
            left join membership m on m.person_id = p.id
            left join team t on t.id = m.team_id
            """;

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords;
    private final Clock clock;

    People(JdbcClient jdbc, PasswordEncoder passwords, @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Person> find(String id) {
        return people(jdbc.sql(SELECT + " where p.id = ? order by m.team_id, m.role")
                        .param(id)
                        .query(People::row)
                        .list())
                .stream()
                .findFirst();
    }

    /** People who hold a role in a team, active ones only. */
    @Transactional(readOnly = true)
    public List<Person> holding(Role role, String teamId) {
        return people(jdbc.sql(SELECT + """
                         where p.active and p.id in (select person_id from membership where role = ? and team_id = ?)
                        order by p.display_name, p.id, m.team_id, m.role""")
                .params(role.code(), teamId)
                .query(People::row)
                .list());
    }

    /** Display names by person id, for lists; unknown ids are absent. */
    @Transactional(readOnly = true)
    public Map<String, String> names(Collection<String> ids) {
        Map<String, String> names = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select id, display_name from person where id in (:ids)")
                    .param("ids", ids)
                    .query(row -> {
                        names.put(row.getString(1), row.getString(2));
                    });
        }
        return names;
    }

    /** Whether there is such a person or system, and they may still come in. */
    @Transactional(readOnly = true)
    public boolean active(String id) {
        return jdbc.sql("select count(*) from person where id = ? and active")
                        .param(id)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    @Transactional(readOnly = true)
    public Optional<Team> team(String id) {
        return jdbc.sql("select id, organization_id, name, time_zone from team where id = ?")
                .param(id)
                .query((row, i) ->
                        new Team(row.getString(1), row.getString(2), row.getString(3), ZoneId.of(row.getString(4))))
                .optional();
    }

    @Transactional(readOnly = true)
    public List<Team> teams() {
        return jdbc.sql("select id, organization_id, name, time_zone from team order by name")
                .query((row, i) ->
                        new Team(row.getString(1), row.getString(2), row.getString(3), ZoneId.of(row.getString(4))))
                .list();
    }

    /** The hash to compare a password with; empty for unknown, inactive or password-less people. */
    @Transactional(readOnly = true)
    public Optional<String> passwordHash(String id) {
        return jdbc.sql("select password_hash from person where id = ? and active and password_hash is not null")
                .param(id)
                .query(String.class)
                .optional();
    }

    /** Whether an identity provider lets this person in, and its groups say what they are. */
    @Transactional(readOnly = true)
    public boolean isKnownToProvider(String id) {
        return jdbc.sql("select count(*) from person_identity where person_id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    public boolean passwordMatches(String id, String password) {
        return passwordHash(id).map(hash -> passwords.matches(password, hash)).orElse(false);
    }

    @Transactional
    public void addOrganization(String id, String name) {
        jdbc.sql("insert into organization (id, name) values (?, ?) on duplicate key update name = values(name)")
                .params(id, name)
                .update();
    }

    @Transactional
    public void addTeam(Team team) {
        jdbc.sql("""
                insert into team (id, organization_id, name, time_zone) values (?, ?, ?, ?)
                on duplicate key update name = values(name), time_zone = values(time_zone)""")
                .params(
                        team.id(),
                        team.organizationId(),
                        team.name(),
                        team.timeZone().getId())
                .update();
    }

    /** The clock that a person goes by: their first team's; UTC for whoever is in none. */
    public ZoneId zoneOf(Person person) {
        return person.memberships().stream()
                .findFirst()
                .flatMap(membership -> team(membership.teamId()))
                .map(Team::timeZone)
                .orElse(ZoneId.of("UTC"));
    }

    /** Ids that mean something else on the trail and on pages; nobody is called so. */
    public static final Set<String> RESERVED =
            Set.of("homeward", "facts", "patient", "unknown", "anonymous", "partner");

    /**
     * Adds somebody who was not here.
     *
     * @return false when somebody has that id, be it since a moment ago; nothing is changed then
     */
    @Transactional
    public boolean addNew(
            String id, Person.Kind kind, String displayName, @Nullable String email, @Nullable String password) {
        if (RESERVED.contains(id)) {
            return false;
        }
        try {
            jdbc.sql("insert into person (id, kind, display_name, email, password_hash, active, created_at)"
                            + " values (?, ?, ?, ?, ?, true, ?)")
                    .params(
                            id,
                            kind.name(),
                            displayName,
                            email,
                            password == null ? null : passwords.encode(password),
                            LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .update();
            return true;
        } catch (DuplicateKeyException takenMeanwhile) {
            return false;
        }
    }

    /** Adds a person or changes name and address; a password already set stays unless a new one is given. */
    @Transactional
    public void addPerson(
            String id, Person.Kind kind, String displayName, @Nullable String email, @Nullable String password) {
        String hash = password == null ? null : passwords.encode(password);
        jdbc.sql("""
                insert into person (id, kind, display_name, email, password_hash, active, created_at)
                values (?, ?, ?, ?, ?, true, ?)
                on duplicate key update display_name = values(display_name), email = values(email),
                    password_hash = coalesce(values(password_hash), password_hash)""")
                .params(
                        id,
                        kind.name(),
                        displayName,
                        email,
                        hash,
                        LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
    }

    @Transactional
    public void addMembership(String personId, String teamId, Role role) {
        jdbc.sql("insert ignore into membership (person_id, team_id, role) values (?, ?, ?)")
                .params(personId, teamId, role.code())
                .update();
    }

    @Transactional
    public void removeMembership(String personId, String teamId, Role role) {
        jdbc.sql("delete from membership where person_id = ? and team_id = ? and role = ?")
                .params(personId, teamId, role.code())
                .update();
    }

    /**
     * Changes name and address.
     *
     * @param seen as whoever changes it saw it
     * @return false when somebody else has changed it since
     */
    @Transactional
    public boolean change(Person seen, String displayName, @Nullable String email) {
        if (seen.displayName().equals(displayName) && Objects.equals(seen.email(), email)) {
            return true;
        }
        return jdbc.sql("""
                                update person set display_name = :name, email = :email
                                where id = :id and display_name = :seenName and email <=> :seenEmail""")
                        .param("name", displayName)
                        .param("email", email)
                        .param("id", seen.id())
                        .param("seenName", seen.displayName())
                        .param("seenEmail", seen.email())
                        .update()
                > 0;
    }

    @Transactional
    public void setPassword(String personId, String password) {
        jdbc.sql("update person set password_hash = ? where id = ?")
                .params(passwords.encode(password), personId)
                .update();
    }

    @Transactional
    public void deactivate(String personId) {
        setActive(personId, false);
    }

    @Transactional
    public void reactivate(String personId) {
        setActive(personId, true);
    }

    private void setActive(String personId, boolean active) {
        jdbc.sql("update person set active = ? where id = ?")
                .params(active, personId)
                .update();
    }

    /** How many active people hold a role anywhere. */
    @Transactional(readOnly = true)
    public int holders(Role role) {
        return jdbc.sql("select count(distinct p.id) from person p join membership m on m.person_id = p.id"
                        + " where p.active and m.role = ?")
                .param(role.code())
                .query(Integer.class)
                .single();
    }

    /**
     * People and systems by name, inactive ones too.
     *
     * @param words part of a name or of a sign-in name; blank: all
     */
    @Transactional(readOnly = true)
    public List<Person> search(String words, int offset, int limit) {
        String like = "%" + words.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return people(jdbc.sql("""
                        select p.id, p.kind, p.display_name, p.email, p.active, m.team_id, t.organization_id, m.role
                        from (select * from person where lower(display_name) like :like or lower(id) like :like
                              order by lower(display_name), id limit :limit offset :offset) p
                        left join membership m on m.person_id = p.id
                        left join team t on t.id = m.team_id
                        order by lower(p.display_name), p.id, m.team_id, m.role""")
                .param("like", like)
                .param("limit", limit)
                .param("offset", offset)
                .query(People::row)
                .list());
    }

    /** Those of a team, active ones only. */
    @Transactional(readOnly = true)
    public List<Person> ofTeam(String teamId) {
        return people(jdbc.sql(SELECT + """
                         where p.active and p.id in (select person_id from membership where team_id = ?)
                        order by p.display_name, p.id, m.team_id, m.role""").param(teamId).query(People::row).list());
    }

    /** Names of organisations by id. */
    @Transactional(readOnly = true)
    public Map<String, String> organizations() {
        Map<String, String> names = new LinkedHashMap<>();
        jdbc.sql("select id, name from organization order by name, id").query(row -> {
            names.put(row.getString(1), row.getString(2));
        });
        return names;
    }

    /** @return false when somebody else has changed it since */
    @Transactional
    public boolean change(Team seen, String name, ZoneId timeZone) {
        if (seen.name().equals(name) && seen.timeZone().equals(timeZone)) {
            return true;
        }
        return jdbc.sql("update team set name = ?, time_zone = ? where id = ? and name = ? and time_zone = ?")
                        .params(
                                name,
                                timeZone.getId(),
                                seen.id(),
                                seen.name(),
                                seen.timeZone().getId())
                        .update()
                > 0;
    }

    private record Row(
            String id,
            Person.Kind kind,
            String name,
            @Nullable String email,
            boolean active,
            @Nullable Membership membership) {}

    private static Row row(java.sql.ResultSet row, int i) throws java.sql.SQLException {
        String role = row.getString(8);
        return new Row(
                row.getString(1),
                Person.Kind.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                role == null
                        ? null
                        : new Membership(
                                row.getString(6),
                                row.getString(7),
                                Role.of(role).orElseThrow()));
    }

    private static List<Person> people(List<Row> rows) {
        Map<String, List<Row>> byId = new LinkedHashMap<>();
        rows.forEach(
                row -> byId.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row));
        return byId.values().stream()
                .map(group -> {
                    Row first = group.get(0);
                    List<Membership> memberships = new ArrayList<>();
                    for (Row row : group) {
                        if (row.membership() != null) {
                            memberships.add(row.membership());
                        }
                    }
                    return new Person(
                            first.id(), first.kind(), first.name(), first.email(), first.active(), memberships);
                })
                .toList();
    }
}
