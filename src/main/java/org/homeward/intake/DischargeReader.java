package org.homeward.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.homeward.episode.VisitKey;
import org.homeward.intake.DischargeRequest.AdmissionType;
import org.homeward.intake.DischargeRequest.Allergy;
import org.homeward.intake.DischargeRequest.CareService;
import org.homeward.intake.DischargeRequest.Code;
import org.homeward.intake.DischargeRequest.Comorbidity;
import org.homeward.intake.DischargeRequest.Diagnosis;
import org.homeward.intake.DischargeRequest.Disposition;
import org.homeward.intake.DischargeRequest.Encounter;
import org.homeward.intake.DischargeRequest.EncounterClass;
import org.homeward.intake.DischargeRequest.FollowUp;
import org.homeward.intake.DischargeRequest.FollowUpKind;
import org.homeward.intake.DischargeRequest.Medication;
import org.homeward.intake.DischargeRequest.MedicationChange;
import org.homeward.intake.DischargeRequest.PendingResult;
import org.homeward.intake.DischargeRequest.Practitioner;
import org.homeward.intake.DischargeRequest.Referral;
import org.homeward.intake.DischargeRequest.ReferralKind;
import org.homeward.intake.DischargeRequest.RiskFacts;
import org.homeward.intake.DischargeRequest.ServiceKind;
import org.homeward.intake.FactRequest.Admission;
import org.homeward.intake.JsonFields.Problems;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.PatientDetails.Address;
import org.homeward.patient.PatientDetails.Caregiver;
import org.homeward.patient.PatientDetails.Channel;
import org.homeward.patient.PatientDetails.Consent;
import org.homeward.patient.PatientDetails.ConsentStatus;
import org.homeward.patient.PatientDetails.ContactPreferences;
import org.homeward.patient.PatientDetails.PrimaryCare;
import org.homeward.patient.PatientDetails.Right;
import org.homeward.patient.PatientDetails.Sex;
import org.homeward.patient.PatientIdentifier;
import org.homeward.patient.PatientProperties;
import org.homeward.patient.PersonName;
import org.homeward.patient.Phone;
import org.jspecify.annotations.Nullable;

/**
 * Reads discharges and facts from JSON and names every field that cannot be taken.
 *
 * <p>Unknown fields are refused: a misspelt "dischargeMedication" that was tolerated would be a list of medicines that
 * nobody reconciles.
 */
final class DischargeReader {

