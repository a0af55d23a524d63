package org.homeward.intake.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.Principal;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.homeward.intake.Examples;
import org.homeward.intake.InboxWorker;
import org.homeward.intake.IntakeTest;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionTemplate;

@IntakeTest
@Tag("mysql")
@NullUnmarked // asserts on headers directly: a missing one fails the test as it should
class DischargeControllerTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal HOSPITAL = () -> "hospital";

    @Autowired
    DischargeController controller;

    @Autowired
    DischargeErrors errors;

    @Autowired
    InboxWorker worker;

    @Autowired
    People people;

    @Autowired
    MockMvc application;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    private MockMvc mvc;

    @BeforeEach
    void empty() {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM inbox_correction").update();
            jdbc.sql("DELETE FROM inbox_message").update();
        });
        mvc = MockMvcBuilders.standaloneSetup(controller)
                .setControllerAdvice(errors)
                .build();
    }

    @Test
    void takesADischargeAndSaysWhatBecameOfIt() throws Exception {
        String location = mvc.perform(discharge("discharge"))
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.status").value("received"))
                .andExpect(header().string("Location", startsWith("/api/v1/discharges/")))
                .andReturn()
                .getResponse()
                .getHeader("Location");

        mvc.perform(get(location).principal(HOSPITAL))
                .andExpect(jsonPath("$.status").value("received"));
        worker.drain();
        mvc.perform(get(location).principal(HOSPITAL))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.status").value("applied"))
                .andExpect(jsonPath("$.links.self").value(location));
    }

    @Test
    void answersARepeatWithTheSameStatusAndBody() throws Exception {
        MvcResult first = mvc.perform(discharge("discharge").header("Idempotency-Key", "visit-1"))
                .andReturn();
        worker.drain();
        MvcResult repeat = mvc.perform(discharge("discharge").header("Idempotency-Key", "visit-1"))
                .andReturn();

        assertThat(repeat.getResponse().getStatus())
                .isEqualTo(first.getResponse().getStatus());
        assertThat(repeat.getResponse().getContentAsString())
                .isEqualTo(first.getResponse().getContentAsString());
        assertThat(repeat.getResponse().getHeader("Location"))
                .isEqualTo(first.getResponse().getHeader("Location"));
    }

    @Test
    void twoKeysAreNoKey() throws Exception {
        mvc.perform(discharge("discharge").header("Idempotency-Key", "visit-1", "visit-2"))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.title").value("There is more than one Idempotency-Key"));
        mvc.perform(discharge("discharge").header("Idempotency-Key", "visit-1")).andExpect(status().isAccepted());
    }

    @Test
    void aBodyThatIsCodedOrInAnotherCharsetIsNamedAsSuch() throws Exception {
        mvc.perform(discharge("discharge").header("Content-Encoding", "gzip"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.detail", org.hamcrest.Matchers.containsString("Content-Encoding")));
        mvc.perform(discharge("discharge").contentType("application/json;charset=ISO-8859-1"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.detail", org.hamcrest.Matchers.containsString("UTF-8")));
        mvc.perform(discharge("discharge")
                        .header("Content-Encoding", "identity")
                        .contentType("application/json;charset=utf-8"))
                .andExpect(status().isAccepted());
    }

    @Test
    void aKeyUsedForAnotherMessageIsRefusedAndQuarantined() throws Exception {
        mvc.perform(discharge("discharge").header("Idempotency-Key", "visit-1"));
        String location = mvc.perform(discharge("discharge-against-advice").header("Idempotency-Key", "visit-1"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.type").value("urn:homeward:problem:control-id-conflict"))
                .andReturn()
                .getResponse()
                .getHeader("Location");

        mvc.perform(get(location).principal(HOSPITAL))
                .andExpect(jsonPath("$.status").value("quarantined"))
                .andExpect(jsonPath("$.reason").value("control-id-conflict"));
    }

    @Test
    void namesEachBadFieldStartsNothingAndKeepsTheMessage() throws Exception {
        String bad = Examples.text("discharge")
                .replace("\"1951-04-12\"", "\"12 April 1951\"")
                .replace("2026-11-19T16:40:00-05:00", "2026-11-19T16:40:00")
                .replace("\"dischargeMedications\"", "\"dischargeMedication\"");

        String location = mvc.perform(post("/api/v1/discharges")
                        .principal(HOSPITAL)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(bad))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.errors[*].pointer", hasItem("/patient/birthDate")))
                .andExpect(jsonPath("$.errors[*].pointer", hasItem("/encounter/dischargedAt")))
                .andExpect(jsonPath("$.errors[*].pointer", hasItem("/dischargeMedication")))
                .andExpect(jsonPath("$.errors.length()").value(3))
                .andExpect(content().string(not(containsString("April"))))
                .andExpect(content().string(not(containsString("Alma"))))
                .andReturn()
                .getResponse()
                .getHeader("Location");

        assertThat(worker.drain()).isZero();
        mvc.perform(get(location).principal(HOSPITAL))
                .andExpect(jsonPath("$.status").value("refused"))
                .andExpect(jsonPath("$.errors.length()").value(3));
    }

    @Test
    void answersWhatIsNotJsonWithFourHundredAndKeepsIt() throws Exception {
        String location = mvc.perform(post("/api/v1/discharges")
                        .principal(HOSPITAL)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"patient\": Alma"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:homeward:problem:malformed"))
                .andExpect(content().string(not(containsString("Alma"))))
                .andReturn()
                .getResponse()
                .getHeader("Location");

        mvc.perform(get(location).principal(HOSPITAL))
                .andExpect(jsonPath("$.status").value("refused"));
    }

    @Test
    void readsNoMoreThanTenMegabytes() throws Exception {
        mvc.perform(post("/api/v1/discharges")
                        .principal(HOSPITAL)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(new byte[10 * 1024 * 1024 + 1]))
                .andExpect(status().isPayloadTooLarge())
                .andExpect(content().contentType("application/problem+json"));
        int stored = transactions.execute(status -> jdbc.sql("SELECT COUNT(*) FROM inbox_message")
                .query(Integer.class)
                .single());
        assertThat(stored).isZero();
    }

    @Test
    void refusesKeysThatCannotBeKept() throws Exception {
        for (String key : List.of(" ", "k".repeat(201), "clé")) {
            mvc.perform(discharge("discharge").header("Idempotency-Key", key))
                    .andExpect(status().isBadRequest())
                    .andExpect(jsonPath("$.type").value("urn:homeward:problem:idempotency-key"));
        }
    }

    @Test
    void waitsForTheDischargeToBeAppliedWhenAsked() throws Exception {
        CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> {
            for (int round = 0; round < 400 && worker.drain() == 0; round++) {
                pause();
            }
        });
        MvcResult created = mvc.perform(discharge("discharge")
                        .header("Idempotency-Key", "visit-1")
                        .header("Prefer", "respond-async, wait=5"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.status").value("applied"))
                .andReturn();
        beside.join();

        MvcResult repeat = mvc.perform(discharge("discharge").header("Idempotency-Key", "visit-1"))
                .andExpect(status().isCreated())
                .andReturn();
        assertThat(repeat.getResponse().getContentAsString())
                .isEqualTo(created.getResponse().getContentAsString());
    }

    @Test
    void takesFactsAboutADischargeOfTheSameClientOnly() throws Exception {
        String discharge =
                mvc.perform(discharge("discharge")).andReturn().getResponse().getHeader("Location");

        String fact = mvc.perform(post(discharge + "/facts")
                        .principal(HOSPITAL)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(Examples.bytes("fact-discharge-cancelled")))
                .andExpect(status().isAccepted())
                .andExpect(header().string("Location", startsWith(discharge + "/facts/")))
                .andReturn()
                .getResponse()
                .getHeader("Location");
        worker.drain();
        mvc.perform(get(fact).principal(HOSPITAL))
                .andExpect(jsonPath("$.status").value("applied"));

        Principal another = () -> "another";
        mvc.perform(get(discharge).principal(another)).andExpect(status().isNotFound());
        mvc.perform(get(fact).principal(another)).andExpect(status().isNotFound());
        mvc.perform(post(discharge + "/facts")
                        .principal(another)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(Examples.bytes("fact-died")))
                .andExpect(status().isNotFound());
        mvc.perform(get("/api/v1/discharges/not-an-id").principal(HOSPITAL)).andExpect(status().isNotFound());
    }

    @Test
    void theSameFactAboutTwoDischargesIsTwoFacts() throws Exception {
        String one =
                mvc.perform(discharge("discharge")).andReturn().getResponse().getHeader("Location");
        String two = mvc.perform(discharge("discharge-against-advice"))
                .andReturn()
                .getResponse()
                .getHeader("Location");

        for (String discharge : List.of(one, two)) {
            mvc.perform(post(discharge + "/facts")
                            .principal(HOSPITAL)
                            .contentType(MediaType.APPLICATION_JSON)
                            .content(Examples.bytes("fact-died")))
                    .andExpect(status().isAccepted())
                    .andExpect(header().string("Location", startsWith(discharge)));
        }
    }

    @Test
    void addsNothingToADischargeThatWasRefused() throws Exception {
        String refused = mvc.perform(post("/api/v1/discharges")
                        .principal(HOSPITAL)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{}"))
                .andExpect(status().isUnprocessableEntity())
                .andReturn()
                .getResponse()
                .getHeader("Location");

        mvc.perform(post(refused + "/facts")
                        .principal(HOSPITAL)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(Examples.bytes("fact-died")))
                .andExpect(status().isConflict());
    }

    @Test
    void theApiDescriptionHoldsSchemasAndExamples() throws Exception {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("interfaces", "cascadia-health", "Interfaces", ZoneId.of("America/Los_Angeles")));
        people.addPerson("somebody", Person.Kind.PERSON, "Somebody", null, null);
        people.addMembership("somebody", "interfaces", Role.OPERATOR);
        String body = application
                .perform(get("/v3/api-docs").with(SecurityMockMvcRequestPostProcessors.user("somebody")))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        JsonNode api = JSON.readTree(body);

        assertThat(api.get("openapi").textValue()).startsWith("3.1");
        JsonNode post = api.at("/paths/~1api~1v1~1discharges/post");
        assertThat(post.at("/requestBody/content/application~1json/schema/$ref").textValue())
                .isEqualTo("#/components/schemas/Discharge");
        assertThat(post.at("/requestBody/content/application~1json/examples/discharge/value/patient/name/given")
                        .textValue())
                .isEqualTo("Alma");
        assertThat(api.at("/components/schemas/Discharge/properties/encounter/properties/class/enum")
                        .toString())
                .contains("inpatient");
        assertThat(api.at("/components/schemas/Discharge/properties/patient/additionalProperties")
                        .asBoolean(true))
                .isFalse();
        assertThat(post.at("/responses/422/content/application~1problem+json/schema/$ref")
                        .textValue())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(api.at("/paths/~1api~1v1~1discharges~1{id}~1facts/post/requestBody/content/application~1json")
                        .get("examples")
                        .size())
                .isGreaterThanOrEqualTo(4);
    }

    private static MockHttpServletRequestBuilder discharge(String example) {
        return post("/api/v1/discharges")
                .principal(HOSPITAL)
                .contentType(MediaType.APPLICATION_JSON)
                .content(Examples.bytes(example));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
