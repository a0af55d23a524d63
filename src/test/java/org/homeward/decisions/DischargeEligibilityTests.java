package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DischargeEligibilityTests {

    private static Map<String, Object> decide(
            @Nullable String patientClass,
            @Nullable Integer age,
            @Nullable String service,
            @Nullable String disposition,
            @Nullable Boolean deathReported) {
        return only(
                "discharge-eligibility",
                given(
                        "encounterClass", patientClass,
                        "age", age,
                        "service", service,
                        "disposition", disposition,
                        "deathReported", deathReported));
    }

    private static Map<String, Object> adultInpatient(@Nullable String disposition) {
        return decide("INPATIENT", 70, "medicine", disposition, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # codes                          | decision | flags
            01                               | START    | ''
            06                               | START    | home-health
            08                               | START    | legacy-code
            04                               | TRIAGE   | supportive-living
            81                               | START    | planned-readmission
            86                               | START    | planned-readmission,home-health
            02 05 43 66 82 85 88 94          | WATCH    | transfer
            03 61 62 63 64 65 70 83 84       | WATCH    | facility
            89 90 91 92 93 95                | WATCH    | facility
            07                               | TRIAGE   | ama
            20 40 41 42                      | NEVER    | death
            50 51                            | NONE     | hospice
            21 87                            | TRIAGE   | custody
            09 30                            | IGNORE   | ''
            00                               | TRIAGE   | disposition-missing
            99 1 2a                          | TRIAGE   | disposition-unknown
            """)
    void decidesEveryCodeOfTheUsPatientDischargeStatus(String codes, String decision, String flags) {
        assertThat(Arrays.asList(codes.split(" "))).allSatisfy(code -> assertThat(adultInpatient("nubc:" + code))
                .containsEntry("decision", decision)
                .containsEntry("flags", flags));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            home      | START  | ''
            alt-home  | TRIAGE | supportive-living
            other-hcf | WATCH  | facility
            long      | WATCH  | facility
            psy       | WATCH  | facility
            rehab     | WATCH  | facility
            snf       | WATCH  | facility
            hosp      | NONE   | hospice
            aadvice   | TRIAGE | ama
            exp       | NEVER  | death
            oth       | TRIAGE | disposition-unknown
            """)
    void decidesAllElevenFhirCodes(String code, String decision, String flags) {
        assertThat(adultInpatient("fhir:" + code))
                .containsEntry("decision", decision)
                .containsEntry("flags", flags);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            19 29                | START
            79                   | NEVER
            88                   | NONE
            54 55 56 85          | TRIAGE
            30 37 40 48 51 53    | NONE
            84 87                | NONE
            """)
    void decidesTheNhsDestinations(String codes, String decision) {
        assertThat(Arrays.asList(codes.split(" ")))
                .allSatisfy(code -> assertThat(adultInpatient("nhs:" + code)).containsEntry("decision", decision));
    }

    @Test
    void readsACodeOnlyTogetherWithItsSystem() {
        assertThat(adultInpatient("nhs:19")).containsEntry("decision", "START");
        assertThat(adultInpatient("nubc:19")).containsEntry("rule", "unknown-disposition");
        assertThat(adultInpatient("01")).containsEntry("rule", "unknown-disposition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "home", "something the sender typed", "nubc:1"})
    void neverDropsWhatItDoesNotKnow(String disposition) {
        assertThat(adultInpatient(disposition)).containsEntry("decision", "TRIAGE");
    }

    @Test
    void sendsADischargeWithoutAnythingKnownToAPerson() {
        assertThat(decide(null, null, null, null, null)).containsEntry("rule", "missing-disposition");
        assertThat(only("discharge-eligibility", Map.of("asOf", DecisionFiles.TODAY)))
                .containsEntry("decision", "TRIAGE");
    }

    static Stream<String> everyCode() {
        return Stream.concat(
                IntStream.range(0, 100).mapToObj("nubc:%02d"::formatted),
                Stream.of("fhir:home", "fhir:snf", "fhir:aadvice", "fhir:oth", "nhs:19", "", "?"));
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void deathWinsOverEveryCode(String disposition) {
        for (String patientClass : new String[] {"INPATIENT", "EMERGENCY", "OUTPATIENT", null}) {
            Map<String, Object> row = decide(patientClass, 70, "hospice", disposition, true);
            assertThat(row.get("decision")).isIn("NEVER", "TRIAGE");
            if ("TRIAGE".equals(row.get("decision"))) {
                assertThat(row).containsEntry("flags", "death-conflict,no-call");
            }
        }
    }

    @Test
    void aReportedDeathWithoutADispositionIsNoConflict() {
        assertThat(decide("INPATIENT", 70, null, null, true)).containsEntry("decision", "NEVER");
        assertThat(decide("INPATIENT", 70, null, "nubc:20", true)).containsEntry("decision", "NEVER");
    }

    @Test
    void aReportedDeathThatTheDispositionDeniesIsCheckedByAPersonBeforeAnyCall() {
        assertThat(decide("INPATIENT", 70, null, "nubc:01", true))
                .containsEntry("decision", "TRIAGE")
                .containsEntry("flags", "death-conflict,no-call");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INPATIENT",
                "OBSERVATION",
                "PARTIAL_HOSPITALIZATION",
                "SKILLED_NURSING",
                "REHABILITATION",
                "LONG_TERM_CARE",
                "PSYCHIATRIC"
            })
    void startsFromEveryKindOfStayThatCounts(String patientClass) {
        assertThat(decide(patientClass, 70, null, "nubc:01", null)).containsEntry("decision", "START");
    }

    @ParameterizedTest
    @CsvSource({
        "EMERGENCY, nubc:01, NONE",
        "EMERGENCY, nubc:07, NONE",
        "EMERGENCY, nubc:20, NEVER",
        "OUTPATIENT, nubc:01, NONE",
        "UNKNOWN, nubc:01, TRIAGE",
        "somewhere, nubc:06, TRIAGE",
        "UNKNOWN, nubc:03, WATCH",
        "UNKNOWN, nubc:30, IGNORE"
    })
    void startsNothingForVisitsThatAreNoStayAndAsksWhenTheClassIsNotKnown(
            String patientClass, String disposition, String decision) {
        assertThat(decide(patientClass, 70, null, disposition, false)).containsEntry("decision", decision);
    }

    @Test
    void asksAPersonAboutAChildButNotAboutAnUnknownAge() {
        assertThat(decide("INPATIENT", 17, null, "nubc:01", false)).containsEntry("rule", "minor");
        assertThat(decide("INPATIENT", 18, null, "nubc:01", false)).containsEntry("decision", "START");
        assertThat(decide("INPATIENT", null, null, "nubc:01", false)).containsEntry("decision", "START");
    }

    @Test
    void aHospiceServiceIsHospiceWhateverTheCode() {
        assertThat(decide("INPATIENT", 70, "hospice", "nubc:01", false))
                .containsEntry("decision", "NONE")
                .containsEntry("flags", "hospice");
    }

    @Test
    void givesEveryDecisionAReasonAndARule() {
        everyCode().map(DischargeEligibilityTests::adultInpatient).forEach(row -> assertThat(row)
                .hasEntrySatisfying(
                        "reason", reason -> assertThat((String) reason).isNotBlank())
                .containsKeys("rule", "source")
                .containsEntry("verified", false));
    }

    @Test
    void hasNoRowsBeforeTheyCameIntoForce() {
        assertThat(DecisionFiles.evaluate(
                        "discharge-eligibility",
                        given(
                                "asOf",
                                LocalDate.of(1999, 12, 31),
                                "disposition",
                                "nubc:01",
                                "encounterClass",
                                "INPATIENT")))
                .isEmpty();
    }
}
