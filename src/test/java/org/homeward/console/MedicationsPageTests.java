package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.console.Ward.Stay;
import org.homeward.episode.Episode;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.medication.MedicationItem;
import org.homeward.medication.Reconciliations;
import org.homeward.security.People;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
class MedicationsPageTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Reconciliations reconciliations;

    @Autowired
    Episodes episodes;

    @Autowired
    VisitFacts facts;

    Ward ward;

    @BeforeEach
    void staffed() {
        ward = new Ward(port, people, clock);
    }

    private Stay discharged(List<?> before, List<?> after) {
        String mrn = "MRN-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode message = ward.message("Meds", "Compared", mrn, Duration.ofHours(20));
        message.set("preAdmissionMedications", JSON.valueToTree(before));
        message.set("dischargeMedications", JSON.valueToTree(after));
        JsonNode answer =
                Ward.read(ward.send(message, UUID.randomUUID().toString()).body());
        UUID episode = UUID.fromString(answer.path("episodeId").asText());
        return new Stay(
                UUID.fromString(
                        Ward.read(ward.feed().get("/api/v1/episodes/" + episode).body())
                                .path("patientId")
                                .asText()),
                episode,
                mrn);
    }

    private static Map<String, Object> medicine(String text, Object... more) {
        Map<String, Object> medicine = new java.util.LinkedHashMap<>(
                Map.of("text", text, "dose", "1 tablet", "route", "by mouth", "frequency", "once a day"));
        for (int i = 0; i < more.length; i += 2) {
            medicine.put((String) more[i], more[i + 1]);
        }
        return medicine;
    }

    private Stay furosemideDoubled() {
        return discharged(
                List.of(medicine("Furosemide 20 mg tablet")),
                List.of(medicine("Furosemide 40 mg tablet", "change", "changed")));
    }

    private MedicationItem only(Stay stay) {
        List<MedicationItem> items = reconciliations.items(
                reconciliations.ofEpisode(stay.episodeId()).orElseThrow().id());
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static String page(Stay stay) {
        return stay.episode() + "/medications";
    }

    @Test
    void theListsStandSideBySideAndWhatDiffersIsSaidInWords() {
        Stay stay = furosemideDoubled();

        String shown = ward.nurse().get(page(stay)).body();

        assertThat(shown)
                .contains(
                        "Furosemide 20 mg tablet, 1 tablet, by mouth, once a day",
                        "Furosemide 40 mg tablet",
                        "Changed",
                        "Differs: Strength, Dose",
                        "1 difference is still to be decided",
                        "What the patient really takes is not known yet",
                        "This list is short and omits common harmful pairs")
                .doesNotContain("Decide</summary>");
        assertThat(ward.nurse().get(stay.patient()).body()).contains(page(stay));
        assertThat(ward.nurse().get(stay.patient() + "/medications").statusCode())
                .isIn(200, 302);
    }

    @Test
    void anotherTeamFindsNothingThereAndDecidesNothing() {
        Stay stay = furosemideDoubled();
        UUID item = only(stay).id();

        for (Caller other : List.of(ward.southNurse(), ward.otherOrganization())) {
            assertThat(other.get(page(stay)).statusCode()).isEqualTo(404);
            assertThat(other.get(stay.patient() + "/medications").statusCode()).isEqualTo(404);
            assertThat(other.get(page(stay) + "/list").statusCode()).isEqualTo(404);
            assertThat(Ward.post(other, page(stay) + "/items/" + item, "decision", "STOP", "reason", "mine now")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(only(stay).isOpen()).isTrue();
    }

    @Test
    void whoeverOwnsADifferenceDecidesItOnThePage() {
        Stay stay = furosemideDoubled();
        UUID item = only(stay).id();
        Caller pharmacist = ward.pharmacist();
        assertThat(pharmacist.get(page(stay)).body()).contains("name=\"decision\"", "Ask the prescriber");

        HttpResponse<String> answer = Ward.post(
                pharmacist, page(stay) + "/items/" + item, "decision", "AS_DISCHARGED", "reason", "más líquido");

        assertThat(Ward.location(answer)).isEqualTo(page(stay) + "#item-" + item);
        assertThat(only(stay).decidedBy()).isEqualTo("ward-pharmacist");
        assertThat(pharmacist.get(page(stay)).body())
                .contains("As on the discharge list: más líquido", "Paz Peña, PharmD", "Nothing is left to decide");
        assertThat(jdbc.sql("select count(*) from form_submission where subject_id = ?")
                        .param(item.toString())
                        .query(Integer.class)
                        .single())
                .as("the same evidence as from the form")
                .isOne();
    }

    @Test
    void aDecisionWithoutItsReasonIsRefusedAndKeepsWhatWasTyped() {
        Stay stay = discharged(List.of(), List.of(medicine("Lisinopril 10 mg tablet", "change", "new")));
        MedicationItem item = only(stay);

        HttpResponse<String> answer = Ward.post(
                ward.pharmacist(),
                page(stay) + "/items/" + item.id(),
                "decision",
                "OTHERWISE",
                "how",
                "half a tablet <b>",
                "reason",
                " ");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("That was not decided", "Say why", "half a tablet &lt;b&gt;")
                .doesNotContain("half a tablet <b>");
        assertThat(only(stay).isOpen()).isTrue();
        assertThat(jdbc.sql("select assignee from work_item where subject_id = ?")
                        .param(item.id().toString())
                        .query((row, i) -> java.util.Optional.ofNullable(row.getString(1)))
                        .single())
                .as("nothing of the refused attempt is left, the claim neither")
                .isEmpty();
    }

    @Test
    void whoeverDoesNotOwnADifferenceDecidesNothing() {
        Stay stay = furosemideDoubled();

        HttpResponse<String> answer = Ward.post(
                ward.nurse(), page(stay) + "/items/" + only(stay).id(), "decision", "STOP", "reason", "because");

        assertThat(answer.body()).contains("That was not decided", "for the role “pharmacist”");
        assertThat(only(stay).isOpen()).isTrue();
    }

    @Test
    void hostileAndUnreadableEntriesAreShownAsTextAndLeftToAPerson() {
        Stay stay = discharged(
                List.of(Map.of("text", "<script>alert(1)</script> tablet"), Map.of("text", "x".repeat(250))),
                List.of(medicine("Furosemide 40 mg tablet", "dose", "-3 tablets")));

        String shown = ward.nurse().get(page(stay)).body();

        assertThat(shown)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "Not read", "x".repeat(250))
                .doesNotContain("<script>alert(1)");
    }

    @Test
    void twoHundredMedicinesStayAPage() {
        List<Map<String, Object>> many = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(medicine("Unheardofin" + (char) ('a' + i / 26) + (char) ('a' + i % 26) + " 5 mg tablet"));
        }
        Stay stay = discharged(many, many);

        HttpResponse<String> shown = ward.nurse().get(page(stay));

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).contains("Unheardofinaa 5 mg tablet", "Unheardofinhr 5 mg tablet");

        // the tests that share the application have lists of their own to look at
        Episode episode = episodes.findById(stay.episodeId()).orElseThrow();
        facts.append(VisitFact.of(
                episode.visit(),
                episode.patientId(),
                new FactPayload.Refused("medication-reconciliation", "too many"),
                clock.instant(),
                clock.instant(),
                "test"));
        assertThat(jdbc.sql("select count(*) from work_item where episode_id = ? and process_key like 'medication-%'")
                        .param(stay.episodeId().toString())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theListForThePatientSaysWhatToTakeWhatChangedAndWhatStopped() {
        Stay stay = discharged(
                List.of(medicine("Furosemide 20 mg tablet"), medicine("Ibuprofen 400 mg tablet")),
                List.of(
                        medicine("Furosemide 40 mg tablet", "change", "changed"),
                        Map.of("text", "Ibuprofen 400 mg tablet", "change", "stopped")));
        assertThat(ward.nurse().get(page(stay) + "/list").statusCode())
                .as("before anybody signed there is none")
                .isEqualTo(404);
        ReconciliationByForms forms = new ReconciliationByForms(jdbc, stay.episodeId());
        Map<String, Caller> staff = Map.of("nurse", ward.nurse(), "pharmacist", ward.pharmacist());
        forms.decidesAll(staff);
        forms.gathersAsListed(ward.nurse());
        forms.decidesAll(staff);
        forms.signs(ward.pharmacist(), Map.of());

        String list = ward.nurse().get(page(stay) + "/list?language=en").body();

        assertThat(list).contains("Take these", "Do not take these any more", "as the letter says", "Paz Peña, PharmD");
        assertThat(list.indexOf("Furosemide")).isLessThan(list.indexOf("Do not take these any more"));
        assertThat(list.indexOf("Ibuprofen")).isGreaterThan(list.indexOf("Do not take these any more"));
        assertThat(ward.nurse().get(page(stay) + "/list").body())
                .as("in the language that the patient speaks")
                .contains("Tome estos", "Ya no tome estos", "Cambiado", "Revisado el", "lang=\"es\"")
                .doesNotContain("Take these", "???");
        assertThat(ward.nurse().get(page(stay)).body()).contains("The final list", "has yet to be told");
        forms.tells(
                ward.nurse(),
                clock.instant()
                        .atZone(ZoneId.of("America/New_York"))
                        .toLocalDate()
                        .toString());
        assertThat(ward.nurse().get(stay.episode() + "/record").body())
                .contains("2 found, each decided with who and why", "Clinical pharmacist", "The new list was told");
    }
}
