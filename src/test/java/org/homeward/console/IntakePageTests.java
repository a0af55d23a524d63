package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.security.People;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What came in and could not be applied, over HTTP: who may look, how it is mended. */
@HomewardTest
class IntakePageTests {

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
    }

    @Test
    void onlyLeadsSupervisorsAndOperatorsOfTheOrganisationLook() {
        UUID message = quarantined("Quarantined", "Peña");

        assertThat(ward.nurse().get("/intake").statusCode()).isEqualTo(403);
        assertThat(ward.nurse().get("/intake/" + message).statusCode()).isEqualTo(403);
        Caller lakeside = ward.otherOrganization();
        assertThat(lakeside.get("/intake").body())
                .contains("Nothing is in quarantine")
                .doesNotContain(message.toString());
        assertThat(lakeside.get("/intake/" + message).statusCode()).isEqualTo(404);
        for (String action : new String[] {"/replay", "/dismiss", "/corrections"}) {
            assertThat(Ward.post(lakeside, "/intake/" + message + action, "reason", "x", "text", "{}")
                            .statusCode())
                    .isEqualTo(404);
        }
        for (Caller caller : new Caller[] {ward.lead(), ward.operator()}) {
            assertThat(caller.get("/intake").body()).contains(message.toString(), "one key for two different messages");
        }
        assertThat(ward.lead().get("/intake/" + message).body())
                .contains("Peña", "As it was sent", "Correct a copy", "Send it through again");
        Caller operator = ward.operator();
        assertThat(operator.get("/intake/" + message).body())
                .as("what went wrong, and not what it says")
                .contains("Send it through again")
                .doesNotContain("Peña", "As it was sent", "Correct a copy", "Set it aside");
        for (String action : new String[] {"/dismiss", "/corrections"}) {
            assertThat(Ward.post(operator, "/intake/" + message + action, "reason", "x", "text", "{}")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'message.read' and object_id = ?")
                        .param(message.toString())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void anAppliedMessageIsForTheTeamThatOwnsTheEpisode() {
        ward.discharged("Applied", "Message");
        String id = jdbc.sql("select id from inbox_message where state = 'APPLIED' and episode_id is not null"
                        + " and client = 'ward-feed' order by id desc limit 1")
                .query(String.class)
                .single();
        assertThat(ward.lead().get("/intake?list=applied").body()).contains(id);
        assertThat(ward.lead().get("/intake/" + id).body()).contains("Applied", "Patient page");
        assertThat(ward.southNurse().get("/intake?list=applied").body()).doesNotContain(id);
        assertThat(ward.southNurse().get("/intake/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void whatAMessageSaysOfAnotherTeamsPatientIsBehindThatTeamsWallThoughItWasNotApplied() {
        Ward.Stay stay = ward.discharged("Behind", "Thewall");
        ObjectNode again = ward.message("Behind", "Thewall", stay.mrn(), Duration.ofHours(1));
        again.remove("encounter");
        assertThat(ward.send(again, UUID.randomUUID().toString()).statusCode()).isEqualTo(422);
        String refused = jdbc.sql("select id from inbox_message where state = 'REFUSED' order by id desc limit 1")
                .query(String.class)
                .single();

        Caller south = ward.southNurse();
        assertThat(south.get("/intake/" + refused).body())
                .as("what went wrong, and not of whom")
                .contains("about a patient of another team", "/encounter")
                .doesNotContain("Thewall", stay.mrn(), "As it was sent", "1951-04-12");
        assertThat(Ward.post(south, "/intake/" + refused + "/dismiss", "reason", "x")
                        .statusCode())
                .isEqualTo(403);
        assertThat(ward.lead().get("/intake/" + refused).body()).contains("Thewall", "As it was sent");
        assertThat(jdbc.sql("select actor from audit_event where action = 'message.read' and object_type = 'patient'"
                                + " and object_id = ?")
                        .param(stay.patientId().toString())
                        .query(String.class)
                        .list())
                .as("who read it is told to whoever asks about the patient")
                .containsExactly("ward-lead");

        // by name and birth date alone
        ObjectNode nameless = ward.message("Behind", "Thewall", "MRN-" + UUID.randomUUID(), Duration.ofHours(1));
        nameless.remove("encounter");
        ward.send(nameless, UUID.randomUUID().toString());
        String second = jdbc.sql("select id from inbox_message where state = 'REFUSED' order by id desc limit 1")
                .query(String.class)
                .single();
        assertThat(second).isNotEqualTo(refused);
        assertThat(south.get("/intake/" + second).body()).doesNotContain("Thewall");
    }

    @Test
    void aCopyIsCorrectedWithAReasonAndSentThrough() {
        UUID message = quarantined("To be", "Corrected");
        Caller lead = ward.lead();
        String corrections = "/intake/" + message + "/corrections";
        ObjectNode right =
                ward.message("Rightly", "Named", "MRN-" + message.toString().substring(24), Duration.ofHours(20));

        assertThat(Ward.post(lead, corrections, "text", right.toString()).body())
                .contains("Say why you change it");
        ObjectNode wrong = right.deepCopy();
        wrong.remove("encounter");
        assertThat(Ward.post(lead, corrections, "text", wrong.toString(), "reason", "try")
                        .body())
                .contains("The copy was not kept", "/encounter");
        assertThat(Ward.post(lead, corrections, "text", "<not json", "reason", "try")
                        .body())
                .contains("The copy was not kept", "&lt;not json");

        assertThat(Ward.post(lead, corrections, "text", right.toString(), "reason", "The name was another patient’s")
                        .statusCode())
                .isEqualTo(302);
        assertThat(lead.get("/intake/" + message).body())
                .contains("Corrected copy", "The name was another patient’s", "Lena Ødegård, RN", "To be");
        Ward.post(lead, "/intake/" + message + "/replay");
        for (int i = 0; i < 40 && !lead.get("/intake/" + message).body().contains("Applied"); i++) {
            pause();
        }
        assertThat(lead.get("/intake/" + message).body()).contains("Applied", "Patient page");
        assertThat(Ward.location(Ward.post(lead, "/intake/" + message + "/replay")))
                .isEqualTo("/intake/" + message);
        assertThat(lead.get("/intake/" + message).body()).contains("not in quarantine any more");
    }

    @Test
    void aRefusedMessageIsListedWithTheFieldsThatAreWrong() {
        ObjectNode message = ward.message("Bad", "Message", "MRN-" + UUID.randomUUID(), Duration.ofHours(20));
        message.remove("encounter");
        HttpResponse<String> answer = ward.send(message, UUID.randomUUID().toString());
        assertThat(answer.statusCode()).isEqualTo(422);
        String id = jdbc.sql("select id from inbox_message where state = 'REFUSED' order by id desc limit 1")
                .query(String.class)
                .single();
        assertThat(ward.operator().get("/intake?list=refused").body()).contains(id, "/encounter");
        assertThat(ward.operator().get("/intake/" + id).body()).contains("What the sender was told", "/encounter");
    }

    @Test
    void whatIsNeverToBeAppliedIsSetAsideWithAReason() {
        UUID message = quarantined("Set", "Aside");
        Caller lead = ward.lead();
        assertThat(Ward.location(Ward.post(lead, "/intake/" + message + "/dismiss", "reason", "")))
                .isEqualTo("/intake/" + message);
        Ward.post(lead, "/intake/" + message + "/dismiss", "reason", "Sent twice by mistake");
        assertThat(lead.get("/intake").body()).doesNotContain("/intake/" + message + "\"");
    }

    /** The same key for another message: nobody but a person knows which is right. */
    private UUID quarantined(String given, String family) {
        String key = UUID.randomUUID().toString();
        ward.send(ward.message("First", "One", "MRN-" + key, Duration.ofHours(20)), key);
        ward.send(ward.message(given, family, "MRN-" + key, Duration.ofHours(19)), key);
        return UUID.fromString(
                jdbc.sql("select id from inbox_message where state = 'QUARANTINED' order by id desc limit 1")
                        .query(String.class)
                        .single());
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