    private static final int SHORT = 100;
    private static final int PARTY = 200;
    private static final int LINE = 300;
    private static final int NOTE = 4_000;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxDocumentLength(IntakeProperties.LARGEST_BODY)
                            .maxStringLength(100_000)
                            .maxNumberLength(50)
                            .maxNameLength(1_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private static final JsonMapper PLAIN = new JsonMapper();
    private static final List<String> CLINICAL = List.of(
            "diagnoses",
            "allergies",
            "preAdmissionMedications",
            "dischargeMedications",
            "followUps",
            "referrals",
            "services",
            "pendingResults");

    /** The first year in which the decision tables have rows in force: nothing that happened before is ours to follow. */
    private static final int RULES_SINCE = 2000;

    /** A stay may have begun long before it ended; that it did in 1900 is a filler. */
    private static final int STAYS_SINCE = 1971;

    /** How far a sender's clock may run ahead. What is told of later than that is a wrong date, and would wait for it. */
    private static final Duration AHEAD = Duration.ofHours(24);

    private static final Pattern FILLER = Pattern.compile(
            "[^\\p{L}\\p{N}]*|[^\\p{L}\\p{N}]*(0+|9{4,}|1234567890?|unknown|unk|none|null|n/?a|na|nil|test|temp|tbd|pending|missing"
                    + "|not available|no mrn|xxx+)[^\\p{L}\\p{N}]*",
            Pattern.CASE_INSENSITIVE);

    private static final Encounter NO_STAY =
            new Encounter(null, null, null, null, null, null, null, null, null, null, null);

    private final PatientProperties patients;
    private final Clock clock;

    DischargeReader(PatientProperties patients, Clock clock) {
        this.patients = patients;
        this.clock = clock;
    }

    /** What came of reading: a value, or problems and no value. */
    record Reading<T>(@Nullable T value, List<FieldProblem> problems, boolean malformed) {

        T orThrow() {
            if (value == null) {
                throw new IllegalStateException("read although it was refused");
            }
            return value;
        }
    }

    Reading<DischargeRequest> discharge(byte[] raw) {
        return read(raw, this::discharge);
    }

    Reading<FactRequest> fact(byte[] raw) {
        return read(raw, this::fact);
    }

    /**
     * Returns what a discharge, or the changes of a fact, carry for people and later steps, as received.
     *
     * @param raw accepted before
     */
    static Map<String, Object> clinical(byte[] raw, boolean changes) {
        try {
            JsonNode root = JSON.readTree(raw);
            JsonNode from = changes ? root.path("changes") : root;
            Map<String, Object> clinical = new LinkedHashMap<>();
            for (String name : CLINICAL) {
                if (from.hasNonNull(name)) {
                    clinical.put(name, PLAIN.convertValue(from.get(name), Object.class));
                }
            }
            JsonNode encounter = from.path("encounter");
            for (String name : List.of("attending", "reason")) {
                if (encounter.hasNonNull(name)) {
                    clinical.put(name, PLAIN.convertValue(encounter.get(name), Object.class));
                }
            }
            return clinical;
        } catch (IOException e) {
            throw new IllegalStateException("an accepted message cannot be read again");
        }
    }

    Map<String, Object> dischargeSchema() {
        return SchemaFields.of(this::discharge);
    }

    Map<String, Object> factSchema() {
        return SchemaFields.of(this::fact);
    }

    private static <T> Reading<T> read(byte[] raw, Function<Fields, T> read) {
        JsonNode root;
        try {
            root = JSON.readTree(raw);
        } catch (JsonProcessingException e) {
            // the parser's own words quote what it read; line and column do not
            var at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return malformed("is not JSON that can be read" + where
                    + ": check quotation marks, commas, repeated names, and depth (at most 100)");
        } catch (IOException e) {
            return malformed("is not JSON that can be read: send it as UTF-8");
        }
        if (!root.isObject()) {
            return malformed("must be one JSON object, in braces");
        }
        Problems problems = new Problems();
        JsonFields reader = new JsonFields(root, "", problems);
        T value = read.apply(reader);
        reader.refuseUnknown();
        List<FieldProblem> found = problems.all();
        return new Reading<>(found.isEmpty() ? value : null, found, false);
    }

    private static <T> Reading<T> malformed(String message) {
        return new Reading<>(null, List.of(new FieldProblem("", message)), true);
    }

    private @Nullable FactRequest fact(Fields in) {
        FactRequest.Type type = in.oneOf("type", FactRequest.Type.class);
        in.need("type", "what happened");
        OffsetDateTime occurredAt = past(in, "occurredAt");
        in.need("occurredAt", "when it happened, with its offset from UTC");
        String source = in.text("source", SHORT);
        String reason = in.text("reason", LINE);
        VisitKey into = in.object("into", this::visit);
        Admission admission = in.oneOf("admission", Admission.class);
        DischargeRequest changes = in.object("changes", changed -> body(changed, true));
        String service = in.text("service", SHORT);
        String to = in.text("to", PARTY);
        if (type == null || occurredAt == null) {
            return null;
        }
        if (type == FactRequest.Type.DISCHARGE_CHANGED && (changes == null || changes.saysNothing())) {
            in.problem("changes", "is missing or says nothing: give what changed");
        }
        if (type == FactRequest.Type.REFUSED && !in.has("service")) {
            in.problem("service", "is missing: give which service the patient declines");
        }
        refuseUnless(in, "changes", type == FactRequest.Type.DISCHARGE_CHANGED);
        refuseUnless(in, "service", type == FactRequest.Type.REFUSED);
        refuseUnless(in, "to", type == FactRequest.Type.TRANSFERRED);
        refuseUnless(in, "admission", type == FactRequest.Type.ADMISSION_CANCELLED);
        refuseUnless(in, "into", type == FactRequest.Type.READMITTED || type == FactRequest.Type.ADMISSION_CANCELLED);
        return new FactRequest(
                type,
                occurredAt,
                source,
                reason,
                into,
                admission == null ? Admission.READMISSION : admission,
                changes,
                service,
                to);
    }

    private static void refuseUnless(Fields in, String name, boolean allowed) {
        if (!allowed && in.has(name)) {
            in.problem(name, "does not go with this type: remove it");
        }
    }

    private @Nullable VisitKey visit(Fields in) {
        String facility = in.needText("sourceFacility", 64, "the facility's code");
        String number = named(in, "visitNumber", 64, "the facility's visit number");
        return facility.isEmpty() || number.isEmpty() ? null : new VisitKey(facility, number);
    }

    private DischargeRequest discharge(Fields in) {
        DischargeRequest read = body(in, false);
        LocalDate birthDate = read.patient() == null ? null : read.patient().birthDate();
        OffsetDateTime dischargedAt =
                read.encounter() == null ? null : read.encounter().dischargedAt();
        if (birthDate != null && dischargedAt != null && birthDate.isAfter(dischargedAt.toLocalDate())) {
            in.problem("patient", "was born after the discharge: check /patient/birthDate and /encounter/dischargedAt");
        }
        return read;
    }

    /**
     * @param change an update tells only what changed: nothing is required, and whose visit it is stays as it is
     */
    private DischargeRequest body(Fields in, boolean change) {
        OffsetDateTime recordedAt = change ? null : past(in, "recordedAt");
        Told told = in.object("patient", patient -> patient(patient, change));
        Encounter encounter = in.object("encounter", stay -> encounter(stay, change));
        if (!change) {
            in.need("patient", "who was discharged");
            in.need("encounter", "the stay that ended");
        }
        return new DischargeRequest(
                recordedAt,
                told == null || change && told.details().equals(PatientDetails.NOTHING_TOLD) ? null : told.details(),
                told == null ? null : told.diedAt(),
                change && NO_STAY.equals(encounter) ? null : encounter,
                in.listOrNull("diagnoses", 200, this::diagnosis),
                in.listOrNull("allergies", 200, this::allergy),
                in.listOrNull("preAdmissionMedications", 200, this::medication),
                in.listOrNull("dischargeMedications", 200, this::medication),
                numberedOnce(in, "followUps", 50, this::followUp, FollowUp::number),
                numberedOnce(in, "referrals", 50, this::referral, Referral::number),
                numberedOnce(in, "services", 50, this::service, CareService::number),
                numberedOnce(in, "pendingResults", 100, this::pendingResult, PendingResult::number),
                in.object("riskFacts", this::riskFacts));
    }

    /** The placer's number is the order's: twice in a list, one of the two would be lost. Without numbers equals may be. */
    private static <T> @Nullable List<T> numberedOnce(
            Fields in, String name, int most, Function<Fields, T> read, Function<T, @Nullable String> number) {
        Set<String> seen = new HashSet<>();
        return in.listOrNull(name, most, entry -> {
            T order = read.apply(entry);
            String own = number.apply(order);
            if (own != null && !seen.add(own)) {
                entry.problem(
                        "number",
                        "stands in this list before: give each order its own number, or leave out what is there twice");
            }
            return order;
        });
    }

    private record Told(PatientDetails details, @Nullable OffsetDateTime diedAt) {}

    private Told patient(Fields in, boolean change) {
        List<PatientIdentifier> identifiers = in.listOrNull("identifiers", 20, this::identifier);
        PersonName name = in.object("name", this::name);
        LocalDate birthDate = in.date("birthDate");
        if (!change) {
            in.need("identifiers", "at least one identifier with its assigner");
            in.need("name", "the patient's name");
            in.need("birthDate", "the date of birth");
            if (in.isEmptyList("identifiers")) {
                in.problem("identifiers", "is empty: give at least one identifier with its assigner");
            }
        }
        if (birthDate != null && birthDate.isAfter(LocalDate.now(clock.withZone(ZoneOffset.MAX)))) {
            in.problem("birthDate", "lies in the future: check the date and its year");
        }
        PatientDetails details = new PatientDetails(
                identifiers == null ? List.of() : identifiers,
                name,
                birthDate,
                in.oneOf("sex", Sex.class),
                in.language("language"),
                in.flag("interpreterNeeded"),
                in.zone("timeZone"),
                in.list("addresses", 10, this::address),
                in.list("phones", 20, this::phone),
                in.text("email", 254),
                in.object("contactPreferences", this::preferences),
                in.list("consents", 50, this::consent),
                in.object("primaryCare", this::primaryCare),
                in.list("caregivers", 20, this::caregiver),
                in.flag("deceased"));
        return new Told(details, past(in, "diedAt"));
    }

    private @Nullable OffsetDateTime past(Fields in, String name) {
        return past(in, name, RULES_SINCE);
    }

    private @Nullable OffsetDateTime past(Fields in, String name, int since) {
        OffsetDateTime at = in.moment(name);
        if (at != null && at.getYear() < since) {
            in.problem(
                    name, "lies before " + since + ", which no feed can mean: check the year, or leave a filler out");
        }
        if (at != null && at.toInstant().isAfter(clock.instant().plus(AHEAD))) {
            in.problem(name, "lies in the future: check the date and its year");
        }
        return at;
    }

    private PatientIdentifier identifier(Fields in) {
        return new PatientIdentifier(
                in.needText("assigner", 255, "who gave the identifier, as an OID or URI"),
                named(in, "value", 100, "the identifier's value"),
                orElse(in.text("type", 20), "MR"));
    }

    /** A name of one thing alone: a filler would make everybody who has it one and the same. */
    private static String named(Fields in, String name, int longest, String whatToGive) {
        String value = in.needText(name, longest, whatToGive);
        if (FILLER.matcher(value.strip()).matches()) {
            in.problem(
                    name,
                    "is a filler that many have, not " + whatToGive + ": leave the entry out, or give the real one");
        }
        return value;
    }

    private PersonName name(Fields in) {
        return new PersonName(
                in.needText("family", 200, "the family name"),
                in.text("secondFamily", 200),
                in.needText("given", 200, "the given name or names"),
                in.text("middle", 200),
                in.text("preferred", 200),
                in.text("prefix", 50),
                in.text("suffix", 50));
    }

    private Address address(Fields in) {
        return new Address(
                orElse(in.text("use", 20), "home"),
                in.text("line1", LINE),
                in.text("line2", LINE),
                in.text("city", SHORT),
                in.text("state", SHORT),
                in.text("postalCode", 20),
                in.text("country", 60));
    }

    private Phone phone(Fields in) {
        Phone.Use use = in.oneOf("use", Phone.Use.class);
        Integer rank = in.integer("rank", 1, 99);
        return Phone.read(
                in.needText("number", SHORT, "the number as it is dialled"),
                patients.phoneRegion(),
                use == null ? Phone.Use.OTHER : use,
                rank == null ? 99 : rank);
    }

    private @Nullable Phone number(Fields in, String name) {
        String number = in.text(name, SHORT);
        return number == null ? null : Phone.read(number, patients.phoneRegion(), Phone.Use.OTHER, 1);
    }

    private ContactPreferences preferences(Fields in) {
        return new ContactPreferences(
                orNone(in.listOf("channels", Channel.class)),
                in.time("bestFrom"),
                in.time("bestTo"),
                Boolean.TRUE.equals(in.flag("doNotContact")),
                in.text("note", NOTE));
    }

    private Consent consent(Fields in) {
        OffsetDateTime recordedAt = in.moment("recordedAt");
        return new Consent(
                in.needText("purpose", 60, "what the consent is for, such as outreach"),
                in.needOneOf("status", ConsentStatus.class, "granted, refused or withdrawn"),
                recordedAt == null ? null : recordedAt.toInstant(),
                in.date("until"));
    }

    private PrimaryCare primaryCare(Fields in) {
        return new PrimaryCare(
                in.text("name", LINE), in.text("npi", 20), in.text("practice", SHORT), number(in, "phone"));
    }

    private Caregiver caregiver(Fields in) {
        return new Caregiver(
                in.needText("name", LINE, "the caregiver's name"),
                in.text("relationship", SHORT),
                number(in, "phone"),
                in.language("language"),
                in.needOneOf("right", Right.class, "what the patient allowed this person to be told or to decide"),
                Boolean.TRUE.equals(in.flag("livesWithPatient")));
    }

    private Encounter encounter(Fields in, boolean change) {
        String facility = null;
        String visitNumber = null;
        if (!change) {
            facility = in.needText("sourceFacility", 64, "the code of the facility the patient left");
            visitNumber = named(in, "visitNumber", 64, "the facility's visit number");
        }
        EncounterClass encounterClass = in.oneOf("class", EncounterClass.class);
        OffsetDateTime admittedAt = past(in, "admittedAt", STAYS_SINCE);
        OffsetDateTime dischargedAt = past(in, "dischargedAt");
        if (!change) {
            in.need("class", "the class of the stay");
            in.need("dischargedAt", "when the patient left, with the offset from UTC");
        }
        if (admittedAt != null && dischargedAt != null && admittedAt.isAfter(dischargedAt)) {
            in.problem("dischargedAt", "is before the admission: check both");
        }
        return new Encounter(
                facility,
                visitNumber,
                encounterClass,
                admittedAt,
                dischargedAt,
                in.zone("timeZone"),
                in.object("disposition", this::disposition),
                in.object("attending", this::practitioner),
                in.text("service", SHORT),
                in.text("payer", SHORT),
                in.text("reason", NOTE));
    }

    private Disposition disposition(Fields in) {
        return new Disposition(in.text("system", LINE), in.text("code", 60), in.text("text", LINE));
    }

    private Practitioner practitioner(Fields in) {
        return new Practitioner(in.text("name", LINE), in.text("npi", 20));
    }

    private Code code(Fields in, String whatToGive) {
        return new Code(in.text("system", LINE), in.text("code", 60), in.needText("text", LINE, whatToGive));
    }

    private Diagnosis diagnosis(Fields in) {
        return new Diagnosis(code(in, "the diagnosis in words"), Boolean.TRUE.equals(in.flag("principal")));
    }

    private Allergy allergy(Fields in) {
        return new Allergy(code(in, "the substance in words"), in.text("reaction", LINE), in.text("severity", 40));
    }

    private Medication medication(Fields in) {
        return new Medication(
                code(in, "the medicine in words"),
                in.text("dose", SHORT),
                in.text("route", SHORT),
                in.text("frequency", LINE),
                in.text("purpose", LINE),
                in.oneOf("change", MedicationChange.class),
                Boolean.TRUE.equals(in.flag("highAlert")));
    }

    private FollowUp followUp(Fields in) {
        return new FollowUp(
                in.text("number", 60),
                in.needOneOf("kind", FollowUpKind.class, "visit or test"),
                in.needText("what", LINE, "what was ordered, in words"),
                in.text("with", PARTY),
                in.date("dueBy"),
                in.integer("dueWithinDays", 0, 366),
                in.moment("bookedFor"));
    }

    private Referral referral(Fields in) {
        return new Referral(
                in.text("number", 60),
                in.needOneOf("kind", ReferralKind.class, "clinical or community"),
                in.needText("what", LINE, "what the patient is referred for, in words"),
                in.text("to", PARTY),
                in.text("reason", LINE),
                in.date("dueBy"));
    }

    private CareService service(Fields in) {
        return new CareService(
                in.text("number", 60),
                in.needOneOf("kind", ServiceKind.class, "the kind of service"),
                in.needText("what", LINE, "what was ordered, in words"),
                in.text("provider", PARTY),
                in.text("phone", SHORT),
                in.date("startBy"));
    }

    private PendingResult pendingResult(Fields in) {
        return new PendingResult(
                in.text("number", 60),
                code(in, "the test in words"),
                in.moment("collectedAt"),
                in.date("expectedOn"),
                in.text("responsible", PARTY));
    }

    private RiskFacts riskFacts(Fields in) {
        return new RiskFacts(
                in.oneOf("admissionType", AdmissionType.class),
                in.listOf("comorbidities", Comorbidity.class),
                in.integer("emergencyVisitsLast6Months", 0, 200),
                in.integer("admissionsLast12Months", 0, 200),
                in.decimal("hemoglobin", "1", "30"),
                in.decimal("sodium", "80", "220"),
                in.flag("oncologyService"),
                in.flag("procedurePerformed"));
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
