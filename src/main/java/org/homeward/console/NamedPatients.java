package org.homeward.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.springframework.stereotype.Component;

/** Whom a message of a hospital names, among the patients who are here: by an identifier, or by name and birth date. */
@Component
class NamedPatients {

    private static final int MOST = 20;

    private final Patients patients;

    NamedPatients(Patients patients) {
        this.patients = patients;
    }

    /** Takes a message as it was sent, right or wrong, and finds nobody where it says nothing. */
    Set<UUID> namedIn(JsonNode message) {
        Set<UUID> named = new HashSet<>();
        for (JsonNode patient : List.of(message.at("/patient"), message.at("/changes/patient"))) {
            int looked = 0;
            for (JsonNode identifier : patient.path("identifiers")) {
                if (++looked <= MOST) {
                    named.addAll(identified(
                            identifier.path("assigner").asText(),
                            identifier.path("value").asText()));
                }
            }
            named.addAll(called(patient));
        }
        return named;
    }

    private List<UUID> identified(String assigner, String value) {
        return value.isBlank()
                ? List.of()
                : patients.withIdentifier(value).stream()
                        .filter(patient -> patient.details().identifiers().stream()
                                .anyMatch(known -> known.assigner().equals(assigner)
                                        && known.value().equals(value)))
                        .map(Patient::id)
                        .toList();
    }

    private List<UUID> called(JsonNode patient) {
        String given = patient.at("/name/given").asText();
        String family = patient.at("/name/family").asText();
        if (given.isBlank() || family.isBlank()) {
            return List.of();
        }
        try {
            return patients
                    .called(
                            given,
                            family,
                            LocalDate.parse(patient.path("birthDate").asText()))
                    .stream()
                    .map(Patient::id)
                    .toList();
        } catch (DateTimeParseException noDate) {
            return List.of();
        }
    }
}
