package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.homeward.TransitionTest;
import org.homeward.Transitions;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.calendar.Rosters;
import org.homeward.engine.Refused;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TransitionTest
@Tag("mysql")
class DutyFormsTests {

    @Autowired
    Ward ward;

    @Autowired
    Duties duties;

    @Autowired
    Rosters rosters;

    @Autowired
    Episodes episodes;

    @Autowired
    EpisodeTimeline timeline;

    @Autowired
    CarryOutEpisode carryOut;

    @Autowired
    TaskForms forms;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.TUESDAY, 9, 0);
    }

    private Duty duty(Case of, Duty.Kind kind) {
        return duties.of(of.episodeId()).stream()
                .filter(duty -> duty.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private String today() {
        return ward.local(ward.now()).toLocalDate().toString();
    }

    private String thisMinute() {
        return FormTimes.field(ward.now(), ZONE);
    }

    private Episode episode(Case of) {
        return episodes.findById(of.episodeId()).orElseThrow();
    }

    private static List<String> fieldsOf(Throwable refused) {
        return ((Refused) refused).fields().stream().map(Refused.Field::field).toList();
    }

    /** Every duty of a discharge, each by its own form. */
    private Case everyDutyDone() {
        Case lee = ward.discharged(details -> details.ordered(List.of(
                OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation"),
                OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture"),
                OrderedItem.described(OrderedItem.Kind.SERVICE, "Home health"))));
        ward.completes(
                lee, "Task_NameCareManager", Map.of("careManagerId", "ward-care-manager", "accepted", "ACCEPTED"));
        ward.completes(
                lee,
                "Task_ObtainDischargeSummary",
                Map.of("summaryOutcome", "OBTAINED", "receivedOn", today(), "source", "EXCHANGE"));
        ward.completes(
                lee,
                "Task_NotifyPcp",
                Map.of(
                        "noticeOutcome",
                        "NOTIFIED",
                        "notifiedAt",
                        thisMinute(),
                        "receivedBy",
                        "front desk",
                        "sentBy",
                        "FAX",
                        "sent",
                        List.of("DISCHARGE_SUMMARY")));
        ward.gathersNoMedicines(lee);
        ward.completes(lee, "Task_ReconcileMedications", ward.medicinesSigned());
        ward.completes(lee, "Task_TellMedicationList", ward.medicineListTold());
        ward.completes(
                lee,
                "Task_SendReferral",
                Map.of(
                        "sendOutcome",
                        "CLOSE",
                        "closingReason",
                        "HANDED_OFF",
                        "receiver",
                        "Dr. Lee's office",
                        "reason",
                        "their own referral"));
        ward.completes(
                lee,
                "Task_FollowPendingResult",
                Map.of(
                        "resultOutcome",
                        "REVIEWED",
                        "resultedOn",
                        today(),
                        "reviewedBy",
                        "Dr. Lee",
                        "action",
                        "NONE",
                        "patientTold",
                        "PATIENT"));
        ward.completes(
                lee,
                "Task_ConfirmService",
                Map.of("serviceOutcome", "STARTED", "startedOn", today(), "confirmedWith", "PATIENT"));
        Map<String, Object> facts = new HashMap<>();
        LOW_RISK.forEach(
                (key, value) -> facts.put(key, value instanceof Boolean yes ? (Object) (yes ? "YES" : "NO") : value));
        facts.put("comorbiditiesKnown", "YES");
        facts.put("completeness", "COMPLETE");
        facts.put("source", "chart");
        ward.completes(lee, "Task_CompleteRiskFacts", facts);
        ward.completes(lee, "Task_BookAppointment", Map.of("bookingOutcome", "NOT_NEEDED", "reason", "seen already"));
        ward.fires(lee, "Event_CallingWindowOpens");
        ward.completes(lee, "Task_CallPatient", ward.reached());
        return lee;
    }

    @Test
    void workOfACareManagerWhoIsAwayIsOnTheTeamsList() {
        Case lee = everyDutyDone();
        Rosters.Turn other = rosters.add(
                Transitions.TEAM,
                "care-manager",
                "ward-nurse",
                Rosters.Duty.ON_DUTY,
                ward.now().minus(Duration.ofDays(1)),
                ward.now().plus(Duration.ofDays(60)));
        try {
            ward.fires(lee, "Event_TransitionPeriodOver");
            assertThat(ward.task(lee, "Task_CloseEpisode").assignee()).isNull();
        } finally {
            rosters.remove(other.id());
        }
    }

    @Test
    void anEpisodeWithEveryDutyDoneClosesByReviewAfterThirtyDays() {
        Case lee = everyDutyDone();
        assertThat(duties.open(lee.episodeId())).isEmpty();
        assertThat(ward.steps(lee)).isEmpty();
        assertThat(episode(lee).careManager()).isEqualTo("ward-care-manager");
        assertThat(episode(lee).tier()).isEqualTo("LOW");

        ward.fires(lee, "Event_TransitionPeriodOver");
        WorkItem close = ward.task(lee, "Task_CloseEpisode");
        assertThat(close.assignee()).isEqualTo("ward-care-manager");
        ward.completes(
                lee,
                "Task_CloseEpisode",
                Map.of(
                        "ongoingCare",
                        "PCP",
                        "ongoingCareName",
                        "Dr. Lee",
                        "patientInformed",
                        "PATIENT",
                        "review",
                        "went well"));

        assertThat(episode(lee).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(ward.isRunning(java.util.Objects.requireNonNull(episode(lee).processInstanceId())))
                .isFalse();
    }

    @Test
    void anEpisodeCannotCloseWhileADutyHasNeitherOutcomeNorReceiver() {
        Case lee = everyDutyDone();
        carryOut.addOrder(lee.episodeId(), Duty.Kind.ADDED_ORDER, "walker", "Order a walker");
        ward.fires(lee, "Event_TransitionPeriodOver");
        Duty walker = duty(lee, Duty.Kind.ADDED_ORDER);
        WorkItem close = ward.task(lee, "Task_CloseEpisode");
        Map<String, Object> review =
                new HashMap<>(Map.of("ongoingCare", "PATIENT", "patientInformed", "PATIENT", "review", "went well"));

        assertThatThrownBy(() -> ward.completes(ward.who("ward-care-manager"), close, review))
                .isInstanceOf(Refused.class)
                .satisfies(refused -> assertThat(fieldsOf(refused)).containsExactly("openItems[0].status"));
        review.put("openItems", List.of(Map.of("id", walker.id().toString(), "status", "HANDED_OFF")));
        assertThatThrownBy(() -> ward.completes(ward.who("ward-care-manager"), close, review))
                .isInstanceOf(Refused.class);
        // leaving the row away does not make the duty go away
        review.put("openItems", List.of());
        assertThatThrownBy(() -> ward.completes(ward.who("ward-care-manager"), close, review))
                .isInstanceOf(Refused.class);

        review.put(
                "openItems",
                List.of(Map.of(
                        "id",
                        walker.id().toString(),
                        "status",
                        "HANDED_OFF",
                        "receiver",
                        "Home health agency",
                        "how",
                        "PHONE",
                        "handedOffAt",
                        thisMinute())));
        ward.completes(ward.who("ward-care-manager"), close, review);
        assertThat(duties.get(walker.id()).status()).isEqualTo(Duty.Status.HANDED_OFF);
        assertThat(duties.get(walker.id()).receiver()).isEqualTo("Home health agency");
        assertThat(episode(lee).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(ward.steps(lee)).isEmpty();
        assertThat(ward.isRunning(java.util.Objects.requireNonNull(episode(lee).processInstanceId())))
                .isFalse();
    }

    @Test
    void whatLiesAheadHasNotBeenDone() {
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK));
        String tomorrow = ward.local(ward.now()).toLocalDate().plusDays(1).toString();

        assertThatThrownBy(() -> ward.completes(
                        lee,
                        "Task_ObtainDischargeSummary",
                        Map.of("summaryOutcome", "OBTAINED", "receivedOn", tomorrow, "source", "FAX")))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(fieldsOf(refused)).containsExactly("receivedOn"));
    }

    @Test
    void onlyACareManagerOfTheTeamCanBeNamed() {
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK));

        assertThatThrownBy(() -> ward.completes(
                        lee, "Task_NameCareManager", Map.of("careManagerId", "ward-nurse", "accepted", "ASSIGNED")))
                .isInstanceOf(Refused.class)
                .satisfies(refused -> assertThat(fieldsOf(refused)).containsExactly("careManagerId"));
        assertThat(forms.open(ward.task(lee, "Task_NameCareManager"), "ward-team-lead")
                        .data()
                        .get("careManagers"))
                .isEqualTo(List.of(Map.of("label", "Name of ward-care-manager", "value", "ward-care-manager")));
    }

    @Test
    void aPersonDecidesWhereNoRuleCould() {
        Case lee = ward.discharged(
                details -> details.riskFacts(LOW_RISK).disposition(new Disposition(null, "WENT WITH FAMILY")));
        WorkItem task = ward.task(lee, "Task_DecideDischarge");
        assertThatThrownBy(() -> ward.completes(
                        ward.who("ward-care-manager"),
                        task,
                        Map.of("decision", "START", "reason", "DIED", "reasonWords", "?")))
                .isInstanceOf(Refused.class);

        ward.completes(
                ward.who("ward-care-manager"),
                task,
                Map.of("decision", "START", "reason", "GOES_HOME", "reasonWords", "daughter says so"));
        ward.dueJobsRun(lee);

        assertThat(episode(lee).stage()).isEqualTo(Stage.ACTIVE);
        assertThat(ward.steps(lee)).contains("Task_NameCareManager");
    }

    @Test
    void somebodyAsksEachWeekAfterAPatientWhoIsAwayUntilTheyAreHome() {
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK));
        carryOut.tell(lee.episodeId(), new FactPayload.Readmitted(null, ward.now()), "caller");
        assertThat(ward.steps(lee)).containsExactly("Task_AskAfterPatient");
        WorkItem first = ward.task(lee, "Task_AskAfterPatient");
        assertThat(first.due())
                .isBetween(ward.now().plus(Duration.ofDays(7)), ward.now().plus(Duration.ofDays(8)));

        ward.completes(
                lee, "Task_AskAfterPatient", Map.of("whereNow", "AWAY", "source", "FAMILY", "toldBy", "the daughter"));
        ward.dueJobsRun(lee);
        assertThat(ward.task(lee, "Task_AskAfterPatient").taskId())
                .as("the next week's question")
                .isNotEqualTo(first.taskId());

        Map<String, Object> home =
                new HashMap<>(Map.of("whereNow", "HOME", "source", "FAMILY", "toldBy", "the daughter"));
        assertThatThrownBy(() -> ward.completes(lee, "Task_AskAfterPatient", home))
                .satisfies(refused -> assertThat(fieldsOf(refused)).containsExactly("homeSince"));
        ward.passes(Duration.ofHours(2));
        home.put("homeSince", thisMinute());
        ward.completes(lee, "Task_AskAfterPatient", home);
        ward.dueJobsRun(lee);

        Episode before = episode(lee);
        assertThat(before.outcome()).isEqualTo(Outcome.READMITTED);
        Episode after =
                episodes.findById(Objects.requireNonNull(before.successorId())).orElseThrow();
        assertThat(after.stage()).isEqualTo(Stage.ACTIVE);
        assertThat(duties.open(after.id())).extracting(Duty::kind).contains(Duty.Kind.OUTREACH);
        assertThat(ward.steps(lee)).isEmpty();
    }

    @Test
    void whoWasSentToAFacilityIsCalledFromTheDayTheyComeHome() {
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK)
                .disposition(new Disposition("nubc:03", "03"))
                .ordered(List.of(OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation"))));
        assertThat(ward.steps(lee)).containsExactly("Task_AskAfterPatient");
        ward.passes(Duration.ofHours(2));
        ward.completes(
                lee,
                "Task_AskAfterPatient",
                Map.of(
                        "whereNow",
                        "HOME",
                        "source",
                        "HOSPITAL",
                        "toldBy",
                        "the facility's desk",
                        "homeSince",
                        thisMinute()));
        ward.dueJobsRun(lee);

        Episode watched = episode(lee);
        assertThat(watched.outcome()).isEqualTo(Outcome.COMPLETED);
        Episode home = episodes.findAll().stream()
                .filter(one ->
                        one.patientId().equals(watched.patientId()) && !one.id().equals(watched.id()))
                .findFirst()
                .orElseThrow();
        assertThat(home.stage()).isEqualTo(Stage.ACTIVE);
        assertThat(duties.open(home.id())).extracting(Duty::kind).contains(Duty.Kind.OUTREACH, Duty.Kind.REFERRAL);
    }

    @Test
    void whoNeverWentToTheFacilityIsCalledFromTheDischarge() {
        Case lee =
                ward.discharged(details -> details.riskFacts(LOW_RISK).disposition(new Disposition("nubc:03", "03")));
        ward.completes(
                lee, "Task_AskAfterPatient", Map.of("whereNow", "NEVER_AWAY", "source", "PATIENT", "toldBy", "Lee"));
        ward.dueJobsRun(lee);
        assertThat(episode(lee).stage()).isEqualTo(Stage.ACTIVE);
        assertThat(episode(lee).kind()).isEqualTo(Episode.Kind.TRANSITION);
        assertThat(ward.steps(lee)).contains("Task_ObtainDischargeSummary").doesNotContain("Task_AskAfterPatient");
    }

    @Test
    void aConfirmedDeathEndsTheEpisodeAndCallsOffWhatWasPromised() {
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK));
        ward.completes(
                lee,
                "Task_BookAppointment",
                Map.of(
                        "bookingOutcome",
                        "BOOKED",
                        "withWhom",
                        "Dr. Lee",
                        "bookedFor",
                        FormTimes.field(ward.now().plus(Duration.ofDays(5)), ZONE),
                        "mode",
                        "IN_PERSON",
                        "patientTold",
                        "PATIENT"));
        carryOut.tell(lee.episodeId(), new FactPayload.Died(null), "caller");

        ward.completes(
                lee,
                "Task_ConfirmDeath",
                Map.of(
                        "deathOutcome",
                        "CONFIRMED",
                        "diedOn",
                        today(),
                        "source",
                        "FAMILY",
                        "confirmedBy",
                        "the daughter"));
        ward.dueJobsRun(lee);
        assertThat(episode(lee).outcome()).isEqualTo(Outcome.DIED);

        WorkItem callOff = ward.task(lee, "Task_CallOffPromises");
        Map<String, Object> done = new HashMap<>(Map.of("doneAt", thisMinute()));
        assertThatThrownBy(() -> ward.completes(ward.who("ward-care-manager"), callOff, done))
                .isInstanceOf(Refused.class);
        List<Object> rows = new ArrayList<>();
        rows.add(Map.of("id", "0", "status", "CALLED_OFF", "toldWhom", "the clinic"));
        done.put("promises", rows);
        ward.completes(ward.who("ward-care-manager"), callOff, done);

        assertThat(timeline.of(lee.episodeId()))
                .anyMatch(entry -> entry.kind().equals("promise-called-off")
                        && entry.words().contains("called off, told the clinic"));
        assertThat(ward.steps(lee)).isEmpty();
    }
}
