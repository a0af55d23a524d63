package org.homeward.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import java.io.IOException;
import java.io.InputStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.TransitionTest;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Disposition;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.OrderedItem;
import org.homeward.episode.PatientClass;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.patient.PatientDetails;
import org.homeward.referral.ReferralLoop.Stage;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralTransition.Channel;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.WorkItem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TransitionTest
@Tag("mysql")
class ReferralProcessTests {

    private static final String SEND = "Task_SendReferral";
    private static final String REROUTE = "Task_RerouteReferral";
    private static final String ANSWER = "Task_TrackAnswer";
    private static final String DATE = "Task_TrackDate";
    private static final String ATTENDANCE = "Task_TrackAttendance";
    private static final String OUTCOME = "Task_TrackOutcome";
    private static final String CANCELLATION = "Task_TrackCancellation";
    private static final String REVIEW = "Task_ReviewReferralOutcome";
    private static final String TELL = "Task_TellReferralOutcome";
    private static final OrderedItem REHABILITATION =
            OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation");

    @Autowired
    Ward ward;

    @Autowired
    Referrals referrals;

    @Autowired
    Duties duties;

    @Autowired
    Deadlines deadlines;

    @Autowired
    CarryOutEpisode carryOut;

    @Autowired
    Episodes episodes;

    @Autowired
    VisitFacts facts;

