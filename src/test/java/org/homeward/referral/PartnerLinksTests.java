package org.homeward.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.homeward.Caller;
import org.homeward.TransitionTest;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.audit.Audit;
import org.homeward.audit.AuditEvent;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.OrderedItem;
import org.homeward.notification.DeliverNotifications;
import org.homeward.notification.OutsideLetters;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralTransition.Channel;
import org.homeward.worklist.FormTimes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What a recipient without an account can and cannot do with a link, through the real door. */
@TransitionTest
@Tag("mysql")
class PartnerLinksTests {

    private static final String REASON = "Rehabilitation after heart failure";
    private static final byte[] PDF = "%PDF-1.7\nconsult note\n%%EOF".getBytes(StandardCharsets.US_ASCII);

    @Autowired
    Ward ward;

    @Autowired
    Referrals referrals;

    @Autowired
    PartnerLinks links;

    @Autowired
    ReferralDocuments documents;

    @Autowired
    Duties duties;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    EpisodeTimeline timeline;

    @Autowired
    DeliverNotifications deliver;

    @Autowired
    GreenMail mailServer;

    @LocalServerPort
    int port;

    @BeforeEach
    void nobodyHasGuessedYet() {
        ward.staffed();
        ward.itIs(DayOfWeek.MONDAY, 10, 0);
        transaction.executeWithoutResult(
                status -> jdbc.sql("delete from referral_link_failure").update());
    }

    private static Map<String, Object> sending(Object... more) {
        Map<String, Object> data = new HashMap<>(Map.of(
                "sendOutcome", "SEND",
                "referralKind", "CLINICAL",
                "recipient", "Heart centre",
                "recipientEmail", "front.desk@heart.example",
                "reasonForReferral", REASON,
                "sentHow", "LINK",
                "linkFactor", "CODE",
                "patientSays", "AGREES",
                "mayContact", "YES"));
        data.put("part2", "NO");
        for (int i = 0; i < more.length; i += 2) {
            data.put((String) more[i], more[i + 1]);
        }
        return data;
    }

