package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.episode.Stories.*;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.episode.Verdict.Decision;
import org.junit.jupiter.api.Test;

class FactJsonTests {

    private static final FactPayload FULL = new FactPayload.Discharged(home().patientZone(NEW_YORK)
            .attending("A-17")
            .language("es")
            .ordered(List.of(new OrderedItem(
                    OrderedItem.Kind.VISIT, "P-1", "Cardiology", LocalDate.of(2026, 11, 27), "clinic-4")))
            .riskFacts(Map.of("lengthOfStay", 5, "acute", true))
            .clinical(Map.of("allergies", List.of(Map.of("text", "penicillin"))))
            .build());

    private static final FactPayload PARTIAL = changed(DischargeDetails.builder()
            .ordered(OrderedItem.Section.SERVICES, List.of())
            .ordered(
                    OrderedItem.Section.REFERRALS,
                    List.of(OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation"))));

    static Stream<FactPayload> oneOfEach() {
        return Stream.of(
                FULL,
                PARTIAL,
                disposition("03"),
                dischargeCancelled(),
                admitted(PatientClass.EMERGENCY, 3),
                admissionCancelled(),
                new FactPayload.Readmitted(NEXT_STAY, at(3)),
                new FactPayload.ReadmissionCancelled("wrong patient"),
                new FactPayload.Died(Instant.parse("2026-11-22T08:00:00Z")),
                deathConfirmed(),
                deathRefuted(),
                new FactPayload.Refused("outreach", null),
                new FactPayload.Transferred("regional", null),
                new FactPayload.OwnerTransferred("north", "team", "person", "moved"),
                decided(Decision.WATCH),
                closed(),
                new FactPayload.PatientMerged(OTHER_RECORD, PATIENT));
    }

    @Test
    void whatIsStoredOfEveryTypeReadsBackEqual() {
        assertThat(oneOfEach()).allSatisfy(payload -> assertThat(FactJson.read(payload.type(), FactJson.write(payload)))
                .isEqualTo(payload));
        assertThat(oneOfEach().map(FactPayload::type).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(FactType.values()));
    }

    @Test
    void sectionsAreStoredInOneOrderWhateverOrderTheyWereToldIn() {
        assertThat(FactJson.write(PARTIAL)).contains("\"orderedSections\":[\"REFERRALS\",\"SERVICES\"]");
    }

    @Test
    void ordersStoredBeforeMessagesNamedTheirSectionsAreAllThereIs() {
        var stored =
                "{\"details\":{\"ordered\":[{\"kind\":\"VISIT\",\"key\":\"P-1\",\"description\":\"Cardiology\"}]}}";

        var read = (FactPayload.DischargeChanged) FactJson.read(FactType.DISCHARGE_CHANGED, stored);

        assertThat(read.details().orderedSections()).isNull();
        assertThat(read.details().orders()).hasSize(1);
    }

    @Test
    void whatIsNotMentionedIsNotStored() {
        assertThat(FactJson.write(disposition("03")))
                .isEqualTo("{\"details\":{\"disposition\":{\"code\":\"nubc:03\"}}}");
    }

    @Test
    void theSameWordsHaveTheSameDigestWhateverTheSource() {
        var one = VisitFact.of(STAY, PATIENT, FULL, at(0), at(1), "ADT 1");
        var other = VisitFact.of(STAY, PATIENT, FULL, at(0), at(9), "ADT 2");
        var later = VisitFact.of(STAY, PATIENT, FULL, at(2), at(9), "ADT 2");

        assertThat(digest(other)).isEqualTo(digest(one));
        assertThat(digest(later)).isNotEqualTo(digest(one));
    }

    private static String digest(VisitFact fact) {
        return FactJson.digest(fact, FactJson.write(fact.payload()));
    }
}