    @Autowired
    TaskForms forms;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.MONDAY, 10, 0);
    }

    private Case referred() {
        return referred(patient -> patient);
    }

    private Case referred(UnaryOperator<PatientDetails> patient) {
        return ward.discharged(
                details -> details.riskFacts(LOW_RISK).ordered(List.of(REHABILITATION)),
                ward.now().truncatedTo(ChronoUnit.MINUTES),
                patient);
    }

    private Duty duty(Case of) {
        return duties.of(of.episodeId()).stream()
                .filter(duty -> duty.kind() == Duty.Kind.REFERRAL)
                .findFirst()
                .orElseThrow();
    }

    private ReferralLoop loop(Case of) {
        return referrals.loop(duty(of).id());
    }

    private Referral current(Case of) {
        return referrals.current(duty(of).id()).orElseThrow();
    }

    private List<Integer> movesOf(Case of) {
        return referrals.history(current(of).id()).stream()
                .map(ReferralTransition::moveNumber)
                .toList();
    }

    private static Map<String, Object> answers(Object... more) {
        Map<String, Object> data = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            data.put((String) more[i], more[i + 1]);
        }
        return data;
    }

    private static Map<String, Object> sentTo(String recipient, Object... more) {
        Map<String, Object> data = answers(
                "sendOutcome", "SEND",
                "referralKind", "CLINICAL",
                "recipient", recipient,
                "reasonForReferral", "Rehabilitation after heart failure",
                "sentHow", "PHONE",
                "patientSays", "AGREES",
                "mayContact", "YES",
                "part2", "NO");
        data.putAll(answers(more));
        return data;
    }

    private static Map<String, Object> heard(String outcome, Object... more) {
        Map<String, Object> data = answers("referralOutcome", outcome, "heardFrom", "Sam", "heardHow", "PHONE");
        data.putAll(answers(more));
        return data;
    }

    private Map<String, Object> outcome() {
        return heard(
                "OUTCOME",
                "receivedOn",
                ward.local(ward.now()).toLocalDate().toString(),
                "provider",
                "Heart centre",
                "reportedTo",
                "YES",
                "outcomeWords",
                "Began the programme");
    }

    private Map<String, Object> dated(String outcome, Instant at) {
        return heard(outcome, "appointmentAt", FormTimes.field(at, ZONE), "place", "Building B");
    }

    private Instant inDays(int days) {
        return ward.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(days));
    }

    private Case sent() {
        Case lee = referred();
        ward.completes(lee, SEND, sentTo("Heart centre"));
        return lee;
    }

    private static Map<String, Object> reviewed() {
        return answers("changes", "NOTHING", "pcpTold", "SENT", "pcpName", "Dr. Lee", "enough", "YES");
    }

    private List<String> offered(Case of, String task) {
        Object steps =
                forms.open(ward.task(of, task), "ward-social-worker").data().get("referralSteps");
        return ((List<?>) Objects.requireNonNull(steps))
                .stream()
                        .map(step -> String.valueOf(((Map<?, ?>) step).get("value")))
                        .toList();
    }

    @Test
    void closesTheLoopWhenTheOutcomeIsReviewedAndThePatientTold() {
        Case lee = sent();
        assertThat(ward.steps(lee)).contains(ANSWER).doesNotContain(SEND);

        ward.completes(lee, ANSWER, heard("ACCEPTED"));
        ward.completes(lee, DATE, dated("SCHEDULED", inDays(3)));
        assertThat(ward.task(lee, ATTENDANCE).due()).isAfter(inDays(3));
        ward.passes(Duration.ofDays(4));
        ward.completes(lee, ATTENDANCE, heard("SEEN"));
        ward.completes(lee, OUTCOME, outcome());
        assertThat(ward.task(lee, REVIEW).role()).isEqualTo("prescriber");
        ward.completes(lee, REVIEW, reviewed());
        ward.completes(
                lee,
                TELL,
                answers(
                        "toldHow", "PHONE",
                        "toldOn", ward.local(ward.now()).toLocalDate().toString(),
                        "gotHelp", "YES"));

        assertThat(movesOf(lee)).containsExactly(1, 2, 6, 15, 30);
        assertThat(referrals.taskStatus(current(lee).id())).isEqualTo(TaskStatus.COMPLETED);
        assertThat(loop(lee).closing()).isEqualTo(Reasons.Closing.LOOP_CLOSED);
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DONE);
        assertThat(duty(lee).evidence()).contains("PHONE");
        assertThat(ward.steps(lee)).doesNotContain(SEND, ANSWER, DATE, ATTENDANCE, OUTCOME, REVIEW, TELL);
        assertThat(ward.ended(Objects.requireNonNull(loop(lee).processInstanceId()), "EndEvent_ReferralSettled"))
                .isTrue();
        assertThat(referrals.history(current(lee).id())).allSatisfy(move -> {
            assertThat(move.actor()).isEqualTo("ward-social-worker");
            assertThat(move.channel()).isEqualTo(Channel.PHONE);
        });
    }

    @Test
    void whatTheOtherSideTellsItselfMovesTheStepsWithoutAnybody() {
        Case lee = sent();
        UUID referral = current(lee).id();

        referrals.told(referral, Told.of(Event.ACCEPT, Channel.MESSAGE, "link:x"));
        assertThat(ward.steps(lee)).contains(DATE).doesNotContain(ANSWER);
        referrals.told(
                referral, Told.of(Event.SCHEDULE, Channel.MESSAGE, "link:x").at(inDays(5), null));
        Instant due = ward.task(lee, ATTENDANCE).due();
        referrals.told(
                referral, Told.of(Event.RESCHEDULE, Channel.MESSAGE, "link:x").at(inDays(9), null));
        assertThat(ward.task(lee, ATTENDANCE).due())
                .as("the clock follows the new date")
                .isAfter(due);
        referrals.told(referral, Told.of(Event.OUTCOME, Channel.MESSAGE, "link:x"));

        assertThat(ward.steps(lee)).contains(REVIEW).doesNotContain(ATTENDANCE);
        assertThat(movesOf(lee)).containsExactly(1, 2, 6, 11, 16);
    }

    @Test
    void silenceRemindsThenEscalatesAndTheNextIsAskedWithThePatientsSay() {
        Case lee = sent();
        ward.fires(lee, "Event_TrackAnswerReminderDue");
        assertThat(current(lee).remindedAt()).isNotNull();
        ward.fires(lee, "Event_TrackAnswerOverdue");
        WorkItem late = ward.task(lee, ANSWER);
        assertThat(deadlines.ofEpisode(lee.episodeId()))
                .anyMatch(deadline -> deadline.rule().equals("referral-answer") && deadline.missedAt() != null);

        ward.completes(
                ward.who("ward-social-worker"), late, answers("referralOutcome", "TRY_ANOTHER", "reason", "silent"));
        UUID first = current(lee).id();
        assertThat(referrals.find(first).orElseThrow().givenUpAt()).isNotNull();
        assertThatThrownBy(() -> ward.completes(lee, REROUTE, sentTo("Second centre", "patientSays", "ORDERED")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("patientSays"));
        ward.completes(lee, REROUTE, sentTo("Second centre"));

        assertThat(current(lee).recipient()).isEqualTo("Second centre");
        assertThat(current(lee).attempt()).isEqualTo(2);
        assertThat(ward.steps(lee)).contains(ANSWER);
        assertThatThrownBy(() -> referrals.told(first, Told.of(Event.ACCEPT, Channel.MESSAGE, "link:x")))
                .as("the first may not come back after it was given up")
                .isInstanceOf(Refused.class);
    }

    @Test
    void whoAcceptsAndNamesNoDateIsReminded() {
        Case lee = sent();
        ward.completes(lee, ANSWER, heard("ACCEPTED"));
        ward.fires(lee, "Event_TrackDateReminderDue");
        assertThat(current(lee).remindedAt()).isNotNull();
        assertThat(ward.steps(lee)).contains(DATE);
    }

    @Test
    void askingOnceMoreBeginsTheClockAnew() {
        Case lee = sent();
        WorkItem before = ward.task(lee, ANSWER);
        ward.passes(Duration.ofDays(1));
        ward.completes(lee, ANSWER, answers("referralOutcome", "NO_NEWS", "note", "voicemail"));

        assertThat(ward.task(lee, ANSWER).taskId()).isNotEqualTo(before.taskId());
        assertThat(ward.task(lee, ANSWER).due()).isAfter(before.due());
        assertThat(ward.waitsAt(lee, "Event_TrackAnswerReminderDue")).isTrue();
    }

    @Test
    void aRefusalForWantOfRoomIsRoutedOnOrEndsWithItsReason() {
        Case lee = sent();
        ward.completes(lee, ANSWER, heard("PROVIDER_DECLINED", "declineReason", "NO_CAPACITY"));
        assertThat(referrals.taskStatus(current(lee).id())).isEqualTo(TaskStatus.REJECTED);
        assertThat(referrals.history(current(lee).id())).last().satisfies(move -> assertThat(move.reason())
                .isEqualTo(Reasons.Decline.NO_CAPACITY));

        ward.completes(
                lee,
                REROUTE,
                answers("sendOutcome", "CLOSE", "closingReason", "NO_PROVIDER", "reason", "three were asked"));

        assertThat(loop(lee).closing()).isEqualTo(Reasons.Closing.NO_PROVIDER);
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DONE);
        assertThat(duty(lee).outcome()).contains("Nobody has capacity", "three were asked");
    }

    @Test
    void aMissedVisitIsScheduledAnew() {
        Case lee = sent();
        ward.completes(lee, ANSWER, dated("SCHEDULED", inDays(1)));
        assertThat(movesOf(lee)).as("a date says that it was accepted").containsExactly(1, 2, 6);
        ward.passes(Duration.ofDays(2));
        ward.completes(lee, ATTENDANCE, heard("NO_SHOW", "note", "no ride"));
        assertThat(offered(lee, DATE)).contains("RESCHEDULED").doesNotContain("OUTCOME", "ACCEPTED");

        assertThatThrownBy(() -> ward.completes(lee, DATE, outcome()))
                .as("a missed visit has no outcome")
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.getMessage())
                        .contains("There is another date"));
        ward.completes(lee, DATE, dated("RESCHEDULED", inDays(4)));
        assertThat(ward.steps(lee)).contains(ATTENDANCE);
    }

    @Test
    void whatIsCalledOffForThePatientEndsWhenTheOtherSideConfirms() {
        Case lee = sent();
        ward.completes(lee, ANSWER, heard("ACCEPTED"));
        ward.completes(
                lee,
                DATE,
                answers(
                        "referralOutcome",
                        "CANCEL_REQUESTED",
                        "cancelBecause",
                        "NO_LONGER_INTERESTED",
                        "reason",
                        "too far"));
        assertThat(offered(lee, CANCELLATION)).contains("CANCEL_CONFIRMED", "OUTCOME");
        ward.completes(lee, CANCELLATION, heard("CANCEL_CONFIRMED"));

        assertThat(loop(lee).closing()).isEqualTo(Reasons.Closing.NO_LONGER_INTERESTED);
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DECLINED);
        assertThat(referrals.taskStatus(current(lee).id())).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void whatIsCalledOffForAnotherRecipientIsRoutedOn() {
        Case lee = sent();
        ward.completes(
                lee,
                ANSWER,
                answers(
                        "referralOutcome",
                        "CANCEL_REQUESTED",
                        "cancelBecause",
                        "OTHER_PROVIDER",
                        "reason",
                        "nearer one"));
        ward.completes(lee, CANCELLATION, heard("CANCEL_CONFIRMED"));

        assertThat(ward.steps(lee)).contains(REROUTE);
        assertThat(duty(lee).isOpen()).isTrue();
    }

    @Test
    void anOutcomeThatDoesNotHelpIsFollowedByAnotherRecipient() {
        Case lee = sent();
        ward.completes(lee, ANSWER, outcome());
        assertThat(movesOf(lee)).containsExactly(1, 2, 9);
        Map<String, Object> review = new HashMap<>(reviewed());
        review.putAll(answers("enough", "LOOK_FURTHER", "reason", "a waiting list only"));
        ward.completes(lee, REVIEW, review);
        ward.completes(lee, REROUTE, sentTo("Second centre"));

        assertThat(referrals.conversations(duty(lee).id())).hasSize(2);
        ward.completes(lee, ANSWER, outcome());
        assertThat(ward.steps(lee))
                .as("the second outcome is reviewed for itself")
                .contains(REVIEW);
    }

    @Test
    void nobodyIsToldToCallWhoeverDoesNotWantToBeContacted() {
        Case lee = referred(patient -> withPreferences(
                patient, new PatientDetails.ContactPreferences(List.of(), null, null, true, null), List.of()));
        assertThatThrownBy(() -> ward.completes(lee, SEND, sentTo("Heart centre")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("mayContact"));
        ward.completes(lee, SEND, sentTo("Heart centre", "mayContact", "NO"));
        assertThat(forms.open(ward.task(lee, ANSWER), "ward-social-worker")).isNotNull();
        ward.completes(lee, ANSWER, outcome());
        ward.completes(lee, REVIEW, reviewed());

        assertThatThrownBy(() -> ward.completes(lee, TELL, answers("toldHow", "LETTER")))
                .isInstanceOf(Refused.class);
        ward.completes(lee, TELL, answers("toldHow", "DO_NOT_CONTACT"));
        assertThat(loop(lee).closing()).isEqualTo(Reasons.Closing.LOOP_CLOSED);
        assertThat(loop(lee).toldAt()).isNull();
    }

    @Test
    void theRecordsNoToSharingNeedsANewWordOfThePatient() {
        Case lee = referred(patient -> withPreferences(
                patient,
                null,
                List.of(new PatientDetails.Consent(
                        "share-with-community", PatientDetails.ConsentStatus.REFUSED, null, null))));
        Map<String, Object> pantry = sentTo("Food pantry", "referralKind", "COMMUNITY", "need", "food-insecurity");
        assertThatThrownBy(() -> ward.completes(lee, SEND, pantry))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("note"));
        Map<String, Object> agreed = new HashMap<>(pantry);
        agreed.put("note", "Agreed by telephone today");
        ward.completes(lee, SEND, agreed);

        assertThat(loop(lee).consentPurpose()).isEqualTo("social-help");
        ward.completes(lee, ANSWER, outcome());
        assertThat(ward.task(lee, REVIEW).role()).isEqualTo("social-worker");
    }

    @Test
    void whatFallsUnderPart2NeedsThePatientsOwnWordAndItsReasonAWrittenOne() {
        Case lee = referred();
        assertThatThrownBy(() -> ward.completes(
                        lee, SEND, sentTo("Clinic", "part2", "YES", "part2Consent", "NO", "patientSays", "ORDERED")))
                .isInstanceOf(Refused.class);
        ward.completes(lee, SEND, sentTo("Clinic", "part2", "YES", "part2Consent", "NO"));
        assertThat(loop(lee).isPart2()).isTrue();
        assertThat(loop(lee).mayTellReason()).isFalse();
    }

    private static PatientDetails withPreferences(
            PatientDetails patient,
            PatientDetails.@Nullable ContactPreferences preferences,
            List<PatientDetails.Consent> consents) {
        return new PatientDetails(
                patient.identifiers(),
                patient.name(),
                patient.birthDate(),
                patient.sex(),
                patient.language(),
                patient.interpreterNeeded(),
                patient.timeZone(),
                patient.addresses(),
                patient.phones(),
                patient.email(),
                preferences,
                consents,
                patient.primaryCare(),
                patient.caregivers(),
                patient.deceased());
    }

    @Test
    void aConversationOutlivesAnInterruptionAndGoesOnWhereItStood() {
        Case lee = sent();
        ward.completes(lee, ANSWER, heard("ACCEPTED"));
        Instant due = ward.task(lee, DATE).due();

        carryOut.tell(lee.episodeId(), new FactPayload.Readmitted(null, ward.now()), "caller");
        assertThat(ward.steps(lee)).containsExactly("Task_AskAfterPatient");
        referrals.told(
                current(lee).id(),
                Told.of(Event.SCHEDULE, Channel.MESSAGE, "link:x").at(inDays(6), null));
        ward.passes(Duration.ofMinutes(5));
        carryOut.tell(lee.episodeId(), new FactPayload.ReadmissionCancelled("a mistake"), "caller");

        assertThat(ward.steps(lee)).contains(ATTENDANCE).doesNotContain(SEND, DATE);
        assertThat(ward.task(lee, ATTENDANCE).due()).isAfter(due);
    }

    @Test
    void aConversationGoesOnInTheEpisodeAfterAReadmission() {
        Case lee = sent();
        ward.completes(lee, ANSWER, heard("ACCEPTED"));
        UUID conversation = current(lee).id();
        VisitKey next = new VisitKey("st-brendan", UUID.randomUUID().toString().substring(0, 18));
        Instant back = ward.now().plus(Duration.ofMinutes(1));
        facts.append(VisitFact.of(
                next, lee.patientId(), new FactPayload.Admitted(PatientClass.INPATIENT, back), back, back, "test"));
        Instant home = back.plus(Duration.ofMinutes(1));
        facts.append(VisitFact.of(
                next,
                lee.patientId(),
                new FactPayload.Discharged(DischargeDetails.builder()
                        .patientClass(PatientClass.INPATIENT)
                        .admittedAt(back)
                        .dischargedAt(home)
                        .zone(ZONE)
                        .disposition(new Disposition("nubc:01", "HOME"))
                        .ageInYears(71)
                        .service("cardiology")
                        .area("north")
                        .riskFacts(LOW_RISK)
                        .build()),
                home,
                home,
                "test"));
        UUID episode = episodes.findLatest(next.sourceFacility(), next.visitNumber())
                .orElseThrow()
                .id();
        Case after = new Case(lee.patientId(), episode, next, home);

        assertThat(current(after).id()).isEqualTo(conversation);
        assertThat(ward.steps(after)).contains(DATE).doesNotContain(SEND);
        ward.completes(after, DATE, outcome());
        assertThat(ward.steps(after)).contains(REVIEW);
        assertThat(loop(lee).closing()).isEqualTo(Reasons.Closing.HANDED_OFF);
    }

    @Test
    void anOrderTakenBackEndsTheConversationAndOneOrderedAgainBeginsAnother() {
        Case lee = sent();
        change(lee, List.of());
        assertThat(ward.steps(lee)).doesNotContain(ANSWER, SEND);
        assertThat(loop(lee).closing()).isEqualTo(Reasons.Closing.NO_LONGER_ORDERED);
        assertThat(current(lee).givenUpAt()).isNotNull();
        assertThat(carryOut.promised(lee.episodeId())).anyMatch(words -> words.contains("Heart centre"));

        change(lee, List.of(REHABILITATION));
        assertThat(referrals.stage(duty(lee).id())).isEqualTo(Stage.REROUTE);
        assertThat(ward.steps(lee)).contains(REROUTE);
    }

    private void change(Case of, List<OrderedItem> orders) {
        ward.passes(Duration.ofMinutes(1));
        carryOut.tell(
                of.episodeId(),
                new FactPayload.DischargeChanged(
                        DischargeDetails.builder().ordered(orders).build()),
                "sender");
    }

    @Test
    void aClockThatWaitedForTheOtherSideIsClosedWithItsWait() {
        Case lee = sent();
        ward.completes(lee, ANSWER, heard("ACCEPTED"));

        assertThat(deadlines.ofEpisode(lee.episodeId()))
                .filteredOn(
                        deadline -> deadline.rule().startsWith("referral-") && deadline.state() == Deadline.State.OPEN)
                .extracting(Deadline::rule)
                .as("those of the wait for a date; those of the wait for an answer are closed")
                .containsExactlyInAnyOrder("referral-schedule", "referral-reminder");
    }

    /** Instances of the model of one step go on with it, form and all, and end their part of the transition. */
    @Test
    void anInstanceOfTheModelBeforeEndsAsItBegan() throws IOException {
        deploy("referral-loop-of-one-step.bpmn", "/org/homeward/referral/referral-loop-of-one-step.bpmn");
        Case lee;
        Case kim;
        try {
            lee = referred();
            kim = referred();
            assertThat(ward.steps(lee)).contains("Task_TrackReferral").doesNotContain(SEND);
        } finally {
            deploy("referral-loop.bpmn", "/processes/referral-loop.bpmn");
        }
        assertThat(offered(lee, "Task_TrackReferral"))
                .contains("REPORT_RECEIVED")
                .doesNotContain("ACCEPTED");
        ward.completes(
                lee,
                "Task_TrackReferral",
                answers(
                        "referralOutcome", "REPORT_RECEIVED",
                        "receivedOn", ward.local(ward.now()).toLocalDate().toString(),
                        "provider", "Dr. Lee",
                        "reportedTo", "YES"));
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DONE);
        assertThat(duty(lee).outcome()).startsWith("report received on");
        assertThat(loop(lee).isClosed()).isTrue();
        assertThat(ward.steps(lee)).doesNotContain("Task_TrackReferral");

        ward.completes(kim, "Task_TrackReferral", answers("referralOutcome", "DECLINED", "reason", "does not want it"));
        assertThat(duty(kim).status()).isEqualTo(Duty.Status.DECLINED);
        assertThat(loop(kim).closing()).isEqualTo(Reasons.Closing.NO_LONGER_INTERESTED);
        assertThat(ward.steps(referred()))
                .as("what begins now begins with the new model")
                .contains(SEND);
    }

    private void deploy(String name, String resource) throws IOException {
        try (InputStream model = Objects.requireNonNull(getClass().getResourceAsStream(resource))) {
            repository.createDeployment().addInputStream(name, model).deploy();
        }
    }
}
