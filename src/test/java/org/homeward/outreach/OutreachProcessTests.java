package org.homeward.outreach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.homeward.TransitionTest;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.appointment.Appointment;
import org.homeward.appointment.Appointments;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Disposition;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.FactPayload;
import org.homeward.episode.OrderedItem;
import org.homeward.security.Person;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TransitionTest
@Tag("mysql")
class OutreachProcessTests {

    private static final String WINDOW_OPENS = "Event_CallingWindowOpens";
    private static final String CALL = "Task_CallPatient";
    private static final Map<String, Object> NO_ANSWER = Map.of("contactOutcome", "NO_ANSWER");

    @Autowired
    Ward ward;

    @Autowired
    Outreaches outreaches;

    @Autowired
    ContactsBefore before;

    @Autowired
    org.springframework.jdbc.core.simple.JdbcClient jdbc;

    @Autowired
    RecordContact recordContact;

    @Autowired
    Appointments appointments;

    @Autowired
    Duties duties;

    @Autowired
    Deadlines deadlines;

    @Autowired
    CarryOutEpisode carryOut;

    @Autowired
    EpisodeTimeline timeline;

    @Autowired
    TaskForms forms;

    @Autowired
    Tasks tasks;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.THURSDAY, 14, 0);
    }

    private Outreach outreach(Case of) {
        return outreaches.ofEpisode(of.episodeId()).orElseThrow();
    }

    private String instance(Case of) {
        return Objects.requireNonNull(outreach(of).processInstanceId());
    }

    private Deadline clock(Case of, String rule) {
        UUID subject = outreach(of).id();
        return deadlines.ofEpisode(of.episodeId()).stream()
                .filter(deadline ->
                        deadline.subjectId().equals(subject) && deadline.rule().equals(rule))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private Duty duty(Case of) {
        return duties.get(outreach(of).dutyId());
    }

    private Case lowRisk() {
        return ward.discharged(details -> details.riskFacts(LOW_RISK));
    }

    private Case called(Case of) {
        ward.fires(of, WINDOW_OPENS);
        return of;
    }

    private List<String> told(Case of, String kind) {
        return timeline.of(of.episodeId()).stream()
                .filter(entry -> entry.kind().equals(kind))
                .map(EpisodeTimeline.Entry::words)
                .toList();
    }

    @Test
    void twoTriesInTheWindowMeetTheDutyAndTheCallsGoOn() {
        Case lee = lowRisk();

        Instant first = ward.fires(lee, WINDOW_OPENS);
        assertThat(ward.local(first).getDayOfWeek()).isEqualTo(DayOfWeek.FRIDAY);
        assertThat(ward.local(first).getHour()).isEqualTo(8);
        ward.completes(lee, CALL, NO_ANSWER);
        ward.dueJobsRun(lee);
        assertThat(outreach(lee).firstContact()).isNull();

        Instant second = ward.fires(lee, WINDOW_OPENS);
        assertThat(ward.local(second).toLocalDate()).isEqualTo(ward.local(first).toLocalDate());
        assertThat(ward.local(second).getHour()).isGreaterThanOrEqualTo(13);
        ward.completes(lee, CALL, Map.of("contactOutcome", "VOICEMAIL"));
        ward.dueJobsRun(lee);

        assertThat(outreach(lee).firstContact()).isEqualTo(FirstContact.ATTEMPTED);
        assertThat(clock(lee, "first-contact").state()).isEqualTo(Deadline.State.MET);
        assertThat(outreach(lee).status()).isEqualTo(Outreach.Status.OPEN);
        assertThat(ward.waitsAt(lee, WINDOW_OPENS)).isTrue();
        assertThat(outreaches.attempts(outreach(lee).id()))
                .extracting(ContactAttempt::outcome)
                .containsExactly(ContactAttempt.Outcome.NO_ANSWER, ContactAttempt.Outcome.VOICEMAIL);
        assertThat(outreaches.attempts(outreach(lee).id()))
                .allMatch(ContactAttempt::inWindow)
                .allMatch(attempt -> attempt.madeBy().equals("ward-nurse"))
                .allMatch(attempt -> "mobile".equals(attempt.reachedAt()));
        assertThat(outreaches.attempts(outreach(lee).id()).get(0).hoursSinceDischarge())
                .isEqualTo(18.0);
    }

    @Test
    void whoeverCallsNextSeesWhatWasTriedAndSaidBefore() {
        Case lee = lowRisk();
        ward.fires(lee, WINDOW_OPENS);
        assertThat(before.of(ward.task(lee, CALL))).isEmpty();
        ward.completes(lee, CALL, Map.of("contactOutcome", "OTHER", "outcomeWords", "The neighbour takes messages."));
        ward.dueJobsRun(lee);
        ward.fires(lee, WINDOW_OPENS);

        assertThat(before.of(ward.task(lee, CALL))).singleElement().satisfies(note -> assertThat(note.words())
                .startsWith("Phone, other")
                .contains("by Name of ward-nurse")
                .endsWith("\u201cThe neighbour takes messages.\u201d"));
        assertThat(before.of(ward.task(lee, "Task_GatherMedications"))).isEmpty();
    }

    @Test
    void nobodyIsCalledTwiceInTheSameHour() {
        Case lee = lowRisk();
        List<Integer> hours = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hours.add(ward.local(ward.fires(lee, WINDOW_OPENS)).getHour());
            ward.completes(lee, CALL, NO_ANSWER);
            ward.dueJobsRun(lee);
        }

        assertThat(hours).doesNotHaveDuplicates().allMatch(hour -> hour >= 8 && hour < 17);
    }

    @Test
    void aPatientOfLowRiskWhoIsNeverReachedGetsCallsAndALetterUntilDay14() {
        Case lee = lowRisk();
        List<String> steps = new ArrayList<>();
        while (ward.isRunning(instance(lee))) {
            if (ward.steps(lee).contains("Task_SendLetter")) {
                steps.add("letter");
                ward.completes(
                        lee,
                        "Task_SendLetter",
                        Map.of(
                                "letterOutcome", "SENT",
                                "sentOn", ward.local(ward.now()).toLocalDate().toString(),
                                "sentBy", "MAIL"));
            } else {
                ward.fires(lee, WINDOW_OPENS);
                steps.add("call");
                ward.completes(lee, CALL, NO_ANSWER);
            }
            ward.dueJobsRun(lee);
        }

        assertThat(steps).containsExactly("call", "call", "call", "call", "letter", "call", "call");
        assertThat(ward.ended(instance(lee), "EndEvent_NotReached")).isTrue();
        assertThat(ward.now()).isBefore(lee.dischargedAt().plus(Duration.ofDays(16)));
        assertThat(outreach(lee).status()).isEqualTo(Outreach.Status.NOT_REACHED);
        assertThat(outreach(lee).firstContact()).isEqualTo(FirstContact.ATTEMPTED);
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DONE);
        assertThat(duty(lee).outcome()).contains("not reached in 6 attempts");
    }

    @Test
    void aPatientOfHighRiskWhoIsNotReachedGetsAVisitAtHome() {
        Case lee = ward.discharged();
        for (int i = 0; i < 4; i++) {
            ward.fires(lee, WINDOW_OPENS);
            ward.completes(lee, CALL, NO_ANSWER);
            ward.dueJobsRun(lee);
        }
        ward.completes(
                lee, "Task_SendLetter", Map.of("letterOutcome", "NOT_POSSIBLE", "reason", "no address is known"));
        ward.dueJobsRun(lee);

        WorkItem visit = ward.task(lee, "Task_ArrangeHomeVisit");
        assertThatThrownBy(() -> ward.completes(
                        ward.nurse(),
                        visit,
                        Map.of("visitOutcome", "ARRANGED", "visitAt", "2020-01-01T10:00", "visitor", "R. Nurse")))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("visitAt"));
        ward.completes(
                ward.nurse(),
                visit,
                Map.of(
                        "visitOutcome",
                        "WELFARE_CHECK",
                        "visitAt",
                        FormTimes.field(ward.now().plus(Duration.ofDays(1)), ZONE),
                        "visitor",
                        "R. Nurse"));
        ward.dueJobsRun(lee);

        assertThat(carryOut.promised(lee.episodeId()))
                .as("to be called off when the episode ends")
                .anyMatch(promise -> promise.contains("R. Nurse"));
        assertThat(told(lee, "home-visit")).singleElement().asString().startsWith("Welfare check arranged");
        assertThat(ward.waitsAt(lee, WINDOW_OPENS)).isTrue();
    }

    @Test
    void aWindowThatPassesWithoutTwoTriesIsMissedAndEscalates() {
        Case lee = called(lowRisk());
        ward.completes(lee, CALL, NO_ANSWER);
        ward.dueJobsRun(lee);
        Deadline before = clock(lee, "first-contact");

        ward.advanceTo(before.due().plusSeconds(60));
        ward.dueJobsRun(lee);

        assertThat(outreaches.firstContact(outreach(lee).id())).isEqualTo(FirstContact.MISSED);
        Deadline missed = clock(lee, "first-contact");
        assertThat(missed.state()).isEqualTo(Deadline.State.OPEN);
        assertThat(missed.missedAt()).isNotNull();
        assertThat(ward.ended(instance(lee), "EndEvent_MissedFirstContactEscalated"))
                .isTrue();
        assertThat(ward.steps(lee)).contains(CALL);

        ward.completes(lee, CALL, ward.reached());
        assertThat(outreach(lee).firstContact()).isEqualTo(FirstContact.MISSED);
        assertThat(clock(lee, "first-contact").metLate()).isTrue();
        assertThat(outreach(lee).status()).isEqualTo(Outreach.Status.REACHED);
    }

    @Test
    void aCorrectedDischargeTimeJudgesTheAttemptsAgain() {
        Case lee = called(lowRisk());
        ward.completes(lee, CALL, NO_ANSWER);
        ward.dueJobsRun(lee);

        carryOut.tell(
                lee.episodeId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .dischargedAt(lee.dischargedAt().minus(Duration.ofDays(4)))
                        .build()),
                "sender");

        assertThat(outreaches.attempts(outreach(lee).id()))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.inWindow()).isFalse())
                .satisfies(attempt -> assertThat(attempt.hoursSinceDischarge()).isEqualTo(114.0));
        assertThat(outreach(lee).firstContact()).isEqualTo(FirstContact.MISSED);
    }

    @Test
    void aPatientWhoIsReachedAndWellEndsTheOutreach() {
        Case lee = called(lowRisk());

        ward.completes(lee, CALL, ward.reached());

        assertThat(ward.ended(instance(lee), "EndEvent_NoRedFlag")).isTrue();
        assertThat(ward.isRunning(instance(lee))).isFalse();
        assertThat(outreach(lee).firstContact()).isEqualTo(FirstContact.REACHED);
        assertThat(clock(lee, "first-contact").state()).isEqualTo(Deadline.State.MET);
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DONE);
        assertThat(told(lee, "teach-back"))
                .containsExactly("Teach-back: knows whom to call; said back correctly: whom to call");
    }

    @Test
    void aReachedPatientNeedsTwoIdentifiersAndAnybodyElseARight() {
        Case lee = called(lowRisk());
        WorkItem call = ward.task(lee, CALL);

        assertThatThrownBy(() -> ward.completes(
                        ward.nurse(),
                        call,
                        ward.reached(
                                "identifiersConfirmed",
                                List.of("NAME", "NAME"),
                                "spokeWith",
                                "CAREGIVER",
                                "spokeWithName",
                                "Kim Testcase")))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .contains("rightToSpeak"));
        assertThatThrownBy(
                        () -> ward.completes(ward.nurse(), call, ward.reached("identifiersConfirmed", List.of("NAME"))))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("identifiersConfirmed"));
        assertThat(outreaches.attempts(outreach(lee).id())).isEmpty();
    }

    @Test
    void aRedFlagIsHandedOverBeforeTheSheetCanBeCompleted() {
        Case lee = called(lowRisk());
        WorkItem call = ward.task(lee, CALL);
        Map<String, Object> red =
                ward.reached("redFlags", List.of("chest-pain"), "concernWords", "since this morning, when walking");

        assertThatThrownBy(() -> ward.completes(ward.nurse(), call, red))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactlyInAnyOrder("emergencyAdvised", "handedOverTo", "handedOverAt"));
        assertThat(ward.steps(lee)).contains(CALL).doesNotContain("Task_HandOverToClinician");

        red.put("emergencyAdvised", List.of("ADVISED_911"));
        red.put("handedOverTo", "Dr. Lee");
        red.put("handedOverAt", FormTimes.field(ward.now(), ZONE));
        ward.completes(ward.nurse(), call, red);
        WorkItem handOver = ward.task(lee, "Task_HandOverToClinician");
        assertThat(handOver.role()).isEqualTo("on-call-clinician");
        assertThat(jdbc.sql(
                                "select recipient from notification where template = 'red-flag' and subject_id = ? and urgent")
                        .param(outreach(lee).id().toString())
                        .query(String.class)
                        .list())
                .as("told at once, before any clock")
                .containsExactly("ward-on-call-clinician");
        assertThat(Duration.between(ward.now(), handOver.workBy())).isLessThanOrEqualTo(Duration.ofMinutes(15));
        assertThat(told(lee, "red-flag")).singleElement().asString().contains("advised 911", "Dr. Lee");

        ward.completes(
                lee,
                "Task_HandOverToClinician",
                Map.of(
                        "handOverOutcome",
                        "EMERGENCY_SERVICES",
                        "doneAt",
                        FormTimes.field(ward.now(), ZONE),
                        "assessment",
                        "angina",
                        "nextStep",
                        "ambulance is on its way"));
        assertThat(ward.ended(instance(lee), "EndEvent_HandedOver")).isTrue();
        assertThat(outreach(lee).isConcernOpen()).isFalse();
        assertThat(outreach(lee).isConcluded()).isTrue();
    }

    @Test
    void medicinesThatWereNotObtainedAreAConcernWhateverElseWasTicked() {
        Case lee = called(lowRisk());

        ward.completes(lee, CALL, ward.reached("medicinesObtained", "SOME", "medicineProblems", List.of("COST")));

        assertThat(outreach(lee).urgency()).isEqualTo(Urgency.AMBER);
        ward.completes(
                lee,
                "Task_FollowUpConcern",
                Map.of(
                        "concernOutcome",
                        "MEDICINES_OBTAINED",
                        "doneAt",
                        FormTimes.field(ward.now(), ZONE),
                        "whatWasDone",
                        "coupon found, fetched by the daughter"));
        assertThat(ward.ended(instance(lee), "EndEvent_ConcernFollowedUp")).isTrue();
    }

    @Test
    void aConcernNobodyFollowsUpEscalatesWithinTheHour() {
        Case lee = called(lowRisk());
        ward.completes(lee, CALL, ward.reached("concerns", List.of("fever"), "concernWords", "38.5 since noon"));

        ward.fires(lee, "Event_ConcernOverdue");

        assertThat(ward.ended(instance(lee), "EndEvent_MissedConcernEscalated")).isTrue();
        assertThat(ward.steps(lee)).contains("Task_FollowUpConcern");
    }

    @Test
    void aPatientWhoAsksToBeCalledLaterIsCalledThen() {
        Case lee = called(lowRisk());
        Instant asked =
                ward.now().truncatedTo(java.time.temporal.ChronoUnit.MINUTES).plus(Duration.ofHours(3));

        ward.completes(lee, CALL, Map.of("contactOutcome", "RESCHEDULED", "callBackAt", FormTimes.field(asked, ZONE)));
        ward.dueJobsRun(lee);

        assertThat(ward.fires(lee, WINDOW_OPENS)).isEqualTo(asked);
        assertThat(ward.steps(lee)).contains(CALL);
    }

    @Test
    void decliningOneCallIsATryAndDecliningAllEndsTheCallsOnly() {
        Case lee = called(lowRisk());
        ward.completes(lee, CALL, Map.of("contactOutcome", "DECLINED", "declined", "THIS_CALL"));
        ward.dueJobsRun(lee);
        called(lee);

        ward.completes(lee, CALL, Map.of("contactOutcome", "DECLINED", "declined", "ALL_CALLS"));

        assertThat(ward.ended(instance(lee), "EndEvent_PatientDeclined")).isTrue();
        assertThat(duty(lee).status()).isEqualTo(Duty.Status.DECLINED);
        assertThat(ward.steps(lee)).contains("Task_GatherMedications", "Task_BookAppointment");
    }

    @Test
    void aNumberToTryInsteadComesFirstNextTime() {
        Case lee = called(lowRisk());

        ward.completes(lee, CALL, Map.of("contactOutcome", "WRONG_NUMBER", "numberToTry", "206-555-0177"));
        ward.dueJobsRun(lee);
        called(lee);
        ward.completes(lee, CALL, NO_ANSWER);

        assertThat(outreaches.attempts(outreach(lee).id()))
                .extracting(ContactAttempt::reachedAt)
                .containsExactly("mobile", "other");
    }

    @Test
    void whatACallSettlesClosesThePatientsOtherTasks() {
        Case lee = called(ward.discharged(details -> details.riskFacts(LOW_RISK)
                .ordered(List.of(
                        OrderedItem.described(OrderedItem.Kind.VISIT, "Cardiology"),
                        OrderedItem.described(OrderedItem.Kind.EQUIPMENT, "Oxygen")))));
        Appointment visit = appointments.open(lee.episodeId()).get(0);
        Duty oxygen = duties.open(lee.episodeId()).stream()
                .filter(duty -> duty.kind() == Duty.Kind.SERVICE)
                .findFirst()
                .orElseThrow();
        assertThat(ward.steps(lee)).contains("Task_BookAppointment", "Task_ConfirmService");
        Instant when =
                ward.now().truncatedTo(java.time.temporal.ChronoUnit.MINUTES).plus(Duration.ofDays(4));

        WorkItem call = ward.task(lee, CALL);
        assertThat(forms.open(call, "ward-nurse").data().get("appointments"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .isEqualTo(Map.of("id", visit.id().toString(), "label", "Cardiology"));
        ward.completes(
                ward.nurse(),
                call,
                ward.reached(
                        "medicinesTaken",
                        "DIFFERENTLY",
                        "medicinesWords",
                        "half a tablet",
                        "appointments",
                        List.of(Map.of(
                                "id", visit.id().toString(),
                                "status", "BOOKED",
                                "bookedFor", FormTimes.field(when, ZONE))),
                        "services",
                        List.of(Map.of("id", oxygen.id().toString(), "status", "ARRIVED"))));

        assertThat(ward.steps(lee)).doesNotContain("Task_BookAppointment", "Task_ConfirmService", CALL);
        assertThat(appointments.get(visit.id()).startsAt()).isEqualTo(when);
        assertThat(ward.waitsAt(lee, "Event_AppointmentTime")).isTrue();
        assertThat(duties.get(oxygen.id()).status()).isEqualTo(Duty.Status.DONE);
        assertThat(forms.open(ward.task(lee, "Task_GatherMedications"), "ward-pharmacist")
                        .data()
                        .get("note"))
                .asString()
                .contains("taken: differently", "half a tablet");
    }

    @Test
    void aRowOfAnotherPatientIsRefused() {
        Case other = ward.discharged();
        Case lee = called(lowRisk());
        Appointment notLees = appointments.open(other.episodeId()).get(0);

        assertThatThrownBy(() -> ward.completes(
                        ward.nurse(),
                        ward.task(lee, CALL),
                        ward.reached(
                                "appointments",
                                List.of(Map.of("id", notLees.id().toString(), "status", "DECLINED")))))
                .isInstanceOf(Refused.class);
        assertThat(appointments.history(notLees.id())).isEmpty();
    }

    @Test
    void aPatientWhoCallsBackClosesTheOpenCall() {
        Case lee = called(lowRisk());
        WorkItem call = ward.task(lee, CALL);
        Person other = ward.who("ward-other-nurse");
        RecordContact.Opened sheet = recordContact.open(lee.episodeId(), other);

        recordContact.record(lee.episodeId(), sheet.version(), null, ward.reached(), other);

        assertThat(ward.steps(lee)).doesNotContain(CALL);
        assertThat(ward.ended(instance(lee), "Event_ContactRecorded")).isTrue();
        assertThat(ward.ended(instance(lee), "EndEvent_NoRedFlag")).isTrue();
        assertThat(outreach(lee).firstContact()).isEqualTo(FirstContact.REACHED);
        assertThat(outreaches.attempts(outreach(lee).id()))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.direction()).isEqualTo(ContactAttempt.Direction.INCOMING));
        assertThatThrownBy(() -> tasks.complete(call.taskId(), ward.nurse())).isInstanceOf(Refused.class);
    }

    @Test
    void theClocksOfTheCallRunWhileAPersonStillDecidesAboutTheDischarge() {
        Case lee = ward.discharged(details -> details.disposition(new Disposition("nubc:07", "07")));
        assertThat(ward.steps(lee)).containsExactly("Task_DecideDischarge");
        assertThat(deadlines.find(lee.episodeId(), "ama-call").orElseThrow().due())
                .isEqualTo(lee.dischargedAt().plus(Duration.ofHours(24)));
        assertThat(deadlines.find(lee.episodeId(), "first-contact")).isPresent();

        ward.completes(
                lee,
                "Task_DecideDischarge",
                Map.of("decision", "START", "reason", "GOES_HOME", "reasonWords", "daughter says so"));
        ward.dueJobsRun(lee);
        assertThat(deadlines.find(lee.episodeId(), "ama-call")).isEmpty();
        assertThat(deadlines.ofEpisode(lee.episodeId()))
                .as("the call's own clock goes on from the discharge")
                .anyMatch(clock -> clock.rule().equals("ama-call")
                        && clock.state() == Deadline.State.OPEN
                        && clock.due().equals(lee.dischargedAt().plus(Duration.ofHours(24))));
    }

    @Test
    void aContactIsNotRecordedWhereNobodyWouldFollowItUp() {
        Case lee = ward.discharged();
        RecordContact.Opened sheet = recordContact.open(lee.episodeId(), ward.nurse());
        carryOut.tell(lee.episodeId(), new FactPayload.DischargeCancelled("Wrong patient"), "caller");
        assertThatThrownBy(() ->
                        recordContact.record(lee.episodeId(), sheet.version(), null, ward.reached(), ward.nurse()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has ended meanwhile");
    }

    @Test
    void aPatientMayCallBeforeAnybodyHasTried() {
        Case lee = lowRisk();
        ward.passes(Duration.ofHours(1));
        RecordContact.Opened sheet = recordContact.open(lee.episodeId(), ward.nurse());

        recordContact.record(
                lee.episodeId(),
                sheet.version(),
                null,
                ward.reached("concerns", List.of("dizziness"), "concernWords", "when getting up"),
                ward.nurse());

        assertThat(ward.waitsAt(lee, WINDOW_OPENS)).isFalse();
        assertThat(ward.steps(lee)).contains("Task_FollowUpConcern");
    }

    @Test
    void aConcernToldAfterTheOutreachHasEndedIsFollowedUpAllTheSame() {
        Case lee = called(lowRisk());
        ward.completes(lee, CALL, ward.reached());
        RecordContact.Opened sheet = recordContact.open(lee.episodeId(), ward.nurse());

        recordContact.record(
                lee.episodeId(),
                sheet.version(),
                null,
                ward.reached("concerns", List.of("bleeding"), "concernWords", "gums, since yesterday"),
                ward.nurse());

        assertThat(ward.steps(lee)).contains("Task_WorkUrgentOrder");
    }

    @Test
    void aContactMayNotBeRecordedOnASheetThatSomebodyElseHasOvertaken() {
        Case lee = called(lowRisk());
        RecordContact.Opened sheet = recordContact.open(lee.episodeId(), ward.nurse());
        ward.completes(lee, CALL, ward.reached());

        assertThatThrownBy(() ->
                        recordContact.record(lee.episodeId(), sheet.version(), null, ward.reached(), ward.nurse()))
                .asInstanceOf(type(Refused.class))
                .extracting(Refused::kind)
                .isEqualTo(Refused.Kind.CONFLICT);
        assertThat(outreaches.attempts(outreach(lee).id())).hasSize(1);
    }

    @Test
    void aCallAndACallBackAtTheSameMomentLeaveOneContact() throws Exception {
        for (int round = 0; round < 4; round++) {
            Case lee = called(lowRisk());
            WorkItem call = ward.task(lee, CALL);
            Person other = ward.who("ward-other-nurse");
            ward.fillsIn(ward.nurse(), call, ward.reached());
            int version = recordContact.open(lee.episodeId(), other).version();
            CyclicBarrier together = new CyclicBarrier(2);
            List<Callable<Object>> both = List.of(
                    () -> {
                        together.await();
                        return attempted(() -> tasks.complete(call.taskId(), ward.nurse()));
                    },
                    () -> {
                        together.await();
                        return attempted(
                                () -> recordContact.record(lee.episodeId(), version, null, ward.reached(), other));
                    });
            var pool = Executors.newFixedThreadPool(2);
            List<Object> outcomes = new ArrayList<>();
            for (var future : pool.invokeAll(both, 60, TimeUnit.SECONDS)) {
                outcomes.add(future.get());
            }
            pool.shutdown();

            assertThat(outcomes).filteredOn("done"::equals).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(Refused.class::isInstance)
                    .singleElement()
                    .asInstanceOf(type(Refused.class))
                    .satisfies(
                            refused -> assertThat(refused.kind()).isIn(Refused.Kind.CONFLICT, Refused.Kind.NOT_FOUND));
            assertThat(outreaches.attempts(outreach(lee).id())).hasSize(1);
            assertThat(ward.isRunning(instance(lee))).isFalse();
            assertThat(ward.steps(lee)).doesNotContain(CALL);
        }
    }

    private static Object attempted(Runnable action) {
        try {
            action.run();
            return "done";
        } catch (RuntimeException refused) {
            return refused;
        }
    }

    @Test
    void nobodyCallsAPatientWhoIsReportedDeadAndTheCallsGoOnWhenThatWasWrong() {
        Case lee = called(lowRisk());

        carryOut.tell(lee.episodeId(), new FactPayload.Died(null), "caller");
        assertThat(ward.steps(lee)).containsExactly("Task_ConfirmDeath");

        ward.completes(
                lee,
                "Task_ConfirmDeath",
                Map.of("deathOutcome", "NOT_SO", "source", "PATIENT", "confirmedBy", "the patient"));
        ward.dueJobsRun(lee);
        assertThat(ward.waitsAt(lee, WINDOW_OPENS) || ward.steps(lee).contains(CALL))
                .isTrue();
    }

    @Test
    void aPatientWhoRefusesTheCallsIsNotCalledAndTheRestGoesOn() {
        Case lee = called(lowRisk());

        carryOut.tell(lee.episodeId(), new FactPayload.Refused("outreach", "no calls"), "ward-nurse");

        assertThat(ward.steps(lee)).doesNotContain(CALL).contains("Task_GatherMedications");
        assertThat(outreach(lee).status()).isEqualTo(Outreach.Status.WITHDRAWN);
    }

    @Test
    void whoeverRefusesFurtherCallsKeepsTheRedFlagOfTheLast() {
        Case lee = called(lowRisk());
        Map<String, Object> red = ward.reached("redFlags", List.of("chest-pain"), "concernWords", "when walking");
        red.put("emergencyAdvised", List.of("ADVISED_911"));
        red.put("handedOverTo", "Dr. Lee");
        red.put("handedOverAt", FormTimes.field(ward.now(), ZONE));
        ward.completes(ward.nurse(), ward.task(lee, CALL), red);

        carryOut.tell(lee.episodeId(), new FactPayload.Refused("outreach", "no calls"), "ward-nurse");

        assertThat(ward.steps(lee)).contains("Task_HandOverToClinician");
    }

    @Test
    void aPatientWhoLeftAgainstAdviceIsCalledWithinADay() {
        ward.itIs(DayOfWeek.TUESDAY, 10, 0);
        Case lee =
                ward.discharged(details -> details.riskFacts(LOW_RISK).disposition(new Disposition("nubc:07", "AMA")));
        ward.completes(
                lee,
                "Task_DecideDischarge",
                Map.of("decision", "START", "reason", "LEFT_AGAINST_ADVICE", "reasonWords", "went home by taxi"));
        ward.dueJobsRun(lee);

        assertThat(ward.steps(lee)).contains(CALL);
        assertThat(clock(lee, "ama-call").due()).isEqualTo(lee.dischargedAt().plus(Duration.ofHours(24)));
        ward.completes(lee, CALL, NO_ANSWER);
        assertThat(clock(lee, "ama-call").state()).isEqualTo(Deadline.State.MET);
    }

    @Test
    void aDischargeThatArrivesLateIsCalledAtOnce() {
        Instant thursday = ward.now();
        ward.itIs(DayOfWeek.WEDNESDAY, 10, 0);
        Case lee = ward.discharged(details -> details.riskFacts(LOW_RISK), thursday, patient -> patient);
        ward.dueJobsRun(lee);

        assertThat(ward.steps(lee)).contains(CALL);
        assertThat(outreaches.firstContact(outreach(lee).id())).isEqualTo(FirstContact.MISSED);
    }
}
