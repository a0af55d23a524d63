package org.homeward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.engine.Decisions;
import org.homeward.intake.Examples;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** A new installation as in production: closed until a clinician has vouched for every rule, then open for good. */
@HomewardTest
@Tag("mysql")
@TestPropertySource(properties = "homeward.rules.approval-required=true")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClosedInstallationTests {

    private static final String PASSWORD = "four words to remember";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    RuleBook rules;

    @Autowired
    OpenForCare gate;

    @Autowired
    Decisions decisions;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void people() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        for (String team : List.of("transitions-north", "coordination-desk")) {
            people.addTeam(new Team(team, "cascadia-health", team, ZoneId.of("America/New_York")));
        }
        person("rules-doctor", "Dr. Inés Núñez", Role.PRESCRIBER);
        person("rules-lead", "Lea Lead, RN", Role.TEAM_LEAD);
        person("rules-nurse", "Nora Nurse, RN", Role.NURSE);
        person("rules-feed", "Feed", Role.INTEGRATION);
    }

    private void person(String id, String name, Role role) {
        if (people.find(id).isEmpty()) {
            people.addPerson(
                    id, role == Role.INTEGRATION ? Person.Kind.SYSTEM : Person.Kind.PERSON, name, null, PASSWORD);
            people.addMembership(id, "transitions-north", role);
        }
    }

    private Caller as(String id) {
        return Caller.signedIn(port, id, PASSWORD);
    }

    private static HttpResponse<String> post(Caller caller, String path, List<String> fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.size(); i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(fields.get(i))
                    .append('=')
                    .append(URLEncoder.encode(fields.get(i + 1), StandardCharsets.UTF_8));
        }
        return caller.send(caller.request(path)
                .header("X-XSRF-TOKEN", caller.csrfToken())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpResponse<String> discharge() {
        String own = UUID.randomUUID().toString().substring(0, 8);
        return Caller.system(port, "rules-feed", PASSWORD)
                .post(
                        "/api/v1/discharges",
                        Examples.text("discharge")
                                .replace("V-10001", "V-" + own)
                                .replace("MRN-10001", "MRN-" + own));
    }

    private RuleBook.Page table(String key) {
        return rules.pages().stream()
                .filter(page -> page.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> vouchFor(List<RuleBook.Entry> entries) {
        List<String> fields = new ArrayList<>(List.of("read", "true"));
        entries.forEach(entry -> fields.addAll(List.of("row", entry.hash())));
        return fields;
    }

    @Test
    @Order(1)
    void aClosedInstallationTakesNothingAndSaysWhatToDo() {
        HttpResponse<String> answer = discharge();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("300");
        assertThat(answer.body()).contains("urn:homeward:problem:rules-not-approved", "send it again later");
        assertThat(jdbc.sql("select count(*) from inbox_message")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(Caller.anonymous(port).get("/actuator/health/readiness").statusCode())
                .as("people must reach the page on which it is opened")
                .isEqualTo(200);
        assertThat(as("rules-lead").get("/rules").body())
                .contains("Closed for discharges", "Not clinically verified", "first-contact")
                .doesNotContain("I vouch for it");
    }

    @Test
    @Order(2)
    void onlyACliniciansWordCountsAndOnlyForWhatWasRead() {
        List<String> all = vouchFor(table("risk-tier").open());
        assertThat(as("rules-nurse").get("/rules").statusCode()).isEqualTo(403);
        assertThat(post(as("rules-nurse"), "/rules/risk-tier/approvals", all).statusCode())
                .isEqualTo(403);
        assertThat(post(as("rules-lead"), "/rules/risk-tier/approvals", all).statusCode())
                .isEqualTo(403);
        Caller doctor = as("rules-doctor");
        assertThat(doctor.get("/rules?show=open").body()).contains("I vouch for it", "Approve all");
        post(doctor, "/rules/risk-tier/approvals", all.subList(2, all.size()));
        assertThat(doctor.get("/rules").body()).contains("Confirm that you have read the rows");
        post(doctor, "/rules/risk-tier/approvals", List.of("read", "true", "row", "0".repeat(64)));
        assertThat(table("risk-tier").open()).hasSize(6);
    }

    @Test
    @Order(3)
    void anApprovedRowCountsAsVerifiedUntilTheApprovalIsWithdrawn() {
        RuleBook.Page tiers = table("risk-tier");
        post(as("rules-doctor"), "/rules/risk-tier/approvals", vouchFor(tiers.open()));

        assertThat(table("risk-tier").open()).isEmpty();
        assertThat(verified()).isTrue();
        assertThat(as("rules-lead").get("/rules").body()).contains("Dr. Inés Núñez");
        assertThat(rules.approve(
                        "risk-tier",
                        tiers.entries().stream().map(RuleBook.Entry::hash).toList(),
                        null,
                        "x"))
                .as("once is enough")
                .isZero();

        for (RuleBook.Entry entry : tiers.entries()) {
            post(
                    as("rules-doctor"),
                    "/rules/risk-tier/approvals/" + entry.hash() + "/withdraw",
                    List.of("why", "the bands are for adults only"));
        }
        assertThat(verified()).isFalse();
        assertThat(jdbc.sql("select count(*) from rule_approval where withdrawn_why like 'the bands%'")
                        .query(Long.class)
                        .single())
                .isEqualTo(6);
        assertThat(jdbc.sql("select distinct action from audit_event where object_id = 'risk-tier' order by action")
                        .query(String.class)
                        .list())
                .containsExactly("rule.approvalWithdrawn", "rule.approved");
    }

    private boolean verified() {
        Map<String, Object> inputs = new HashMap<>(Map.of(
                "laceMax",
                12,
                "hospitalMax",
                3,
                "incomplete",
                false,
                "asOf",
                LocalDate.of(2026, 11, 26).toString()));
        return Boolean.TRUE.equals(
                decisions.evaluate("risk-tier", inputs).get(0).get("verified"));
    }

    @Test
    @Order(4)
    void theLastApprovalOpensItAndWithPatientsItStaysOpen() {
        Caller doctor = as("rules-doctor");
        for (RuleBook.Page page : rules.pages()) {
            if (!page.open().isEmpty()) {
                assertThat(gate.isOpen()).isFalse();
                List<String> fields =
                        new ArrayList<>(List.of("read", "true", "all", "true", "note", "read with pharmacy"));
                page.open().forEach(entry -> fields.addAll(List.of("shown", entry.hash())));
                post(doctor, "/rules/" + page.key() + "/approvals", fields);
            }
        }
        assertThat(rules.open()).isEmpty();
        assertThat(doctor.get("/rules").body()).doesNotContain("Closed for discharges");
        assertThat(discharge().statusCode()).isEqualTo(202);

        RuleBook.Entry one = table("risk-tier").entries().get(0);
        post(doctor, "/rules/risk-tier/approvals/" + one.hash() + "/withdraw", List.of("why", "under review"));
        assertThat(rules.open()).containsOnlyKeys("risk-tier");
        assertThat(discharge().statusCode()).as("nobody is left uncalled").isEqualTo(202);
        gate.raiseAlarms();
        assertThat(jdbc.sql("select object_id from alarm where kind = 'RULES_NOT_APPROVED'")
                        .query(String.class)
                        .list())
                .containsExactly("risk-tier");
    }
}
