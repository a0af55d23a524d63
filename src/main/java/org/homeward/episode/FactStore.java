package org.homeward.episode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps facts, and lets one writer at a time have a patient: who comes second reads what the first one wrote, so that
 * the last to finish has seen everything.
 */
@Component
class FactStore {

    private static final String COLUMNS =
            "f.id, f.source_facility, f.visit_number, f.patient_id, f.type, f.occurred_at, f.recorded_at, f.source,"
                    + " f.payload";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    FactStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** @return every fact of the patients concerned; empty when nothing new was told */
    List<VisitFact> add(Collection<VisitFact> told) {
        var groups = lock(told);
        var fresh = fresh(told);
        if (fresh.isEmpty()) {
            return List.of();
        }
        insert(fresh);
        for (var fact : fresh.values()) {
            if (fact.payload() instanceof FactPayload.PatientMerged merged) {
                jdbc.sql("UPDATE fact_patient a JOIN fact_patient b ON b.patient_id = ?"
                                + " JOIN fact_patient r ON r.patient_id = ? AND a.group_id = r.group_id"
                                + " SET a.group_id = b.group_id")
                        .params(merged.surviving().toString(), merged.retired().toString())
                        .update();
            }
        }
        return known(groups, told);
    }

    private List<VisitFact> known(Set<String> groups, Collection<VisitFact> told) {
        var locked = new TreeSet<>(groups);
        while (true) {
            var current = new TreeSet<>(groupsOf(patientsIn(told)));
            current.addAll(locked);
            var facts = load(current);
            // a stay that has been told of under two patients concerns both
            var concerned = groupsOf(patientsIn(facts));
            if (locked.containsAll(concerned)) {
                return facts;
            }
            concerned.removeAll(locked);
            lockRoots(concerned);
            locked.addAll(concerned);
        }
    }

    List<VisitFact> of(VisitKey visit) {
        var patients = jdbc.sql(
                        "SELECT DISTINCT patient_id FROM visit_fact WHERE source_facility = ? AND visit_number = ?")
                .params(visit.sourceFacility(), visit.visitNumber())
                .query(String.class)
                .set();
        return patients.isEmpty() ? List.of() : load(groupsOf(patients));
    }

    private Set<String> lock(Collection<VisitFact> told) {
        var patients = patientsIn(told);
        for (var patient : patients) {
            // takes the row's lock whether it is new or not; an ignored insert would take a shared one and deadlock
            jdbc.sql("INSERT INTO fact_patient (patient_id, group_id) VALUES (?, ?)"
                            + " ON DUPLICATE KEY UPDATE group_id = group_id")
                    .params(patient, patient)
                    .update();
        }
        told.stream()
                .map(VisitFact::visit)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(java.util.Comparator.comparing(VisitKey::toString))
                .forEach(visit -> jdbc.sql("INSERT INTO fact_visit (source_facility, visit_number) VALUES (?, ?)"
                                + " ON DUPLICATE KEY UPDATE visit_number = visit_number")
                        .params(visit.sourceFacility(), visit.visitNumber())
                        .update());
        var locked = new TreeSet<>(patients);
        for (var groups = groupsOf(patients); ; groups = groupsOf(patients)) {
            if (locked.containsAll(groups)) {
                return groups;
            }
            var missing = new TreeSet<>(groups);
            missing.removeAll(locked);
            lockRoots(missing);
            locked.addAll(missing);
        }
    }

    private void lockRoots(Set<String> groups) {
        jdbc.sql("SELECT patient_id FROM fact_patient WHERE patient_id IN (:groups) ORDER BY patient_id FOR UPDATE")
                .param("groups", groups)
                .query(String.class)
                .list();
    }

    private Set<String> groupsOf(Collection<String> patients) {
        return new TreeSet<>(jdbc.sql("SELECT DISTINCT group_id FROM fact_patient WHERE patient_id IN (:patients)")
                .param("patients", patients)
                .query(String.class)
                .set());
    }

    private static Set<String> patientsIn(Collection<VisitFact> facts) {
        var patients = new TreeSet<String>();
        for (var fact : facts) {
            patients.add(fact.patientId().toString());
            if (fact.payload() instanceof FactPayload.PatientMerged merged) {
                patients.add(merged.retired().toString());
                patients.add(merged.surviving().toString());
            }
        }
        return patients;
    }

    private LinkedHashMap<String, VisitFact> fresh(Collection<VisitFact> told) {
        var byDigest = new LinkedHashMap<String, VisitFact>();
        for (var fact : told) {
            byDigest.putIfAbsent(FactJson.digest(fact, FactJson.write(fact.payload())), fact);
        }
        byDigest.keySet()
                .removeAll(
                        new HashSet<>(jdbc.sql("SELECT content_hash FROM visit_fact WHERE content_hash IN (:digests)")
                                .param("digests", byDigest.keySet())
                                .query(String.class)
                                .list()));
        return byDigest;
    }

    private void insert(LinkedHashMap<String, VisitFact> fresh) {
        batches.batchUpdate(
                "INSERT INTO visit_fact (id, source_facility, visit_number, patient_id, type, occurred_at, recorded_at,"
                        + " source, payload, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                fresh.entrySet().stream()
                        .map(entry -> {
                            var fact = entry.getValue();
                            var visit = fact.visit();
                            return new @Nullable Object[] {
                                fact.id().toString(),
                                visit == null ? null : visit.sourceFacility(),
                                visit == null ? null : visit.visitNumber(),
                                fact.patientId().toString(),
                                fact.type().name(),
                                // not as Timestamp, of which the driver makes null before 1970
                                LocalDateTime.ofInstant(fact.occurredAt(), ZoneOffset.UTC),
                                LocalDateTime.ofInstant(fact.recordedAt(), ZoneOffset.UTC),
                                Fitting.fit(fact.source(), Fitting.NAME),
                                FactJson.write(fact.payload()),
                                entry.getKey()
                            };
                        })
                        .toList());
    }

    private List<VisitFact> load(Collection<String> groups) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM visit_fact f JOIN fact_patient p ON p.patient_id = f.patient_id"
                        + " WHERE p.group_id IN (:groups)"
                        + " UNION ALL"
                        + " SELECT " + COLUMNS
                        + " FROM (SELECT DISTINCT g.source_facility, g.visit_number FROM visit_fact g"
                        + "       JOIN fact_patient p ON p.patient_id = g.patient_id"
                        + "       WHERE p.group_id IN (:groups) AND g.visit_number IS NOT NULL) v"
                        + " JOIN visit_fact f ON f.source_facility = v.source_facility AND f.visit_number = v.visit_number"
                        + " JOIN fact_patient q ON q.patient_id = f.patient_id AND q.group_id NOT IN (:groups)")
                .param("groups", groups)
                .query((row, number) -> fact(row))
                .list();
    }

    private static VisitFact fact(ResultSet row) throws SQLException {
        var facility = row.getString("source_facility");
        var number = row.getString("visit_number");
        return new VisitFact(
                UUID.fromString(row.getString("id")),
                facility == null || number == null ? null : new VisitKey(facility, number),
                UUID.fromString(row.getString("patient_id")),
                row.getObject("occurred_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getObject("recorded_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("source"),
                FactJson.read(FactType.valueOf(row.getString("type")), row.getString("payload")));
    }
}
