package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.assessment.ScreenSocialNeeds;
import org.homeward.assessment.SocialNeed;
import org.homeward.assessment.SocialNeed.Status;
import org.homeward.console.Ward.Stay;
import org.homeward.directory.Need;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.security.People;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A screening over HTTP: answered or refused, what it shows, and what the patient says to each offer. */
@HomewardTest
@Tag("mysql")
class SocialNeedsPageTests {

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
    ScreenSocialNeeds screen;

    @Autowired
    Duties duties;

    Ward ward;
    Stay stay;

    @BeforeEach
    void home() {
        ward = new Ward(port, people, clock);
        stay = ward.discharged("Sofia", "Screened");
    }

    private String sheet() {
        return "/api/v1/episodes/" + stay.episodeId() + "/screenings/new";
    }

    private String page() {
        return stay.episode() + "/social-needs";
    }

    private HttpResponse<String> screened(Caller caller, Map<String, Object> answers) {
        int revision =
                Ward.read(caller.get(sheet() + "/form").body()).path("revision").asInt();
        try {
            HttpResponse<String> saved = caller.with(
                    "PUT", sheet() + "/draft", JSON.writeValueAsString(Map.of("revision", revision, "data", answers)));
            return caller.post(
                    sheet() + "/completion",
                    JSON.writeValueAsString(Map.of(
                            "revision", Ward.read(saved.body()).path("revision").asInt())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> ahc(Object... more) {
        Map<String, Object> answers = new HashMap<>(Map.of(
                "instrument", "AHC_HRSN", "screeningOutcome", "ANSWERED", "answeredBy", "PATIENT", "inPrivate", "YES"));
        for (int i = 0; i < more.length; i += 2) {
            answers.put((String) more[i], more[i + 1]);
        }
        return answers;
    }

    private SocialNeed need(String code) {
        return screen.needs(stay.episodeId()).stream()
                .filter(one -> one.need().equals(code))
                .reduce((one, later) -> later)
                .orElseThrow();
    }

    private HttpResponse<String> says(Caller caller, SocialNeed need, String answer, String... more) {
        String[] fields = new String[4 + more.length];
        fields[0] = "version";
        fields[1] = String.valueOf(need.version());
        fields[2] = "answer";
        fields[3] = answer;
        System.arraycopy(more, 0, fields, 4, more.length);
        return Ward.post(caller, page() + "/" + need.id(), fields);
    }

    @Test
    void whatWasAnsweredIsShownWithItsNeedsAndWhatWasRefused() {
        Caller nurse = ward.nurse();
        assertThat(nurse.get(stay.patient()).body()).contains("Screen for social needs", "Not asked yet");
        assertThat(screened(
                                nurse,
                                ahc(
                                        "livingSituation", "WORRIED",
                                        "housingProblems", List.of("MOLD", "LEAKS"),
                                        "foodWorried", "REFUSED",
                                        "transportation", "YES",
                                        "utilities", "NO",
                                        "hurt", "FREQUENTLY",
                                        "insulted", "FREQUENTLY",
                                        "threatened", "REFUSED",
                                        "screamed", "NEVER"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(screen.needs(stay.episodeId()))
                .extracting(SocialNeed::need)
                .containsExactlyInAnyOrder(
                        "housing-instability", "inadequate-housing", "transportation-insecurity", "safety");
        String shown = nurse.get(page()).body();
        assertThat(shown)
                .contains(
                        "7 answered, 2 refused, 1 not asked",
                        "Hunger Vital Sign: no risk of food insecurity",
                        "Safety: positive (HITS 12 to 16)",
                        "Not safe from other people",
                        "Not clinically verified",
                        "Núria Ibáñez, RN");
        // what must not be read over a shoulder is counted there and named on its page only
        assertThat(nurse.get(stay.patient()).body())
                .contains(
                        "Worried about losing their housing", "one that is shown on its page only", "4 not decided yet")
                .doesNotContain("Not safe from other people", "HITS");
        assertThat(jdbc.sql("select count(*) from audit_event where object_id = ? and action = 'screening.recorded'")
                        .param(stay.episodeId().toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);

        // asked again, what is already being worked on is not found twice
        screened(nurse, ahc("transportation", "YES", "utilities", "ALREADY_SHUT_OFF"));
        assertThat(screen.needs(stay.episodeId())).hasSize(5);
        assertThat(screen.screenings(stay.episodeId())).hasSize(2);
    }

    @Test
    void aRefusalIsAnAnswer() {
        Caller nurse = ward.nurse();
        screened(nurse, Map.of("instrument", "HUNGER_VITAL_SIGN", "screeningOutcome", "REFUSED"));
        assertThat(nurse.get(page()).body()).contains("The patient did not want to be asked", "No need found");
        screened(
                nurse,
                Map.of(
                        "instrument", "HUNGER_VITAL_SIGN",
                        "screeningOutcome", "ANSWERED",
                        "answeredBy", "PATIENT",
                        "foodWorried", "REFUSED"));
        assertThat(nurse.get(page()).body())
                .contains("0 answered, 1 refused, 1 not asked", "Hunger Vital Sign: no risk");
        assertThat(screen.needs(stay.episodeId())).isEmpty();
    }

    @Test
    void anIncompleteOrContradictoryFormIsRefusedByField() {
        Caller nurse = ward.nurse();
        HttpResponse<String> contradicts = screened(nurse, ahc("housingProblems", List.of("MOLD", "NONE")));
        assertThat(contradicts.statusCode()).isEqualTo(422);
        assertThat(contradicts.body()).contains("housingProblems");
        assertThat(screened(nurse, ahc()).body()).contains("Nothing was answered or refused yet");
        assertThat(screened(nurse, Map.of("screeningOutcome", "ANSWERED")).body())
                .contains("instrument");
        assertThat(screened(nurse, ahc("foodWorried", "MAYBE")).statusCode()).isEqualTo(422);
        assertThat(screen.screenings(stay.episodeId())).isEmpty();
        // what was typed is still there
        assertThat(Ward.read(nurse.get(sheet() + "/form").body())
                        .at("/data/foodWorried")
                        .asText())
                .isEqualTo("MAYBE");
        screened(nurse, ahc("foodWorried", "NEVER"));
        assertThat(Ward.read(nurse.get(sheet() + "/form").body())
                        .path("data")
                        .path("foodWorried")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void anAcceptedOfferIsAReferralAndADeclinedOneHasAReason() {
        Caller nurse = ward.nurse();
        screened(
                nurse,
                ahc(
                        "foodWorried", "OFTEN",
                        "transportation", "YES",
                        "hurt", "FREQUENTLY",
                        "insulted", "FREQUENTLY",
                        "threatened", "NEVER",
                        "screamed", "NEVER"));

        says(nurse, need("food-insecurity"), "offered");
        assertThat(need("food-insecurity").status()).isEqualTo(Status.OFFERED);
        assertThat(nurse.get(page()).body()).contains("Ask again what the patient decides.");
        SocialNeed seen = need("food-insecurity");
        says(nurse, seen, "accepted", "service", "cardiology");
        assertThat(nurse.get(page()).body()).contains("Choose what the patient wants help with.");
        assertThat(need("food-insecurity").status()).isEqualTo(Status.OFFERED);
        says(nurse, seen, "accepted", "service", "food-insecurity");
        assertThat(nurse.get(page()).body()).contains("The referral is under way", "Wants help with: Food");
        Duty referral = duties.get(
                java.util.Objects.requireNonNull(need("food-insecurity").referralDuty()));
        assertThat(referral.kind()).isEqualTo(Duty.Kind.REFERRAL);
        assertThat(referral.isOpen()).isTrue();
        assertThat(referral.description()).isEqualTo(Need.FOOD_INSECURITY.label());

        // a second window knows less: it changes nothing and says so
        says(ward.careManager(), seen, "declined", "reason", "NOT_NOW");
        assertThat(need("food-insecurity").status()).isEqualTo(Status.ACCEPTED);
        assertThat(duties.of(stay.episodeId()).stream()
                        .filter(duty -> duty.orderKey().startsWith("social-need/food-insecurity"))
                        .count())
                .isEqualTo(1);

        says(nurse, need("transportation-insecurity"), "declined");
        assertThat(nurse.get(page()).body()).contains("Say why the patient declines");
        says(nurse, need("transportation-insecurity"), "declined", "reason", "OTHER", "words", "<b>My son</b> drives");
        assertThat(need("transportation-insecurity").status()).isEqualTo(Status.DECLINED);
        assertThat(nurse.get(page()).body()).contains("&lt;b&gt;My son&lt;/b&gt; drives");

        says(nurse, need("safety"), "accepted", "service", "elder-abuse");
        Duty quiet = duties.get(java.util.Objects.requireNonNull(need("safety").referralDuty()));
        assertThat(quiet.description()).isEqualTo("Community support, see Social needs");
        assertThat(nurse.get(stay.patient()).body())
                .contains("Community support, see Social needs")
                .doesNotContain("Not safe from other people", "Safety: older adults", "elder-abuse");

        // what was declined may be found again, what is under way may not
        screened(nurse, ahc("foodWorried", "OFTEN", "transportation", "YES"));
        assertThat(screen.needs(stay.episodeId()))
                .extracting(SocialNeed::need)
                .containsExactlyInAnyOrder(
                        "food-insecurity", "transportation-insecurity", "safety", "transportation-insecurity");
    }

    @Test
    void anotherTeamSeesAndRecordsNothing() {
        screened(ward.nurse(), ahc("foodWorried", "OFTEN"));
        SocialNeed found = need("food-insecurity");
        for (Caller stranger : List.of(ward.southNurse(), ward.otherOrganization())) {
            assertThat(stranger.get(page()).statusCode()).isEqualTo(404);
            assertThat(stranger.get(page() + "/screen").statusCode()).isEqualTo(404);
            assertThat(stranger.get(sheet() + "/form").statusCode()).isEqualTo(404);
            assertThat(stranger.post(sheet() + "/completion", "{\"revision\":0}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(says(stranger, found, "accepted", "service", "food-insecurity")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(ward.operator().get(page()).statusCode())
                .as("operators see no patients")
                .isEqualTo(403);
        // an episode of one's own does not open the needs of another
        Stay other = ward.discharged("Olga", "Other");
        assertThat(Ward.post(
                                ward.nurse(),
                                other.episode() + "/social-needs/" + found.id(),
                                "version",
                                "0",
                                "answer",
                                "offered")
                        .statusCode())
                .isEqualTo(404);
        assertThat(need("food-insecurity").status()).isEqualTo(Status.IDENTIFIED);
    }
}
