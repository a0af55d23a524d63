package org.homeward.directory;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.homeward.directory.Programme.Details;
import org.homeward.engine.Columns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/**
 * Read and write programmes. Plain SQL: what fits is found and put in order by the database, and a file of thousands
 * is written in batches.
 */
@Repository
class ProgrammeRows {

    /**
     * What is looked for.
     *
     * @param postalCode or its beginning, as {@link PostalCodes} reads it
     * @param name part of the name of a programme or its organisation
     */
    record Query(
            Collection<String> owners,
            @Nullable String need,
            @Nullable String postalCode,
            @Nullable String language,
            String name,
            boolean inactiveToo,
            Collection<UUID> without) {}

    record Found(Programme programme, Nearness nearness) {}

    private static final String COLUMNS = """
            select p.*, o.owner_id, o.name as organization_name,
                case when p.capacity is null then 1 when p.capacity > p.taken then 0 else 2 end as fullness,
                case when :postal is null or p.postal_code is null then 'UNKNOWN'
                     when p.postal_code = :postal then 'SAME_CODE'
                     when left(p.postal_code, 3) = left(:postal, 3) then 'SAME_THREE'
                     when left(p.postal_code, 1) = left(:postal, 1) then 'SAME_FIRST'
                     else 'ELSEWHERE' end as nearness
            from directory_programme p join directory_organization o on o.id = p.organization_id
            """;

    private final NamedParameterJdbcTemplate jdbc;

