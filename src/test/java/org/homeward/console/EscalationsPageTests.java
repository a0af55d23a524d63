package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.calendar.Deadlines;
import org.homeward.console.Ward.Stay;
import org.homeward.security.People;
import org.homeward.worklist.FormTimes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A missed step on the board, over HTTP: who sees it, who answers. */
@HomewardTest
class EscalationsPageTests {

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    Deadlines deadlines;

    @Autowired
    JdbcClient jdbc;

    Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward(port, people, clock);
    }

    @Test
    void nothingMissedIsCalmAndShowsWhoIsOnCall() {
        String page = ward.otherOrganization().get("/escalations").body();
        assertThat(page).contains("All quiet", "On duty and on call now", "Lakeside", "Nobody on the roster");
    }

    @Test
    void aMissedStepIsOnTheBoardOfItsTeamOnly() {
        Stay stay = ward.discharged("Łucja", "Overdue-Peña");
        UUID escalation = missed(stay);

        String board = ward.nurse().get("/escalations").body();
        assertThat(board)
                .contains("Overdue-Peña, Łucja", "/escalations/" + escalation, "Team lead", "Lena Ødegård, RN");
        assertThat(ward.nurse().get(stay.patient()).body())
                .contains("One step is escalated", "/escalations/" + escalation);
        assertThat(ward.nurse().get("/escalations/" + escalation).body())
                .contains("It waits for the people it was told to")
                .doesNotContain("I see to it");

        Caller south = ward.southNurse();
        assertThat(south.get("/escalations").body()).doesNotContain("Overdue-Peña");
        assertThat(south.get("/escalations/" + escalation).statusCode()).isEqualTo(404);
        assertThat(Ward.post(south, "/escalations/" + escalation + "/acknowledge")
                        .statusCode())
                .isEqualTo(404);
        assertThat(Ward.post(south, "/escalations/" + escalation + "/resolve", "reason", "OTHER", "words", "x")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theLeadAcknowledgesInOnePressAndResolvesWithAReason() {
        Stay stay = ward.discharged("Ack", "Nowledged");
        UUID escalation = missed(stay);
        Caller lead = ward.lead();

        assertThat(Ward.location(Ward.post(ward.nurse(), "/escalations/" + escalation + "/acknowledge")))
                .as("a nurse is not the one it was told to")
                .isEqualTo("/escalations/" + escalation);
        assertThat(Ward.location(Ward.post(lead, "/escalations/" + escalation + "/acknowledge", "note", "I call him")))
                .isEqualTo("/escalations");
        assertThat(lead.get("/escalations/" + escalation).body())
                .contains("Lena Ødegård, RN sees to it", "What became of it?");

        HttpResponse<String> without =
                Ward.post(lead, "/escalations/" + escalation + "/resolve", "reason", "STEP_REASSIGNED");
        assertThat(Ward.location(without)).isEqualTo("/escalations/" + escalation);
        assertThat(lead.get("/escalations/" + escalation).body()).contains("In words");
        assertThat(Ward.location(Ward.post(
                        lead,
                        "/escalations/" + escalation + "/resolve",
                        "reason",
                        "STEP_REASSIGNED",
                        "lookAgainAt",
                        FormTimes.field(clock.instant().plus(Duration.ofHours(20)), ZoneId.of("America/New_York")),
                        "words",
                        "Nora asks again tomorrow")))
                .isEqualTo("/escalations");
        assertThat(lead.get("/escalations/" + escalation).body()).contains("Resolved by Lena Ødegård, RN");
        assertThat(lead.get("/escalations").body()).doesNotContain("/escalations/" + escalation);
    }

    private UUID missed(Stay stay) {
        UUID deadline = UUID.fromString(
                jdbc.sql("select id from deadline where episode_id = ? and rule = 'obtain-discharge-summary'")
                        .param(stay.episodeId().toString())
                        .query(String.class)
                        .single());
        deadlines.move(deadline, clock.instant().minus(Duration.ofDays(9)), "The discharge was earlier");
        deadlines.miss(deadline);
        return UUID.fromString(jdbc.sql("select id from escalation where deadline_id = ?")
                .param(deadline.toString())
                .query(String.class)
                .single());
    }
}
