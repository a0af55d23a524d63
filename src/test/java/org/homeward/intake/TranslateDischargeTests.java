package org.homeward.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.OrderedItem;
import org.homeward.episode.OrderedItem.Kind;
import org.homeward.episode.PatientClass;
import org.homeward.patient.PatientProperties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // asserts on optional parts directly: a missing one fails the test as it should
class TranslateDischargeTests {

    private final DischargeReader reader = new DischargeReader(
            new PatientProperties(Set.of(), "US"), Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC));
    private final TranslateDischarge translate =
            new TranslateDischarge(Map.of("st-brendan", ZoneId.of("America/Detroit")));

    @Test
    void saysWhereThePatientWentAndWhatWasOrdered() {
        DischargeDetails details = details("discharge-heart-failure");

        assertThat(details.patientClass()).isEqualTo(PatientClass.INPATIENT);
        assertThat(details.dischargedAt()).isEqualTo(Instant.parse("2026-11-20T21:30:00Z"));
        assertThat(details.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(details.disposition().code()).isEqualTo("nubc:06");
        assertThat(details.ageInYears()).isEqualTo(83);
        assertThat(details.area()).isEqualTo("00501");
        assertThat(details.primaryCare()).isEqualTo("sample-family-practice");
        assertThat(details.orders())
                .extracting(OrderedItem::kind, OrderedItem::key, OrderedItem::dueBy)
                .containsExactly(
                        Tuple.tuple(Kind.VISIT, "ORD-10002-1", LocalDate.of(2026, 11, 27)),
                        Tuple.tuple(Kind.TEST, "ORD-10002-2", LocalDate.of(2026, 11, 25)),
                        Tuple.tuple(Kind.REFERRAL, "REF-10002-1", null),
                        Tuple.tuple(Kind.REFERRAL, "REF-10002-2", null),
                        Tuple.tuple(Kind.SERVICE, "SRV-10002-1", LocalDate.of(2026, 11, 22)),
                        Tuple.tuple(Kind.EQUIPMENT, "SRV-10002-2", LocalDate.of(2026, 11, 21)),
                        Tuple.tuple(Kind.PENDING_RESULT, "LAB-10002-1", LocalDate.of(2026, 11, 23)));
        assertThat(details.riskFacts())
                .containsEntry("acuteAdmission", true)
                .containsEntry("emergencyVisits6Months", 2)
                .containsEntry("comorbidities", List.of("HEART_FAILURE", "MILD_LIVER_OR_RENAL_DISEASE"));
        assertThat(details.clinical()).containsKeys("diagnoses", "dischargeMedications", "attending");
    }

    @Test
    void keepsWhatTheSenderWroteOfADispositionNobodyKnows() {
        DischargeDetails details = details("discharge-unknown-disposition");

        assertThat(details.disposition().code()).isNull();
        assertThat(details.disposition().received()).isEqualTo("urn:oid:1.2.3.4.5 | HOMEISH | Home or sister's");
    }

    @Test
    void readsTimesInTheFacilitysZoneWhereTheMessageDoesNotSay() {
        assertThat(details("discharge-unknown-disposition").zone()).isEqualTo(ZoneId.of("America/Detroit"));

        DischargeRequest elsewhere =
                read(Examples.text("discharge-unknown-disposition").replace("st-brendan", "unheard-of"));
        assertThat(translate.details(elsewhere, elsewhere, Map.of()).zone())
                .as("an offset is no zone: the owning team's is taken")
                .isNull();
    }

    @Test
    void withoutANumberTheSameWordsAreTheSameOrder() {
        String spanish = Examples.text("discharge-spanish-speaking");
        DischargeRequest shouted = read(spanish.replace("Diabetes education", "DIABETES  Education"));

        assertThat(translate.details(shouted, shouted, Map.of()).orders())
                .extracting(OrderedItem::key)
                .containsExactlyElementsOf(details("discharge-spanish-speaking").orders().stream()
                        .map(OrderedItem::key)
                        .toList());
    }

    @Test
    void aChangeMentionsOnlyWhatChanged() {
        FactRequest change =
                reader.fact(Examples.bytes("fact-discharge-changed")).orThrow();
        DischargeRequest first = reader.discharge(Examples.bytes("discharge")).orThrow();

        DischargeDetails details = translate.details(change.changes(), first, Map.of());

        assertThat(details.disposition().code()).isEqualTo("nubc:06");
        assertThat(details.dischargedAt()).isNull();
        assertThat(details.zone()).isNull();
        assertThat(details.ordered()).isNull();
        assertThat(details.riskFacts()).isNull();
        assertThat(details.clinical()).isNull();
    }

    @Test
    void aChangeOfFollowUpsSaysNothingOfReferralsServicesAndResults() {
        FactRequest change = reader.fact("""
                {"type": "discharge-changed", "occurredAt": "2026-11-20T18:00:00-05:00",
                 "changes": {"followUps": [{"kind": "visit", "what": "Wound check"}], "services": []}}
                """.getBytes(StandardCharsets.UTF_8)).orThrow();
        DischargeRequest first = reader.discharge(Examples.bytes("discharge")).orThrow();

        DischargeDetails details = translate.details(change.changes(), first, Map.of());

        assertThat(details.orderedSections())
                .containsExactly(OrderedItem.Section.FOLLOW_UPS, OrderedItem.Section.SERVICES);
        assertThat(details.orders()).extracting(OrderedItem::description).containsExactly("Wound check");
    }

    private DischargeDetails details(String example) {
        DischargeRequest discharge = read(Examples.text(example));
        return translate.details(discharge, discharge, DischargeReader.clinical(Examples.bytes(example), false));
    }

    private DischargeRequest read(String json) {
        return reader.discharge(json.getBytes(StandardCharsets.UTF_8)).orThrow();
    }
}
