package org.homeward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.audit.Audit;
import org.homeward.console.Ward.Stay;
import org.homeward.referral.PartnerLinks;
import org.homeward.referral.Reasons;
import org.homeward.referral.Recipient;
import org.homeward.referral.Referral;
import org.homeward.referral.ReferralDocuments;
import org.homeward.referral.ReferralLoop;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralNumbers;
import org.homeward.referral.ReferralState;
import org.homeward.referral.ReferralTransition.Channel;
import org.homeward.referral.Referrals;
import org.homeward.referral.Told;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HomewardTest
@Tag("mysql")
class ReferralPagesTests {

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    Referrals referrals;

    @Autowired
    ReferralDocuments documents;

    @Autowired
    Worklist worklist;

    @Autowired
    Tasks tasks;

    @Autowired
    PartnerLinks links;

    @Autowired
    ReferralNumbers numbers;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    Ward ward;

    @BeforeEach
    void staffed() {
        ward = new Ward(port, people, clock);
    }

    private Stay referred(String family) {
        String mrn = "MRN-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode message = ward.message("Refer", family, mrn, Duration.ofHours(20));
        message.set(
                "referrals",
                new ObjectMapper().valueToTree(List.of(Map.of("kind", "clinical", "what", "Cardiac rehabilitation"))));
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

    private ReferralLoop loop(Stay stay) {
        return referrals.ofEpisode(stay.episodeId()).get(0);
    }

    private Referral sent(Stay stay, String recipient, ReferralLoop.Kind kind) {
        return referrals.send(
                loop(stay).id(),
                kind,
                kind == ReferralLoop.Kind.CLINICAL ? "cardiac-rehabilitation" : "food-insecurity",
                "Heart failure, second stay",
                new ReferralLoop.Consent(
                        "treatment", ReferralLoop.Say.AGREES, true, false, false, "ward-nurse", clock.instant()),
                new Recipient(null, recipient, "desk@heart.example", "+1 206 555 0100", null),
                Channel.LINK,
                "ward-nurse",
                null);
    }

    private static String page(Stay stay) {
        return stay.episode() + "/referrals";
    }

    /** That there is such a referral tells of the treatment already (42 CFR Part 2). */
    @Test
    void aReferralForSubstanceUseIsShownToThoseWhoWorkOnIt() {
        Stay stay = referred("Discreet");
        underPart2(stay);

        assertThat(ward.nurse().get(page(stay)).body()).contains("Cardiac rehabilitation");
        assertThat(ward.nurse().get("/referrals").body()).contains("Discreet");
        assertThat(ward.pharmacist().get(page(stay)).body()).doesNotContain("Cardiac rehabilitation");
        assertThat(ward.pharmacist().get("/referrals").body()).doesNotContain("Discreet");
    }

    @Test
    void whoMayNotKnowOfAReferralFindsItsTaskThroughNoDoor() {
        Stay stay = referred("Hushed");
        Stay open = referred("Plain");
        underPart2(stay);
        String task = task(stay);
        Caller pharmacist = ward.pharmacist();
        String api = "/api/v1/tasks/" + task;
        assertThat(pharmacist.get("/api/v1/tasks/" + task(open) + "/form").statusCode())
                .isEqualTo(200);

        assertThat(pharmacist.get(api + "/form").statusCode()).isEqualTo(404);
        assertThat(pharmacist
                        .with("PUT", api + "/draft", "{\"revision\":0,\"data\":{}}")
                        .statusCode())
                .isEqualTo(404);
        for (String door : List.of("/claim", "/release", "/completion")) {
            assertThat(pharmacist.post(api + door, "{\"revision\":0}").statusCode())
                    .as(door)
                    .isEqualTo(404);
        }
        assertThat(pharmacist.get("/my-work/tasks/" + task).statusCode()).isEqualTo(404);
        assertThat(teamList("ward-pharmacist")).contains(task(open)).doesNotContain(task);
        assertThat(teamList("ward-nurse")).contains(task(open), task);
        assertThat(Ward.read(pharmacist
                                .post("/api/v1/tasks/cards", "{\"taskIds\":[\"" + task + "\"]}")
                                .body())
                        .path("cards")
                        .size())
                .isZero();
        assertThat(pharmacist
                        .post("/api/v1/tasks/search", "{\"q\":\"" + stay.mrn() + "\"}")
                        .body())
                .doesNotContain(task);
        assertThat(pharmacist.get("/api/v1/episodes/" + stay.episodeId()).body())
                .doesNotContain(task, loop(stay).id().toString(), "Cardiac rehabilitation");
        assertThat(pharmacist.get(stay.episode() + "/record").body()).doesNotContain("Cardiac rehabilitation");
        // nor on the map, where a step stands with whoever has it
        assertThat(pharmacist.get(stay.episode() + "?map=referral-loop").body())
                .doesNotContain("Close the loop of a referral", "map=referral-loop", "Track referral");
        assertThat(pharmacist.get(open.episode() + "?map=referral-loop").body()).contains("map=referral-loop");
        // nor to the hospital's system
        String told = ward.feed().get("/api/v1/episodes/" + stay.episodeId()).body();
        assertThat(told).doesNotContain(task, loop(stay).id().toString(), "send-referral", "referral-");
        assertThat(ward.feed().get("/api/v1/episodes/" + open.episodeId()).body())
                .contains("send-referral");
        assertThat(pharmacist.get(open.episode() + "/record").body()).contains("Cardiac rehabilitation");
    }

    @Test
    void aSupervisorPutsBackWhatTheyMayNotKnowOf() {
        Stay stay = referred("Held");
        underPart2(stay);
        String task = task(stay);
        assertThat(ward.socialWorker()
                        .post("/api/v1/tasks/" + task + "/claim", "{}")
                        .statusCode())
                .isEqualTo(204);
        people.addPerson("ward-supervisor", Person.Kind.PERSON, "Sofía Supervisora", null, "only-for-tests-1");
        people.addMembership("ward-supervisor", Ward.NORTH, Role.SUPERVISOR);
        Person supervisor = people.find("ward-supervisor").orElseThrow();
        assertThat(worklist.find(task, supervisor)).isEmpty();

        tasks.putBack(task, supervisor);

        assertThat(jdbc.sql("select assignee from work_item where task_id = ?")
                        .param(task)
                        .query((row, i) -> String.valueOf(row.getString(1)))
                        .single())
                .isEqualTo("null");
    }

    @Test
    void whoWorksOnAReferralUnderPart2DoesItsTask() {
        Stay stay = referred("Worked");
        underPart2(stay);
        String api = "/api/v1/tasks/" + task(stay);
        // another role whose work needs it, and the task's own
        assertThat(ward.nurse().get(api + "/form").statusCode()).isEqualTo(200);
        Caller social = ward.socialWorker();
        assertThat(social.get("/my-work?list=unclaimed").body()).contains(task(stay));
        assertThat(social.post(api + "/claim", "{}").statusCode()).isEqualTo(204);
        assertThat(social.get(api + "/form").statusCode()).isEqualTo(200);
        assertThat(social.with("PUT", api + "/draft", """
                        {"revision":0,"data":{"sendOutcome":"SEND","referralKind":"CLINICAL","recipient":"Heart centre",
                        "reasonForReferral":"Heart failure","sentHow":"PHONE","patientSays":"AGREES","mayContact":"YES",
                        "part2":"YES","part2Consent":"NO"}}""").statusCode()).isEqualTo(200);
        assertThat(social.post(api + "/completion", "{\"revision\":1}").statusCode())
                .isEqualTo(204);
        assertThat(referrals.current(loop(stay).id())).isPresent();

        // whoever has the task's role and no other needs it too
        transaction.executeWithoutResult(
                status -> jdbc.sql("update work_item set role = 'pharmacist' where task_id = ?")
                        .param(task(stay))
                        .update());
        assertThat(ward.pharmacist()
                        .get("/api/v1/tasks/" + task(stay) + "/form")
                        .statusCode())
                .isEqualTo(200);
    }

    /** Page by page to the end. */
    private List<String> teamList(String personId) {
        Person person = people.find(personId).orElseThrow();
        List<String> ids = new ArrayList<>();
        List<WorkItem> page;
        Worklist.Position after = null;
        do {
            page = worklist.page(person, Worklist.Scope.TEAM, after, 5);
            page.forEach(item -> ids.add(item.taskId()));
            after = page.isEmpty()
                    ? null
                    : new Worklist.Position(
                            page.get(page.size() - 1).workBy(),
                            page.get(page.size() - 1).taskId());
        } while (page.size() == 5);
        return ids;
    }

    private void underPart2(Stay stay) {
        transaction.executeWithoutResult(status -> jdbc.sql("update referral_loop set part2 = true where id = ?")
                .param(loop(stay).id().toString())
                .update());
    }

    private String task(Stay stay) {
        return jdbc.sql("select task_id from work_item where subject_id = ?")
                .param(loop(stay).id().toString())
                .query(String.class)
                .single();
    }

    @Test
    void theLoopIsDrawnInWordsWithEveryMoveAndItsLinks() {
        Stay stay = referred("Drawn");
        Referral one = sent(stay, "Heart centre", ReferralLoop.Kind.CLINICAL);
        referrals.told(
                one.id(), Told.of(Event.ACCEPT, Channel.PHONE, "ward-nurse").said("Sam", null, "knows her"));
        Instant at = clock.instant().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.HOURS);
        referrals.told(
                one.id(), Told.of(Event.SCHEDULE, Channel.PHONE, "ward-nurse").at(at, "Building B"));

        String shown = ward.nurse().get(page(stay)).body();

        assertThat(shown)
                .contains(
                        "Heart centre", "Ref. " + PartnerLinks.reference(one), "knows her", "phone, Sam", "Building B")
                .contains("loop-step--done", "aria-current=\"step\"", "FHIR Task: in-progress")
                .contains("The patient agrees, for treatment", "Take back", "to be told by telephone");
        assertThat(ward.nurse().get(stay.patient()).body()).contains(page(stay));
        assertThat(audit.of("patient", stay.patientId().toString()))
                .anyMatch(event -> event.action().equals("referrals.read"));
    }

