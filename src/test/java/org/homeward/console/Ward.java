package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.intake.Examples;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;

/** Two teams of one organisation and one of another, a hospital that sends to them, and callers who are of them. */
final class Ward {

    static final String NORTH = "transitions-north";
    static final String SOUTH = "transitions-south";
    private static final String PASSWORD = "ward-password";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final Clock clock;

    Ward(int port, People people, Clock clock) {
        this.port = port;
        this.clock = clock;
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addOrganization("lakeside-health", "Lakeside Health");
        ZoneId zone = ZoneId.of("America/New_York");
        people.addTeam(new Team(NORTH, "cascadia-health", "Transitions North", zone));
        people.addTeam(new Team(SOUTH, "cascadia-health", "Transitions South", zone));
        people.addTeam(new Team("coordination-desk", "cascadia-health", "Coordination desk", zone));
        people.addTeam(new Team("lakeside-transitions", "lakeside-health", "Lakeside", zone));
        person(people, "ward-nurse", "Núria Ibáñez, RN", NORTH, Role.NURSE);
        person(people, "ward-manager", "Manuel Ortega, RN", NORTH, Role.CARE_MANAGER);
        person(people, "ward-pharmacist", "Paz Peña, PharmD", NORTH, Role.PHARMACIST);
        person(people, "ward-social", "Sóley Social, MSW", NORTH, Role.SOCIAL_WORKER);
        person(people, "ward-lead", "Lena Ødegård, RN", NORTH, Role.TEAM_LEAD);
        person(people, "ward-operator", "Otto Operator", NORTH, Role.OPERATOR);
        person(people, "ward-south", "Sue South, RN", SOUTH, Role.NURSE);
        person(people, "ward-south", "Sue South, RN", SOUTH, Role.TEAM_LEAD);
        person(people, "ward-lakeside", "Lars Lakeside", "lakeside-transitions", Role.TEAM_LEAD);
        system(people, "ward-feed", NORTH);
        system(people, "ward-lakeside-feed", "lakeside-transitions");
    }

    private static void person(People people, String id, String name, String team, Role role) {
        if (people.passwordHash(id).isEmpty()) {
            people.addPerson(id, Person.Kind.PERSON, name, null, PASSWORD);
        }
        people.addMembership(id, team, role);
    }

    private static void system(People people, String id, String team) {
        if (people.passwordHash(id).isEmpty()) {
            people.addPerson(id, Person.Kind.SYSTEM, id, null, PASSWORD);
        }
        people.addMembership(id, team, Role.INTEGRATION);
    }

    Caller nurse() {
        return Caller.signedIn(port, "ward-nurse", PASSWORD);
    }

    Caller careManager() {
        return Caller.signedIn(port, "ward-manager", PASSWORD);
    }

    Caller pharmacist() {
        return Caller.signedIn(port, "ward-pharmacist", PASSWORD);
    }

    Caller socialWorker() {
        return Caller.signedIn(port, "ward-social", PASSWORD);
    }

    Caller lead() {
        return Caller.signedIn(port, "ward-lead", PASSWORD);
    }

    Caller operator() {
        return Caller.signedIn(port, "ward-operator", PASSWORD);
    }

    Caller southNurse() {
        return Caller.signedIn(port, "ward-south", PASSWORD);
    }

    Caller otherOrganization() {
        return Caller.signedIn(port, "ward-lakeside", PASSWORD);
    }

    Caller feed() {
        return Caller.system(port, "ward-feed", PASSWORD);
    }

    Caller lakesideFeed() {
        return Caller.system(port, "ward-lakeside-feed", PASSWORD);
    }

    /** A patient who has just come home. */
    record Stay(UUID patientId, UUID episodeId, String mrn) {

        String patient() {
            return "/patients/" + patientId;
        }

        String episode() {
            return patient() + "/episodes/" + episodeId;
        }
    }

    Stay discharged(String given, String family) {
        return discharged(given, family, Duration.ofHours(20));
    }

    Stay discharged(String given, String family, Duration ago) {
        String mrn = "MRN-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode message = message(given, family, mrn, ago);
        JsonNode answer = read(send(message, UUID.randomUUID().toString()).body());
        for (int i = 0; i < 40 && !answer.hasNonNull("episodeId"); i++) {
            pause();
            answer = read(feed().get("/api/v1/discharges/" + answer.path("id").asText())
                    .body());
        }
        assertThat(answer.path("episodeId").asText()).as(answer.toString()).isNotEmpty();
        UUID episode = UUID.fromString(answer.path("episodeId").asText());
        JsonNode shown = read(feed().get("/api/v1/episodes/" + episode).body());
        return new Stay(UUID.fromString(shown.path("patientId").asText()), episode, mrn);
    }

    ObjectNode message(String given, String family, String mrn, Duration ago) {
        ObjectNode message = (ObjectNode) read(Examples.text("discharge"));
        Instant left = clock.instant().minus(ago);
        message.put("recordedAt", left.plusSeconds(600).toString());
        ObjectNode patient = (ObjectNode) message.path("patient");
        patient.set("name", JSON.valueToTree(Map.of("given", given, "family", family)));
        patient.put("language", "es-MX");
        patient.put("interpreterNeeded", true);
        ((ObjectNode) patient.path("identifiers").get(0)).put("value", mrn);
        ObjectNode encounter = (ObjectNode) message.path("encounter");
        encounter.put("visitNumber", mrn);
        encounter.put("sourceFacility", "st-brendan");
        encounter.put("admittedAt", left.minus(Duration.ofDays(4)).toString());
        encounter.put("dischargedAt", left.toString());
        return message;
    }

    HttpResponse<String> send(ObjectNode message, String key) {
        Caller feed = feed();
        return feed.send(feed.request("/api/v1/discharges")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("Prefer", "wait=10")
                .POST(HttpRequest.BodyPublishers.ofString(message.toString())));
    }

    static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }

    /** Sends a form of a page as a browser does. */
    static HttpResponse<String> post(Caller caller, String path, String... fields) {
        StringBuilder body = new StringBuilder("_csrf=" + encoded(caller.csrfToken()));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return caller.send(caller.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    static String location(HttpResponse<String> answer) {
        return Optional.of(answer.headers().firstValue("Location").orElse(""))
                .map(location -> location.replaceFirst("^https?://[^/]+", ""))
                .orElseThrow();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