    ProgrammeRows(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The name as it is compared: capitals, accents' spelling and spaces do not make another one. */
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    Optional<Programme> find(UUID id) {
        return read(COLUMNS + " where p.id = :id", params().addValue("id", id.toString())).stream()
                .map(Found::programme)
                .findFirst();
    }

    /** All of a directory, inactive ones too. */
    List<Programme> all(Collection<String> owners) {
        return owners.isEmpty()
                ? List.of()
                : read(
                                COLUMNS + " where o.owner_id in (:owners) order by o.name_key, p.name_key",
                                params().addValue("owners", owners))
                        .stream()
                        .map(Found::programme)
                        .toList();
    }

    /** Room first, then what is near, then who speaks the language. */
    List<Found> search(Query query, int limit, int offset) {
        if (query.owners().isEmpty()) {
            return List.of();
        }
        StringBuilder sql = new StringBuilder(COLUMNS).append(" where o.owner_id in (:owners)");
        MapSqlParameterSource params = params().addValue("owners", query.owners())
                .addValue("postal", query.postalCode())
                .addValue("language", query.language())
                .addValue("limit", limit)
                .addValue("offset", offset);
        if (!query.inactiveToo()) {
            sql.append(" and p.active");
        }
        if (query.need() != null) {
            sql.append("""

                    and exists (select 1 from directory_term n
                        where n.programme_id = p.id and n.kind = 'NEED' and n.term = :need)""");
            params.addValue("need", query.need());
        }
        if (query.postalCode() != null) {
            // what was typed may be the beginning of a code, what is kept may be too
            sql.append("""

                    and (not exists (select 1 from directory_term a where a.programme_id = p.id and a.kind = 'AREA')
                        or exists (select 1 from directory_term a where a.programme_id = p.id and a.kind = 'AREA'
                            and (:postal like concat(a.term, '%') or a.term like concat(:postal, '%'))))""");
        }
        if (!query.name().isBlank()) {
            sql.append(" and (p.name_key like :name or o.name_key like :name)");
            params.addValue("name", "%" + key(query.name()).replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        if (!query.without().isEmpty()) {
            sql.append(" and p.id not in (:without)");
            params.addValue(
                    "without", query.without().stream().map(UUID::toString).toList());
        }
        sql.append("""

                order by fullness,
                    field(nearness, 'SAME_CODE', 'SAME_THREE', 'SAME_FIRST', 'ELSEWHERE', 'UNKNOWN'),
                    :language is not null and not exists (select 1 from directory_term l
                        where l.programme_id = p.id and l.kind = 'LANGUAGE' and l.term = :language),
                    o.name_key, p.name_key, p.id
                 limit :limit offset :offset""");
        return read(sql.toString(), params);
    }

    /** The organisation of that name in a directory, added or spelled anew where need be. */
    UUID organization(String owner, String name) {
        record Known(String id, String name) {}
        Optional<Known> known = jdbc
                .query(
                        "select id, name from directory_organization where owner_id = :owner and name_key = :key",
                        params().addValue("owner", owner).addValue("key", key(name)),
                        (row, i) -> new Known(row.getString(1), row.getString(2)))
                .stream()
                .findFirst();
        if (known.isPresent()) {
            if (!known.get().name().equals(name)) {
                jdbc.update(
                        "update directory_organization set name = :name where id = :id",
                        params().addValue("name", name)
                                .addValue("id", known.get().id()));
            }
            return UUID.fromString(known.get().id());
        }
        UUID id = UuidCreator.getTimeOrderedEpoch();
        jdbc.update(
                "insert into directory_organization (id, owner_id, name, name_key) values (:id, :owner, :name, :key)",
                params().addValue("id", id.toString())
                        .addValue("owner", owner)
                        .addValue("name", name)
                        .addValue("key", key(name)));
        return id;
    }

    void insert(List<Programme> programmes) {
        batch("""
                insert into directory_programme (id, organization_id, name, name_key, eligibility, postal_code, hours,
                    capacity, taken, accepted, declined, route, email, phone, fax, accepts_links, active, version)
                values (:id, :organization, :name, :key, :eligibility, :postalCode, :hours, :capacity, :taken, :accepted,
                    :declined, :route, :email, :phone, :fax, :acceptsLinks, :active, :version)""", programmes);
        insertTerms(programmes);
    }

    /**
     * A programme as it is to be.
     *
     * @param declared whether its capacity counts from now on; else places that were taken stay taken
     */
    record Change(Programme programme, boolean declared) {

        private SqlParameterSource row() {
            return ProgrammeRows.row(programme).addValue("declared", declared);
        }
    }

    /** @return whether it still was as it had been seen */
    boolean update(Change change) {
        boolean updated = jdbc.update(UPDATE + " and version = :version", change.row()) > 0;
        if (updated) {
            replaceTerms(List.of(change.programme()));
        }
        return updated;
    }

    /** Whoever calls this holds the {@link #lock} and knows that nothing has changed. */
    void updateAll(List<Change> changes) {
        if (!changes.isEmpty()) {
            jdbc.batchUpdate(UPDATE, changes.stream().map(Change::row).toArray(SqlParameterSource[]::new));
            replaceTerms(changes.stream().map(Change::programme).toList());
        }
    }

    private static final String UPDATE = """
            update directory_programme set organization_id = :organization, name = :name, name_key = :key,
                eligibility = :eligibility, postal_code = :postalCode, hours = :hours, capacity = :capacity,
                taken = case when :declared then 0 else taken end, route = :route, email = :email, phone = :phone,
                fax = :fax, accepts_links = :acceptsLinks, active = :active, version = version + 1
            where id = :id""";

    /** Keeps everybody else from changing what stands in a directory until the transaction ends. */
    void lock(String owner) {
        jdbc.queryForList(
                "select p.id from directory_programme p join directory_organization o on o.id = p.organization_id"
                        + " where o.owner_id = :owner for update",
                params().addValue("owner", owner),
                String.class);
    }

    /** One place more or fewer; without a lock that a person's edit would have to wait for. */
    void count(UUID id, int taken, int accepted, int declined) {
        jdbc.update(
                """
                update directory_programme set taken = greatest(0, taken + :taken), accepted = accepted + :accepted,
                    declined = declined + :declined
                where id = :id""",
                params().addValue("id", id.toString())
                        .addValue("taken", taken)
                        .addValue("accepted", accepted)
                        .addValue("declined", declined));
    }

    private void replaceTerms(List<Programme> programmes) {
        batch("delete from directory_term where programme_id = :id", programmes);
        insertTerms(programmes);
    }

    private void insertTerms(List<Programme> programmes) {
        SqlParameterSource[] terms = programmes.stream()
                .flatMap(programme -> Stream.of(
                                programme.details().needs().stream()
                                        .map(need -> term(programme.id(), "NEED", need.code())),
                                programme.details().area().stream().map(area -> term(programme.id(), "AREA", area)),
                                programme.details().languages().stream()
                                        .map(language -> term(programme.id(), "LANGUAGE", language)))
                        .flatMap(each -> each))
                .toArray(SqlParameterSource[]::new);
        if (terms.length > 0) {
            jdbc.batchUpdate(
                    "insert into directory_term (programme_id, kind, term) values (:programme, :kind, :term)", terms);
        }
    }

    private static SqlParameterSource term(UUID programme, String kind, String term) {
        return new MapSqlParameterSource("programme", programme.toString())
                .addValue("kind", kind)
                .addValue("term", term);
    }

    private void batch(String sql, List<Programme> programmes) {
        if (!programmes.isEmpty()) {
            jdbc.batchUpdate(sql, programmes.stream().map(ProgrammeRows::row).toArray(SqlParameterSource[]::new));
        }
    }

    private static MapSqlParameterSource row(Programme programme) {
        Details details = programme.details();
        return params().addValue("id", programme.id().toString())
                .addValue("organization", programme.organizationId().toString())
                .addValue("name", details.name())
                .addValue("key", key(details.name()))
                .addValue("eligibility", details.eligibility())
                .addValue("postalCode", details.postalCode())
                .addValue("hours", details.hours())
                .addValue("capacity", details.capacity())
                .addValue("taken", programme.taken())
                .addValue("accepted", programme.accepted())
                .addValue("declined", programme.declined())
                .addValue("route", details.route().name())
                .addValue("email", details.email())
                .addValue("phone", details.phone())
                .addValue("fax", details.fax())
                .addValue("acceptsLinks", details.acceptsLinks())
                .addValue("active", details.active())
                .addValue("version", programme.version());
    }

    /** Two queries, whatever the number of programmes. */
    private List<Found> read(String sql, MapSqlParameterSource params) {
        if (!params.hasValue("postal")) {
            params.addValue("postal", null);
        }
        record Row(ProgrammeRow row, Nearness nearness) {}
        List<Row> rows = jdbc.query(
                sql, params, (row, i) -> new Row(ProgrammeRow.of(row), Nearness.valueOf(row.getString("nearness"))));
        Map<String, Terms> terms =
                terms(rows.stream().map(row -> row.row().id()).toList());
        List<Found> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new Found(row.row().programme(terms.getOrDefault(row.row().id(), new Terms())), row.nearness()));
        }
        return found;
    }

    private static final class Terms {
        final Set<Need> needs = EnumSet.noneOf(Need.class);
        final Set<String> area = new TreeSet<>();
        final Set<String> languages = new TreeSet<>();
    }

    private Map<String, Terms> terms(List<String> ids) {
        Map<String, Terms> terms = new HashMap<>();
        for (int from = 0; from < ids.size(); from += 1000) {
            jdbc.query(
                    "select programme_id, kind, term from directory_term where programme_id in (:ids)",
                    params().addValue("ids", ids.subList(from, Math.min(ids.size(), from + 1000))),
                    row -> {
                        Terms of = terms.computeIfAbsent(row.getString(1), id -> new Terms());
                        String term = row.getString(3);
                        switch (row.getString(2)) {
                            case "NEED" -> Need.of(term).ifPresent(of.needs::add);
                            case "AREA" -> of.area.add(term);
                            default -> of.languages.add(term);
                        }
                    });
        }
        return terms;
    }

    private record ProgrammeRow(
            String id,
            String owner,
            UUID organization,
            Details plain,
            int taken,
            int accepted,
            int declined,
            int version) {

        static ProgrammeRow of(ResultSet row) throws SQLException {
            int capacity = row.getInt("capacity");
            boolean declared = !row.wasNull();
            return new ProgrammeRow(
                    row.getString("id"),
                    row.getString("owner_id"),
                    Columns.uuid(row, "organization_id"),
                    new Details(
                            row.getString("organization_name"),
                            row.getString("name"),
                            Set.of(),
                            row.getString("eligibility"),
                            Set.of(),
                            row.getString("postal_code"),
                            Set.of(),
                            row.getString("hours"),
                            declared ? capacity : null,
                            Route.valueOf(row.getString("route")),
                            row.getString("email"),
                            row.getString("phone"),
                            row.getString("fax"),
                            row.getBoolean("accepts_links"),
                            row.getBoolean("active")),
                    row.getInt("taken"),
                    row.getInt("accepted"),
                    row.getInt("declined"),
                    row.getInt("version"));
        }

        Programme programme(Terms terms) {
            return new Programme(
                    UUID.fromString(id),
                    owner,
                    organization,
                    new Details(
                            plain.organization(),
                            plain.name(),
                            terms.needs,
                            plain.eligibility(),
                            terms.area,
                            plain.postalCode(),
                            terms.languages,
                            plain.hours(),
                            plain.capacity(),
                            plain.route(),
                            plain.email(),
                            plain.phone(),
                            plain.fax(),
                            plain.acceptsLinks(),
                            plain.active()),
                    taken,
                    accepted,
                    declined,
                    version);
        }
    }

    private static MapSqlParameterSource params() {
        return new MapSqlParameterSource();
    }
}