    private Case sent(Object... more) {
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK)
                .ordered(List.of(OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation"))));
        ward.completes(lee, "Task_SendReferral", sending(more));
        return lee;
    }

    private Referral current(Case of) {
        Duty duty = duties.of(of.episodeId()).stream()
                .filter(one -> one.kind() == Duty.Kind.REFERRAL)
                .findFirst()
                .orElseThrow();
        return referrals.current(duty.id()).orElseThrow();
    }

    private ReferralLink newest(Case of) {
        List<ReferralLink> all = links.of(current(of).id());
        return all.get(all.size() - 1);
    }

    /** As it stands in the letter. */
    private String mailed(Case of) {
        String[] path = new String[1];
        Optional<OutsideLetters.Letter> letter = links.of(
                "referral-link", newest(of).id(), one -> URI.create("https://homeward.example" + (path[0] = one)));
        assertThat(letter).isPresent();
        return path[0];
    }

    private Caller nobody() {
        return Caller.anonymous(port);
    }

    private HttpResponse<String> form(Caller caller, String path, String body) {
        return caller.send(caller.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Caller inside(Case of, String path) {
        Caller partner = nobody();
        HttpResponse<String> shown =
                form(partner, path + "/door", "known=" + newest(of).code());
        assertThat(shown.statusCode()).isEqualTo(302);
        return partner;
    }

    private static Map<String, Object> says(int seen, String event, Object... more) {
        Map<String, Object> fields = new HashMap<>(Map.of("seen", seen, "event", event, "by", "Ana at the desk"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields;
    }

    private List<String> audited(Case of) {
        return audit.of("referral", current(of).id().toString()).stream()
                .map(AuditEvent::action)
                .toList();
    }

    @Test
    void nothingOfThePatientIsShownBeforeTheSecondFactorAndAllOfItAfter() {
        Case lee = sent();
        String path = mailed(lee);

        HttpResponse<String> door = nobody().get(path);
        assertThat(door.statusCode()).isEqualTo(200);
        assertThat(door.body())
                .contains("The code that the team has told you")
                .doesNotContain("Testcase", "Zoë", "1950", REASON, "206", "Heart centre");

        HttpResponse<String> shown = inside(lee, path).get(path);
        assertThat(shown.body())
                .contains("Testcase", REASON, "March 1, 1950", "555 0142", "We accept it")
                .doesNotContain("Here is the outcome");
        for (HttpResponse<String> page : List.of(door, shown)) {
            assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
            assertThat(page.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("SESSION"));
        }
        assertThat(audited(lee)).contains("link.opened", "link.verified", "link.used", "referral.shown");
    }

    @Test
    void theLetterTellsNobodyAboutWhomItIsAndItsSecretIsKeptNowhere() {
        Case lee = sent();
        String[] path = new String[1];
        OutsideLetters.Letter letter = links.of(
                        "referral-link",
                        newest(lee).id(),
                        one -> URI.create("https://homeward.example" + (path[0] = one)))
                .orElseThrow();

        assertThat(letter.address()).isEqualTo("front.desk@heart.example");
        assertThat(letter.text()).contains("https://homeward.example" + path[0], "Un equipo");
        assertThat(letter.subject() + letter.text())
                .doesNotContain(
                        "Testcase",
                        "Zoë",
                        "1950",
                        REASON,
                        "Cardiac",
                        Objects.requireNonNull(newest(lee).code()));
        String token = path[0].substring("/r/".length());
        String kept = jdbc.sql(
                        "select group_concat(concat_ws(',', id, token_hash, previous_hash, code)) from referral_link"
                                + " where referral_id = ?")
                .param(current(lee).id().toString())
                .query(String.class)
                .single();
        assertThat(token).hasSize(43);
        assertThat(kept).doesNotContain(token).contains(LinkSecrets.hash(token));

        String again = mailed(lee);
        assertThat(again).isNotEqualTo(path[0]);
        assertThat(Stream.of(path[0], again).map(one -> nobody().get(one).statusCode()))
                .as("a letter that went out twice works twice")
                .containsExactly(200, 200);
    }

    @Test
    void anAcceptanceMovesTheStepAndTheLinkHasServedItsPurpose() {
        Case lee = sent();
        String path = mailed(lee);
        Caller partner = inside(lee, path);

        assertThat(partner.multipart(path, says(1, "ACCEPT")).body()).contains("Thank you");
        assertThat(ward.steps(lee)).contains("Task_TrackDate").doesNotContain("Task_TrackAnswer");
        ReferralTransition move = referrals.history(current(lee).id()).get(1);
        assertThat(move.channel()).isEqualTo(Channel.LINK);
        assertThat(move.toldBy()).isEqualTo("Ana at the desk");
        assertThat(move.actor()).startsWith("link:");

        HttpResponse<String> replayed = partner.multipart(path, says(1, "DECLINE", "decline", "NO_CAPACITY"));
        assertThat(replayed.statusCode()).isEqualTo(410);
        assertThat(replayed.body()).contains("answered already").doesNotContain("Testcase");
        assertThat(current(lee).state()).isEqualTo(ReferralState.ACCEPTED);
        assertThat(newest(lee).purpose()).as("for what comes next").isEqualTo(ReferralLink.Purpose.REPORT);
    }

    @Test
    void aDeclineNeedsItsReasonAndAProposalIsAnAcceptanceWithADate() {
        Case lee = sent();
        String path = mailed(lee);
        Caller partner = inside(lee, path);
        assertThat(partner.multipart(path, says(1, "DECLINE")).statusCode()).isEqualTo(422);
        partner.multipart(path, says(1, "DECLINE", "decline", "WAITLIST", "note", "June at the earliest"));
        assertThat(referrals.history(current(lee).id()).get(1).reason()).isEqualTo(Reasons.Decline.WAITLIST);
        assertThat(ward.steps(lee)).contains("Task_RerouteReferral");

        Case kim = sent();
        String other = mailed(kim);
        Instant at = ward.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(3));
        inside(kim, other).multipart(other, says(1, "ACCEPT", "at", FormTimes.field(at, ZONE), "place", "Building B"));
        assertThat(current(kim).state()).isEqualTo(ReferralState.SCHEDULED);
        assertThat(current(kim).appointmentAt()).isEqualTo(at);
        assertThat(ward.steps(kim)).contains("Task_TrackAttendance");
    }

    @Test
    void theReportComesWithItsFileWhateverTheFileIsCalled() {
        Case lee = sent();
        String answer = mailed(lee);
        inside(lee, answer).multipart(answer, says(1, "ACCEPT"));
        String path = mailed(lee);
        Caller partner = inside(lee, path);

        assertThat(partner.multipart(
                                path,
                                says(
                                        2,
                                        "OUTCOME",
                                        "note",
                                        "Began",
                                        "file",
                                        "MZ executable".getBytes(StandardCharsets.US_ASCII)))
                        .body())
                .contains("Only PDF, PNG and JPEG");
        assertThat(partner.multipart(path, says(2, "OUTCOME", "note", "Began", "file", large()))
                        .body())
                .contains("larger than 5 MB");
        assertThat(documents.of(current(lee).id())).isEmpty();
        assertThat(current(lee).state()).isEqualTo(ReferralState.ACCEPTED);
        assertThat(partner.multipart(path, says(2, "OUTCOME")).body()).contains("Write what came of it");

        assertThat(partner.multipart(path, says(2, "OUTCOME", "note", "Began", "file", PDF))
                        .body())
                .contains("Thank you");
        ReferralDocument kept = documents.of(current(lee).id()).get(0);
        assertThat(kept.name()).matches("[A-Za-z0-9 ._-]+\\.pdf").doesNotContain("..", "/");
        assertThat(documents.content(kept.id())).isEqualTo(PDF);
        assertThat(ward.steps(lee)).contains("Task_ReviewReferralOutcome");
        assertThat(nobody().get(path).body()).contains("Nobody waits").doesNotContain("Testcase");
    }

    private static byte[] large() {
        byte[] large = new byte[ReferralDocument.LARGEST + 1];
        System.arraycopy(PDF, 0, large, 0, PDF.length);
        return large;
    }

    @Test
    void aTamperedLinkOpensNothingAndWhoeverGuessesHasToWait() {
        Case lee = sent();
        String path = mailed(lee);
        String tampered = path.substring(0, path.length() - 1) + (path.endsWith("A") ? "B" : "A");
        assertThat(nobody().get(tampered).statusCode()).isEqualTo(404);
        assertThat(nobody().get("/r/short").body()).contains("not valid").doesNotContain("Testcase");
        for (int i = 0; i < LinkVisits.GUESSES_BEFORE_WAITING; i++) {
            nobody().get(tampered);
        }

        HttpResponse<String> waits = nobody().get(path);
        assertThat(waits.statusCode()).as("a right one must wait too").isEqualTo(429);
        assertThat(waits.body()).contains("Please wait");
        ward.passes(LinkVisits.WAIT.plusMinutes(1));
        assertThat(nobody().get(path).statusCode()).isEqualTo(200);
        assertThat(audit.of("link", "unknown")).anyMatch(event -> event.action().equals("link.refused"));
    }

    @Test
    void wrongCodesCloseTheLinkAndItsSenderIsTold() {
        Case lee = sent();
        String path = mailed(lee);
        String wrong = "000000".equals(newest(lee).code()) ? "000001" : "000000";
        for (int i = 1; i < ReferralLink.Factor.CODE.tries(); i++) {
            assertThat(form(nobody(), path + "/door", "known=" + wrong).statusCode())
                    .isEqualTo(403);
        }
        assertThat(form(nobody(), path + "/door", "known=" + wrong).statusCode())
                .isEqualTo(410);
        assertThat(form(nobody(), path + "/door", "known=" + newest(lee).code()).statusCode())
                .as("the right one comes too late")
                .isEqualTo(410);
        assertThat(nobody().get(path).body()).contains("given too often");
        assertThat(jdbc.sql("select count(*) from notification where template = ? and subject_id = ?")
                        .params("referral-link-locked", newest(lee).id().toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(audited(lee)).contains("link.wrongFactor", "link.locked");

        String before = newest(lee).code();
        referrals.history(current(lee).id());
        String fresh = URI.create(links.linkToCopy(current(lee).id(), "ward-social-worker"))
                .getPath();
        assertThat(nobody().get(fresh).statusCode()).isEqualTo(200);
        assertThat(newest(lee).code())
                .as("a code that was guessed at is not used again")
                .isNotEqualTo(before);
    }

    @Test
    void theYearOfBirthAllowsFewerTries() {
        Case lee = sent("linkFactor", "BIRTH_YEAR");
        String path = mailed(lee);
        assertThat(newest(lee).code()).isNull();
        assertThat(form(nobody(), path + "/door", "known=1949").statusCode()).isEqualTo(403);
        assertThat(form(nobody(), path + "/door", "known=1950").statusCode()).isEqualTo(302);
        for (int i = 0; i < ReferralLink.Factor.BIRTH_YEAR.tries(); i++) {
            form(nobody(), path + "/door", "known=1949");
        }
        assertThat(nobody().get(path).statusCode()).isEqualTo(410);
    }

    @Test
    void anExpiredARevokedAndASettledLinkEachSaySoAndShowNothing() {
        Case expired = sent();
        Case revoked = sent();
        Case settled = sent();
        String expiredPath = mailed(expired);
        String revokedPath = mailed(revoked);
        String settledPath = mailed(settled);
        Caller inside = inside(revoked, revokedPath);
        links.revoke(newest(revoked).id(), "ward-social-worker");
        assertThat(inside.get(revokedPath).body()).contains("taken back").doesNotContain("Testcase");
        assertThat(inside.multipart(revokedPath, says(1, "ACCEPT")).statusCode())
                .isEqualTo(410);

        ward.completes(
                settled,
                "Task_TrackAnswer",
                Map.of("referralOutcome", "CLOSE", "closingReason", "GOT_HELP", "reason", "her church"));
        assertThat(nobody().get(settledPath).body()).contains("Nobody waits").doesNotContain("Testcase");

        ward.passes(PartnerLinks.VALID.plusHours(1));
        HttpResponse<String> late = nobody().get(expiredPath);
        assertThat(late.statusCode()).isEqualTo(410);
        assertThat(late.body()).contains("This link has ended").doesNotContain("Testcase");
        for (Case one : List.of(expired, revoked, settled)) {
            assertThat(audited(one)).contains("link.refused");
        }
    }

    @Test
    void aVisitEndsAfterHalfAnHour() {
        Case lee = sent();
        String path = mailed(lee);
        Caller partner = inside(lee, path);
        ward.passes(LinkVisits.STAY.plusMinutes(1));

        assertThat(partner.get(path).body()).doesNotContain("Testcase");
        assertThat(partner.multipart(path, says(1, "ACCEPT")).statusCode()).isEqualTo(403);
        assertThat(current(lee).state()).isEqualTo(ReferralState.RECEIVED);
    }

    @Test
    void ofTwoWhoAnswerAtOnceOneIsHeardAndTheOtherTold() throws Exception {
        Case lee = sent();
        String answer = mailed(lee);
        inside(lee, answer).multipart(answer, says(1, "ACCEPT"));
        String path = mailed(lee);
        Caller ana = inside(lee, path);
        Caller ben = inside(lee, path);
        CyclicBarrier together = new CyclicBarrier(2);
        int[] codes = new int[2];
        Thread one = new Thread(() -> {
            await(together);
            codes[0] =
                    ana.multipart(path, says(2, "DECLINE", "decline", "OTHER")).statusCode();
        });
        Thread other = new Thread(() -> {
            await(together);
            codes[1] = ben.multipart(path, says(2, "INTERIM_NOTE")).statusCode();
        });
        one.start();
        other.start();
        one.join();
        other.join();

        assertThat(codes).contains(200);
        assertThat(codes[0] + codes[1])
                .as("200 and 409, or 200 and 410 when the first one ended it")
                .isIn(609, 610);
        assertThat(referrals.history(current(lee).id())).hasSize(3);
        assertThat(ana.multipart(path, says(2, "INTERIM_NOTE")).statusCode())
                .as("an old page tells nothing")
                .isIn(409, 410);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void whatFallsUnderPart2IsToldOnlyWithTheWrittenConsentAndItsNotice() {
        Case silent = sent("part2", "YES", "part2Consent", "NO");
        String path = mailed(silent);
        assertThat(inside(silent, path).get(path).body())
                .contains("Not told here")
                .as("that it falls under Part 2 would say what it is about")
                .doesNotContain(REASON, "42 CFR", "consent");

        Case told = sent("part2", "YES", "part2Consent", "YES", "mayContact", "NO");
        String other = mailed(told);
        assertThat(inside(told, other).get(other).body())
                .contains(REASON, "prohibits unauthorized use or disclosure", "do not contact the patient")
                .doesNotContain("555 0142");
    }

    @Test
    void thePagesSpeakSpanish() {
        Case lee = sent();
        String path = mailed(lee);
        assertThat(nobody().get(path + "?lang=es").body())
                .contains("<html lang=\"es\"", "El código que el equipo")
                .doesNotContain("The code");
        assertThat(inside(lee, path).get(path + "?lang=es").body())
                .contains("La aceptamos", "Sin capacidad", "1 de marzo de 1950");
        assertThat(nobody().get("/r/short?lang=es").body()).contains("no es válido");
    }

    @Test
    void aPartnerSeesWhichOfItsOwnWaitAndNothingOfPatients() {
        String mine = "desk" + UUID.randomUUID() + "@pantry.example";
        Case lee = sent("recipientEmail", mine);
        Case kim = sent("recipientEmail", mine);
        Case other = sent();
        String path = mailed(lee);
        Caller partner = inside(lee, path);

        HttpResponse<String> list = partner.get(path + "/all");
        assertThat(list.body())
                .contains(PartnerLinks.reference(current(lee)), PartnerLinks.reference(current(kim)))
                .doesNotContain(PartnerLinks.reference(current(other)), "Testcase", REASON);
        assertThat(nobody().get(path + "/all").body()).doesNotContain(PartnerLinks.reference(current(kim)));
        String another = path + "/all/" + current(kim).id();
        assertThat(form(partner, another, "").body())
                .as("the first letter is as old as the referral: a minute")
                .contains("No letter goes out now");
        ward.passes(Duration.ofMinutes(6));
        assertThat(form(partner, another, "").body()).contains("The link is on its way");
        assertThat(form(partner, path + "/all/" + current(other).id(), "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void nothingElseIsBehindThatDoor() {
        Case lee = sent();
        String path = mailed(lee);
        Caller partner = inside(lee, path);
        assertThat(partner.get("/patients/" + lee.patientId()).body()).doesNotContain("Testcase");
        assertThat(partner.get("/my-work").statusCode()).isIn(302, 401, 403);
        assertThat(partner.get(path + "/documents").statusCode()).isIn(403, 404);
        assertThat(partner.with("PUT", path, "{}").statusCode()).isIn(403, 405);
    }

    @Test
    void aMistakeCostsNoTypingAndALineBreakCountsOnce() {
        Case lee = sent();
        String asked = mailed(lee);
        inside(lee, asked).multipart(asked, says(1, "ACCEPT"));
        String path = mailed(lee);
        Caller partner = inside(lee, path);
        String note = "Café, walking again.\r\n".repeat(90).strip();
        assertThat(note.replace("\r\n", "\n").length()).isLessThan(2000);

        HttpResponse<String> wrong =
                partner.multipart(path, says(2, "OUTCOME", "note", note, "on", "2199-01-01", "by", "María Núñez <b>"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("Café, walking again.", "María Núñez &lt;b&gt;", "2199-01-01")
                .containsPattern("value=\"OUTCOME\"[^>]*checked");
        assertThat(partner.multipart(path, says(2, "OUTCOME", "note", note)).body())
                .contains("Thank you");
    }

    @Test
    void whatNoPageOfOursSendsIsAnsweredOnAPageOfTheirs() {
        Case lee = sent();
        String path = mailed(lee);
        Caller partner = inside(lee, path);
        HttpResponse<String> words = partner.multipart(path, Map.of("seen", "many", "event", "ACCEPT", "by", "Ana"));
        assertThat(words.statusCode()).isEqualTo(400);
        assertThat(words.body()).contains("could not be read", "Español").doesNotContain("My work");
        assertThat(partner.multipart(path, Map.of("event", "ACCEPT", "by", "Ana"))
                        .body())
                .contains("could not be read");
        assertThat(form(partner, path + "/all/mine?lang=es", "").body()).contains("No se pudo leer");
        assertThat(current(lee).state()).isEqualTo(ReferralState.RECEIVED);

        // the browser's way back leads to an address that is only posted to
        HttpResponse<String> reloaded = partner.get(path + "/door");
        assertThat(reloaded.statusCode()).isEqualTo(302);
        assertThat(reloaded.headers().firstValue("Location").orElse("")).contains(path);
    }

    @Test
    void whoeverIsNoLongerWaitedForIsTold() throws Exception {
        String desk = "desk" + UUID.randomUUID() + "@heart.example";
        Case lee = sent("recipientEmail", desk);
        referrals.told(current(lee).id(), Told.of(Event.ACCEPT, Channel.PHONE, "ward-social-worker"));
        String reference = PartnerLinks.reference(current(lee));
        ward.completes(
                lee, "Task_TrackDate", Map.of("referralOutcome", "TRY_ANOTHER", "reason", "no date for three weeks"));
        deliver.deliver();

        assertThat(mails(desk)).last().satisfies(letter -> {
            assertThat(letter.getSubject()).contains(reference);
            assertThat(String.valueOf(letter.getContent()))
                    .contains("no longer waits for you", "ya no espera", reference)
                    .doesNotContain("Testcase", "Cardiac", REASON, "three weeks");
        });
        assertThat(timeline(lee)).contains("A letter tells Heart centre that nobody waits for them any more");

        Case kim = sent("sentHow", "PHONE");
        ward.completes(kim, "Task_TrackAnswer", Map.of("referralOutcome", "TRY_ANOTHER", "reason", "silent"));
        assertThat(timeline(kim))
                .contains("Nobody has told Heart centre that they are not waited for any more: call them");
    }

    @Test
    void theLetterReachesAMailboxAndItsLinkOpens() throws Exception {
        String desk = "desk" + UUID.randomUUID() + "@heart.example";
        Case lee = sent("recipientEmail", desk);
        deliver.deliver();
        String letter = String.valueOf(mails(desk).get(0).getContent());
        String path = letter.replaceAll("(?s).*https://homeward.example(/r/[A-Za-z0-9_-]{43})\\s.*", "$1");
        assertThat(nobody().get(path).statusCode()).isEqualTo(200);
        assertThat(inside(lee, path).get(path).body()).contains("Testcase");
    }

    private List<MimeMessage> mails(String address) {
        return Stream.of(mailServer.getReceivedMessages())
                .filter(letter -> address.equals(GreenMailUtil.getAddressList(to(letter))))
                .toList();
    }

    private static Address[] to(MimeMessage letter) {
        try {
            return letter.getAllRecipients();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> timeline(Case of) {
        return timeline.of(of.episodeId()).stream()
                .map(EpisodeTimeline.Entry::words)
                .toList();
    }

    @Test
    void silenceSendsTheLetterOnceMoreAndAPhoneCallDoesWhatALinkDoes() {
        Case lee = sent();
        String path = mailed(lee);
        Instant until = newest(lee).expiresAt();
        ward.fires(lee, "Event_TrackAnswerReminderDue");
        assertThat(newest(lee).expiresAt()).isAfter(until);
        referrals.told(current(lee).id(), Told.of(Event.ACCEPT, Channel.PHONE, "ward-social-worker"));
        assertThat(nobody().get(path).body()).contains("answered already");
    }
}
