package org.homeward.patient;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.homeward.worklist.PatientCards;
import org.springframework.context.annotation.Fallback;
import org.springframework.stereotype.Component;

/** Tells people at their tasks whom they are working for. */
@Component
@Fallback // a test that needs no patients may say who they are
class ShowPatients implements PatientCards {

    private final Patients patients;
    private final PatientProperties properties;

    ShowPatients(Patients patients, PatientProperties properties) {
        this.patients = patients;
        this.properties = properties;
    }

    @Override
    public Map<UUID, PatientCard> of(Collection<UUID> patientIds) {
        Map<UUID, PatientCard> cards = new HashMap<>();
        patients.listed(patientIds).forEach((id, patient) -> cards.put(id, card(patient)));
        return cards;
    }

    @Override
    public List<UUID> matching(String query, int limit, UnaryOperator<Set<UUID>> visible) {
        return patients.searchAmong(query, limit, visible).stream()
                .map(Patient::id)
                .toList();
    }

    private PatientCard card(Patient patient) {
        PatientDetails details = patient.details();
        PersonName name = details.name();
        return new PatientCard(
                patient.listedName(),
                name == null ? null : name.preferred(),
                details.birthDate(),
                // the one that identifies; a national number is nobody's business at a task
                details.identifiers().stream()
                        .filter(identifier -> !identifier.national())
                        .sorted((one, other) -> Boolean.compare(properties.trusts(other), properties.trusts(one)))
                        .findFirst()
                        .map(identifier -> identifier.type() + " " + identifier.value())
                        .orElse(null),
                details.language() == null
                        ? null
                        : Locale.forLanguageTag(details.language()).getDisplayLanguage(Locale.ENGLISH),
                phones(details),
                alerts(patient));
    }

    private static List<PatientCards.CallNumber> phones(PatientDetails details) {
        List<PatientCards.CallNumber> numbers = new ArrayList<>();
        details.phones().stream()
                .sorted(Comparator.comparingInt(Phone::rank))
                .forEach(phone -> numbers.add(number(phone.use().name().toLowerCase(Locale.ROOT), phone)));
        for (PatientDetails.Caregiver caregiver : details.caregivers()) {
            Phone phone = caregiver.phone();
            if (phone != null) {
                numbers.add(number(
                        caregiver.name()
                                + (caregiver.relationship() == null ? "" : ", " + caregiver.relationship())
                                + " ("
                                + caregiver
                                        .right()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ') + ")",
                        phone));
            }
        }
        return numbers;
    }

    private static PatientCards.CallNumber number(String whose, Phone phone) {
        return new PatientCards.CallNumber(whose, phone.raw(), phone.e164());
    }

    private static List<String> alerts(Patient patient) {
        List<String> alerts = new ArrayList<>();
        if (patient.deceased()) {
            alerts.add("deceased");
        }
        if (patient.details().preferences() != null
                && patient.details().preferences().doNotContact()) {
            alerts.add("do not contact");
        }
        if (patient.details().needsInterpreter(Locale.ENGLISH)) {
            alerts.add("interpreter needed");
        }
        alerts.addAll(patient.details().refusedConsents());
        if (patient.details().preferences() != null) {
            patient.details().preferences().bestHours().ifPresent(alerts::add);
        }
        return alerts;
    }
}
