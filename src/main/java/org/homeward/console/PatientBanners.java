package org.homeward.console;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.calendar.BusinessClock;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Episode;
import org.homeward.episode.VisitFacts;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.PatientDetails.ContactPreferences;
import org.homeward.patient.Patients;
import org.homeward.patient.PersonName;
import org.homeward.patient.Phone;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who a page is about, so that nobody works for the wrong patient. */
@Component
class PatientBanners {

    record Fact(String label, String value) {}

    record Banner(
            UUID patientId,
            String name,
            @Nullable String preferred,
            @Nullable String tier,
            String tierWords,
            List<Fact> facts,
            List<String> alerts) {}

    /** What a rule flagged and people must see at once; other flags only explain the decision. */
    private static final Map<String, String> FLAGS = Map.of(
            "no-call", "Do not call before a person has looked",
            "ama", "Left against advice",
            "against-advice", "Left against advice",
            "death", "A death was reported",
            "death-conflict", "Reports contradict each other about a death",
            "hospice", "Hospice",
            "custody", "In custody",
            "minor", "Minor");

    private final Patients patients;
    private final VisitFacts facts;
    private final People people;
    private final BusinessClock clock;

    PatientBanners(Patients patients, VisitFacts facts, People people, BusinessClock clock) {
        this.patients = patients;
        this.facts = facts;
        this.people = people;
        this.clock = clock;
    }

    /** Times are told in the zone of the team that works the episode. */
    Moments moments(Episode episode) {
        return new Moments(people.team(episode.teamId()).map(Team::timeZone).orElse(episode.zone()), clock.instant());
    }

    Banner of(Patient patient, Episode episode) {
        PatientDetails details = patient.details();
        PersonName name = details.name();
        return new Banner(
                patient.id(),
                spoken(patient),
                name == null ? null : name.preferred(),
                episode.tier(),
                tierWords(episode),
                facts(patient, episode),
                alerts(patient, episode));
    }

    static String spoken(Patient patient) {
        PersonName name = patient.details().name();
        return name == null ? "Name not known" : name.spoken();
    }

    static String tierWords(Episode episode) {
        String tier = episode.tier();
        return tier == null
                ? "Risk not known yet"
                : MyWorkPage.riskWords(tier) + (episode.isTierIncomplete() ? ", incomplete" : "");
    }

    private List<Fact> facts(Patient patient, Episode episode) {
        PatientDetails details = patient.details();
        Moments when = moments(episode);
        List<Fact> list = new ArrayList<>();
        list.add(new Fact("Born", born(details.birthDate(), when.today())));
        String identifiers = identifiers(details);
        if (!identifiers.isEmpty()) {
            list.add(new Fact("Identifiers", identifiers));
        }
        list.add(new Fact("Language", language(details)));
        List<Phone> phones = patient.phonesInOrder();
        if (!phones.isEmpty()) {
            list.add(new Fact(
                    phones.size() == 1 ? "Phone" : "Phones",
                    phones.stream()
                            .map(phone ->
                                    phone.raw() + " (" + phone.use().name().toLowerCase(Locale.ROOT) + ")")
                            .collect(Collectors.joining(", "))));
        }
        for (PatientDetails.Caregiver caregiver : details.caregivers()) {
            list.add(new Fact("Caregiver", words(caregiver)));
        }
        ContactPreferences wishes = details.preferences();
        if (wishes != null && !wishes.words().isEmpty()) {
            list.add(new Fact("Contact wishes", String.join("; ", wishes.words())));
        }
        list.add(new Fact("Discharged", when.at(episode.dischargedAt())));
        String manager = episode.careManager();
        list.add(new Fact(
                "Care manager",
                manager == null
                        ? "Not named yet"
                        : Names.of(people, List.of(manager)).of(manager)));
        return list;
    }

    private static String words(PatientDetails.Caregiver caregiver) {
        List<String> parts = new ArrayList<>();
        if (caregiver.relationship() != null) {
            parts.add(caregiver.relationship());
        }
        parts.add(caregiver.right().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (caregiver.phone() != null) {
            parts.add(caregiver.phone().raw());
        }
        return caregiver.name() + " (" + String.join(", ", parts) + ")";
    }

    static String born(@Nullable LocalDate birthDate, LocalDate today) {
        if (birthDate == null) {
            return "Not known";
        }
        Period age = Period.between(birthDate, today);
        String years = age.getYears() < 2 ? age.toTotalMonths() + " months" : age.getYears() + " years";
        return MyWorkPage.BORN.format(birthDate) + " (" + years + ")";
    }

    /** National numbers stay out of sight: nobody needs them to know whom they work for. */
    static String identifiers(PatientDetails details) {
        return details.identifiers().stream()
                .filter(identifier -> !identifier.national())
                .map(identifier -> (identifier.type().equals("MR") ? "" : identifier.type() + " ") + identifier.value())
                .distinct()
                .limit(3)
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private static String language(PatientDetails details) {
        String language = details.language() == null
                ? "Not known"
                : Locale.forLanguageTag(details.language()).getDisplayLanguage(Locale.ENGLISH);
        return language + (details.needsInterpreter(Locale.ENGLISH) ? ", interpreter" : "");
    }

    private List<String> alerts(Patient patient, Episode episode) {
        PatientDetails details = patient.details();
        List<String> alerts = new ArrayList<>();
        if (patient.deceased()) {
            alerts.add("Deceased");
        }
        ContactPreferences preferences = details.preferences();
        if (preferences != null && preferences.doNotContact()) {
            alerts.add("Do not contact");
        }
        details.refusedConsents()
                .forEach(refused -> alerts.add(Character.toUpperCase(refused.charAt(0)) + refused.substring(1)));
        for (String flag : episode.verdict().flags().split(",")) {
            if (FLAGS.containsKey(flag.strip())) {
                alerts.add(FLAGS.get(flag.strip()));
            }
        }
        allergies(episode).forEach(allergy -> alerts.add("Allergy: " + allergy));
        if (!patients.openDuplicatesOf(patient.id()).isEmpty()) {
            alerts.add("Possible duplicate record");
        }
        if (!details.phones().isEmpty() && details.phones().stream().noneMatch(Phone::readable)) {
            alerts.add("No number that can be dialled");
        }
        return alerts.stream().distinct().toList();
    }

    private List<String> allergies(Episode episode) {
        DischargeDetails details = facts.stateOf(episode.visit()).details();
        Map<String, Object> clinical = details == null ? null : details.clinical();
        if (clinical == null || !(clinical.get("allergies") instanceof List<?> allergies)) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (Object allergy : allergies) {
            if (allergy instanceof Map<?, ?> one && one.get("text") instanceof String text && !text.isBlank()) {
                words.add(text);
            }
        }
        return words;
    }
}