    @Test
    void anotherTeamFindsNeitherReferralNorFileNorLinkNorBoard() {
        Stay stay = referred("Walled");
        Referral one = sent(stay, "Heart centre", ReferralLoop.Kind.CLINICAL);
        UUID link = links.of(one.id()).get(0).id();
        for (Caller other : List.of(ward.southNurse(), ward.otherOrganization())) {
            assertThat(other.get(page(stay)).statusCode()).isEqualTo(404);
            assertThat(other.get(stay.patient() + "/referrals").statusCode()).isEqualTo(404);
            assertThat(other.get(page(stay) + "/documents/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(404);
            assertThat(Ward.post(other, page(stay) + "/" + one.id() + "/links/" + link + "/revoke")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(Ward.post(other, page(stay) + "/" + one.id() + "/link").statusCode())
                    .isEqualTo(404);
            assertThat(other.get("/referrals?team=" + Ward.NORTH).statusCode()).isEqualTo(404);
            assertThat(other.get("/referrals").body()).doesNotContain("Walled");
        }
        assertThat(links.of(one.id()).get(0).revokedAt()).isNull();
    }

    @Test
    void aLinkIsTakenBackAndAnotherIsShownOnce() {
        Stay stay = referred("Linked");
        Referral one = sent(stay, "Heart centre", ReferralLoop.Kind.CLINICAL);
        Caller nurse = ward.nurse();
        String first = URI.create(links.linkToCopy(one.id(), "ward-nurse")).getPath();
        Ward.post(
                nurse,
                page(stay) + "/" + one.id() + "/links/"
                        + links.of(one.id()).get(0).id() + "/revoke");
        assertThat(nurse.get(page(stay)).body()).contains("The link opens nothing any more");
        assertThat(Caller.anonymous(port).get(first).statusCode()).isEqualTo(410);

        HttpResponse<String> made = Ward.post(nurse, page(stay) + "/" + one.id() + "/link");
        assertThat(made.statusCode()).as("no redirect, which would keep it").isEqualTo(200);
        String link = made.body().replaceAll("(?s).*http://localhost:8080(/r/[A-Za-z0-9_-]{43}).*", "$1");
        assertThat(Caller.anonymous(port).get(link).statusCode()).isEqualTo(200);
        assertThat(nurse.get(page(stay)).body()).doesNotContain(link);
    }

    @Test
    void whatWasAttachedComesAsAFileAndIsAudited() {
        Stay stay = referred("Filed");
        Referral one = sent(stay, "Heart centre", ReferralLoop.Kind.CLINICAL);
        byte[] pdf = "%PDF-1.7 note".getBytes(StandardCharsets.US_ASCII);
        UUID file = attach(one, pdf);
        Caller nurse = ward.nurse();

        String path = page(stay) + "/documents/" + file;
        assertThat(nurse.get(page(stay)).body()).contains(path, "note.pdf");
        HttpResponse<String> got = nurse.get(path);
        assertThat(got.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(got.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(nurse.bytes(path)).isEqualTo(pdf);
        assertThat(audit.of("referral", one.id().toString()))
                .anyMatch(event -> event.action().equals("referral.documentRead"));
        Stay other = referred("Elsewhere");
        assertThat(nurse.get(page(other) + "/documents/" + file).statusCode())
                .as("a file is where its patient is")
                .isEqualTo(404);
    }

    private UUID attach(Referral to, byte[] pdf) {
        String link = links.linkToCopy(to.id(), "ward-nurse");
        String token = link.substring(link.lastIndexOf('/') + 1);
        PartnerLinks.Door door = links.open(token, "", "10.0.0.1");
        String visit = links.show(
                        Objects.requireNonNull(door.link()),
                        Objects.requireNonNull(links.of(to.id()).get(0).code()),
                        "10.0.0.1")
                .orElseThrow();
        links.told(
                links.open(token, visit, "10.0.0.1"),
                new PartnerLinks.Says(1, Event.ACCEPT, null, null, null, null, null, "Ana", null, "note.pdf", pdf));
        return documents.of(to.id()).get(0).id();
    }

    @Test
    void theBoardShowsWhatWaitsForWhatAndSinceWhen() {
        Stay waits = referred("Boarded");
        sent(waits, "Heart centre", ReferralLoop.Kind.CLINICAL);
        Stay refused = referred("Refused");
        Referral one = sent(refused, "Lung centre", ReferralLoop.Kind.CLINICAL);
        referrals.told(
                one.id(), Told.of(Event.DECLINE, Channel.PHONE, "ward-nurse").because(Reasons.Decline.NO_CAPACITY));

        referred("Unsent");

        String board = ward.nurse().get("/referrals").body();

        assertThat(board)
                .contains(
                        "Waiting for an answer",
                        "Needs another recipient",
                        "To be sent",
                        "Unsent",
                        "Boarded",
                        "Lung centre")
                .contains(page(waits));
        assertThat(audit.of("team", Ward.NORTH))
                .anyMatch(event -> event.action().equals("referrals.board"));
    }

    @Test
    void theNumbersComeFromTheMovesAndTheReportNamesItsEvidence() {
        Instant from = clock.instant();
        int year = from.atZone(ZoneOffset.UTC).getYear();
        var before = numbers.reportReceived(List.of(Ward.NORTH), year, ZoneOffset.UTC);
        Stay closed = referred("Counted");
        String recipient = "Centre " + UUID.randomUUID();
        Referral one = sent(closed, recipient, ReferralLoop.Kind.CLINICAL);
        referrals.told(one.id(), Told.of(Event.ACCEPT, Channel.PHONE, "ward-nurse"));
        referrals.told(one.id(), Told.of(Event.OUTCOME, Channel.PHONE, "ward-nurse"));
        referrals.reviewed(loop(closed).id(), "Changes nothing", "ward-nurse");
        referrals.patientTold(loop(closed).id(), "phone", null, null, "ward-nurse", Map.of());
        Stay died = referred("Lost");
        Referral other = sent(died, recipient, ReferralLoop.Kind.COMMUNITY);
        referrals.told(other.id(), Told.of(Event.DECLINE, Channel.PHONE, "ward-nurse"));
        referrals.close(loop(died).id(), Reasons.Closing.NO_PROVIDER, null, null, "ward-nurse", null);

        ReferralNumbers.Numbers found =
                numbers.of(List.of(Ward.NORTH), from, clock.instant().plusSeconds(1));
        assertThat(found.byRecipient())
                .filteredOn(row -> row.name().equals(recipient))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.loops()).isEqualTo(2);
                    assertThat(row.closed()).isEqualTo(1);
                    assertThat(row.otherwise()).isEqualTo(1);
                    assertThat(row.percent()).isEqualTo("50 %");
                });
        assertThat(found.deaths())
                .contains(new ReferralNumbers.Death(Reasons.Closing.NO_PROVIDER, ReferralState.REJECTED, 1));
        assertThat(found.waits()).anyMatch(wait -> wait.state() == ReferralState.ACCEPTED);

        // as if it had been sent in March: whatever today is, the first ten months count
        transaction.executeWithoutResult(
                status -> jdbc.sql("update referral_transition set at = ? where referral_id in (?, ?)")
                        .params(
                                LocalDateTime.of(year, 3, 2, 12, 0),
                                one.id().toString(),
                                other.id().toString())
                        .update());
        var after = numbers.reportReceived(List.of(Ward.NORTH), year, ZoneOffset.UTC);
        assertThat(after.denominator() - before.denominator())
                .as("the community referral is none")
                .isEqualTo(1);
        assertThat(after.numerator())
                .filteredOn(proof -> proof.referralId().equals(one.id()))
                .singleElement()
                .satisfies(proof -> assertThat(referrals.history(one.id()))
                        .anyMatch(move ->
                                move.id().equals(proof.transitionId()) && move.toState() == ReferralState.COMPLETED));
        assertThat(ward.nurse().get("/referrals/numbers").body()).contains(recipient, "How loops end");
        assertThat(numbers.of(List.of(Ward.SOUTH), from, clock.instant().plusSeconds(1))
                        .byRecipient())
                .noneMatch(row -> row.name().equals(recipient));
    }
}
