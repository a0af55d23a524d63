package org.homeward.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.patient.PatientDetails.Caregiver;
import org.homeward.patient.PatientDetails.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSheetTests {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    private static final Instant NOW = Instant.parse("2026-11-17T18:00:00Z");
    private static final UUID VISIT = UUID.fromString("0190a000-0000-7000-8000-00000000000a");

    private static final CallSheet.About ABOUT = new CallSheet.About(
            NOW,
            NEW_YORK,
            LOS_ANGELES,
            Set.of(VISIT),
            Set.of(),
            List.of(
                    new Caregiver("Kim Testcase", "neighbour", null, null, Right.NONE, false),
                    new Caregiver("Ana Testcase", "daughter", null, null, Right.MAY_BE_TOLD, true)));

    private static Map<String, Object> reached() {
        return new HashMap<>(Map.of(
                "contactOutcome",
                "REACHED",
                "identifiersConfirmed",
                List.of("NAME", "BIRTH_DATE"),
                "spokeWith",
                "PATIENT"));
    }

    private static List<String> missing(Map<String, Object> data, Urgency urgency) {
        return new CallSheet(data)
                .problems(urgency, ABOUT).stream().map(Refused.Field::field).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_ANSWER", "VOICEMAIL", "BUSY", "NOT_HOME"})
    void oneTapIsEnoughForWhoeverWasNotReached(String outcome) {
        assertThat(missing(Map.of("contactOutcome", outcome), Urgency.GREEN)).isEmpty();
    }

    @Test
    void aPatientWhoAsksToBeCalledLaterSaysWhen() {
        assertThat(missing(Map.of("contactOutcome", "RESCHEDULED"), Urgency.GREEN))
                .containsExactly("callBackAt");
        assertThat(missing(Map.of("contactOutcome", "RESCHEDULED", "callBackAt", "2026-11-17T12:59"), Urgency.GREEN))
                .as("an hour ago where the patient is")
                .containsExactly("callBackAt");
        assertThat(missing(Map.of("contactOutcome", "RESCHEDULED", "callBackAt", "2026-11-17T13:01"), Urgency.GREEN))
                .isEmpty();
    }

    @Test
    void ofSomebodyElseTheNameAndTheRightAreAsked() {
        Map<String, Object> data = reached();
        data.put("spokeWith", "CAREGIVER");

        assertThat(missing(data, Urgency.GREEN)).containsExactly("spokeWithName", "rightToSpeak");
        data.put("spokeWithName", "Ana Testcase");
        data.put("rightToSpeak", "HEALTH_CARE_PROXY");
        assertThat(missing(data, Urgency.GREEN)).isEmpty();
    }

    @Test
    void whoeverMayBeToldNothingIsToldSomethingOnlyWhenThePatientAgreesNow() {
        Map<String, Object> data = reached();
        data.put("spokeWith", "CAREGIVER");
        data.put("spokeWithName", "kim testcase");
        data.put("rightToSpeak", "HEALTH_CARE_PROXY");

        assertThat(missing(data, Urgency.GREEN)).containsExactly("rightToSpeak");
        data.put("rightToSpeak", "PATIENT_PRESENT");
        assertThat(missing(data, Urgency.GREEN)).isEmpty();
    }

    @Test
    void redAsksForAdviceAndHandOverOnTheCallersClock() {
        Map<String, Object> data = reached();
        data.put("redFlags", List.of("suicidal-thoughts"));
        assertThat(missing(data, Urgency.RED)).containsExactly("emergencyAdvised", "handedOverTo", "handedOverAt");

        data.put("emergencyAdvised", List.of("ADVISED_911"));
        data.put("handedOverTo", "Dr. Lee");
        data.put("handedOverAt", "2026-11-17T13:00");
        assertThat(missing(data, Urgency.RED)).containsExactly("emergencyAdvised", "handedOverAt");

        data.put("emergencyAdvised", List.of("ADVISED_988"));
        data.put("handedOverAt", "2026-11-17T10:00");
        assertThat(missing(data, Urgency.RED)).isEmpty();
    }

    @Test
    void medicinesNotObtainedAreAFindingOfTheirOwn() {
        Map<String, Object> data = reached();
        data.put("medicinesObtained", "NONE");
        assertThat(new CallSheet(data).findings()).containsExactly("medicines-not-obtained");

        assertThat(new CallSheet(Map.of("contactOutcome", "NO_ANSWER", "redFlags", List.of("syncope"))).findings())
                .as("what is left over on a sheet of somebody not reached")
                .isEmpty();
    }

    @Test
    void aBookedVisitNeedsItsTimeAndOnlyOfferedRowsCount() {
        Map<String, Object> data = reached();
        data.put("appointments", List.of(Map.of("id", VISIT.toString(), "status", "BOOKED")));
        assertThat(missing(data, Urgency.GREEN)).containsExactly("appointments[0].bookedFor");

        data.put("appointments", List.of(Map.of("id", UUID.randomUUID().toString(), "status", "DECLINED")));
        assertThat(missing(data, Urgency.GREEN)).containsExactly("appointments[0].id");
    }

    @Test
    void declinedAsARouteMeansAllCalls() {
        assertThat(new CallSheet(Map.of("contactOutcome", "DECLINED", "declined", "THIS_CALL")).routing())
                .isEqualTo("NOT_REACHED");
        assertThat(new CallSheet(Map.of("contactOutcome", "DECLINED", "declined", "ALL_CALLS")).routing())
                .isEqualTo("DECLINED");
    }
}
