package org.homeward.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.TransitionTest;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.FactPayload;
import org.homeward.episode.OrderedItem;
import org.homeward.risk.AssessRisk;
import org.homeward.risk.RiskTier;
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
class AppointmentProcessTests {

    private static final String BOOK = "Task_BookAppointment";
    private static final String REBOOK = "Task_RebookAppointment";
    private static final String CONFIRM = "Task_ConfirmAttendance";
    private static final String TIME = "Event_AppointmentTime";

    @Autowired
    Ward ward;

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
    AssessRisk risk;

    @Autowired
    TaskForms forms;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.MONDAY, 10, 0);
    }

    private Case lowRisk(OrderedItem... orders) {
        return ward.discharged(details -> details.riskFacts(LOW_RISK).ordered(List.of(orders)));
    }

    private Appointment only(Case of) {
        List<Appointment> all = appointments.of(of.episodeId());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Appointment named(Case of, String description) {
        return appointments.of(of.episodeId()).stream()
                .filter(appointment -> appointment.description().equals(description))
                .findFirst()
                .orElseThrow();
    }

    private String instance(Appointment of) {
        return Objects.requireNonNull(appointments.get(of.id()).processInstanceId());
    }

    private Instant inDays(int days) {
        return ward.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(days));
    }

    private static Map<String, Object> booked(Instant at) {
        return Map.of(
                "bookingOutcome",
                "BOOKED",
                "withWhom",
                "Dr. Lee",
                "bookedFor",
                FormTimes.field(at, ZONE),
                "place",
                "Clinic",
                "mode",
                "IN_PERSON",
                "patientTold",
                "PATIENT");
    }

    private Booking booking(Instant at) {
        return new Booking(at, ZONE, "Dr. Lee", "Clinic");
    }

    private Map<String, Object> attended() {
        return Map.of(
                "attendance",
                "ATTENDED",
                "attendedOn",
                ward.local(ward.now()).toLocalDate().toString(),
                "seenBy",
                "Dr. Lee",
                "decisionMaking",
                "HIGH",
                "evidence",
                "VISIT_NOTE");
    }

    private Deadline visitClock(Appointment of) {
        return deadlines
                .find(of.id(), "visit-by-7")
                .or(() -> deadlines.find(of.id(), "visit-by-14"))
                .orElseThrow();
    }

    private LocalDate dueDay(Appointment of) {
        return ward.local(visitClock(of).due()).toLocalDate();
    }

    private LocalDate day(Case of, int after) {
        return ward.local(of.dischargedAt()).toLocalDate().plusDays(after);
    }

    private static OrderedItem visit(String what, @Nullable LocalDate by) {
        return new OrderedItem(OrderedItem.Kind.VISIT, what, what, by, "Dr. Lee");
    }

    @Test
    void withoutAnOrderTheVisitThatTransitionalCareDemandsIsArranged() {
        Case lee = lowRisk();

        assertThat(only(lee).description()).isEqualTo("Follow-up visit with primary care");
        assertThat(ward.task(lee, BOOK).subjectId()).isEqualTo(only(lee).id());
        assertThat(visitClock(only(lee)).rule()).isEqualTo("visit-by-14");
        assertThat(dueDay(only(lee))).isEqualTo(day(lee, 14));
    }

    @Test
    void whatTheHospitalHasBookedFillsTheForm() {
        Instant at = inDays(4);
        Case lee = ward.discharged(details -> details.riskFacts(Map.of())
                .ordered(List.of(visit("See cardiology", null)))
                .clinical(Map.of("followUps", List.of(Map.of("what", "See cardiology", "bookedFor", at.toString())))));

        Map<String, Object> prefilled =
                forms.open(ward.task(lee, BOOK), "ward-nurse").data();
        assertThat(prefilled)
                .containsEntry("bookingOutcome", "BOOKED")
                .containsEntry("bookedFor", FormTimes.field(at, ward.local(at).getZone()));
    }

    @Test
    void aVisitIsBookedTakesPlaceAndIsConfirmedWithItsDecisionMaking() {
        Case lee = lowRisk();
        Appointment visit = only(lee);

        ward.completes(lee, BOOK, booked(inDays(3)));
        assertThat(appointments.get(visit.id()).status()).isEqualTo(Appointment.Status.BOOKED);
        assertThat(carryOut.promised(lee.episodeId())).anyMatch(words -> words.contains("Dr. Lee"));

        assertThat(ward.fires(lee, TIME)).isEqualTo(inDays(0));
        WorkItem confirm = ward.task(lee, CONFIRM);
        assertThat(ward.local(confirm.due()).toLocalDate())
                .isEqualTo(ward.local(ward.now()).toLocalDate().plusDays(1));
        ward.completes(ward.nurse(), confirm, attended());

        Appointment seen = appointments.get(visit.id());
        assertThat(seen.status()).isEqualTo(Appointment.Status.FULFILLED);
        assertThat(seen.decisionMaking()).isEqualTo(Appointment.DecisionMaking.HIGH);
        assertThat(ward.ended(instance(visit), "EndEvent_VisitAttended")).isTrue();
        assertThat(duties.get(visit.dutyId()).status()).isEqualTo(Duty.Status.DONE);
        assertThat(deadlines.find(visit.id(), "visit-by-14")).isEmpty();
        assertThat(carryOut.promised(lee.episodeId())).isEmpty();
    }

    @Test
    void aVisitOfTomorrowCannotHaveTakenPlace() {
        Case lee = lowRisk();
        ward.completes(lee, BOOK, booked(inDays(1)));
        ward.fires(lee, TIME);
        Map<String, Object> tomorrow = new HashMap<>(attended());
        tomorrow.put("attendedOn", ward.local(inDays(1)).toLocalDate().toString());

        assertThatThrownBy(() -> ward.completes(lee, CONFIRM, tomorrow))
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(Refused.Field::field)
                        .containsExactly("attendedOn"));
    }

    @Test
    void aMissedVisitLeadsToACallTheSameDayAndIsBookedAgainWithinTwoBusinessDays() {
        Case lee = lowRisk();
        Appointment visit = only(lee);
        ward.completes(lee, BOOK, booked(inDays(3)));
        ward.fires(lee, TIME);

        ward.completes(lee, CONFIRM, Map.of("attendance", "MISSED", "reason", "NO_TRANSPORT"));
        WorkItem call = ward.task(lee, "Task_CallAboutMissedAppointment");
        assertThat(ward.local(call.due()).toLocalDate())
                .isEqualTo(ward.local(ward.now()).toLocalDate());
        assertThat(appointments.get(visit.id()).status()).isEqualTo(Appointment.Status.NOSHOW);

        ward.completes(
                lee,
                "Task_CallAboutMissedAppointment",
                Map.of(
                        "callOutcome",
                        "REACHED",
                        "calledAt",
                        FormTimes.field(ward.now(), ZONE),
                        "reason",
                        "NO_TRANSPORT",
                        "condition",
                        "SAME",
                        "helpNeeded",
                        "a ride"));
        WorkItem rebook = ward.task(lee, REBOOK);
        LocalDate today = ward.local(ward.now()).toLocalDate();
        assertThat(today.getDayOfWeek()).isEqualTo(DayOfWeek.THURSDAY);
        assertThat(ward.local(rebook.due()).toLocalDate()).isEqualTo(today.plusDays(4));

        ward.completes(ward.nurse(), rebook, booked(inDays(5)));
        assertThat(ward.fires(lee, TIME)).isEqualTo(inDays(0));
        ward.completes(lee, CONFIRM, attended());
        assertThat(ward.ended(instance(visit), "EndEvent_VisitAttended")).isTrue();
        assertThat(appointments.get(visit.id()).timesMissed()).isEqualTo(1);
        assertThat(appointments.history(visit.id()))
                .extracting(AppointmentEvent::status)
                .containsExactly(
                        Appointment.Status.BOOKED,
                        Appointment.Status.NOSHOW,
                        Appointment.Status.NOSHOW,
                        Appointment.Status.BOOKED,
                        Appointment.Status.FULFILLED);
    }

    @Test
    void aPatientWhoIsWorseAfterAMissedVisitIsLookedAfterTheSameDay() {
        Case lee = lowRisk();
        ward.completes(lee, BOOK, booked(inDays(1)));
        ward.fires(lee, TIME);
        ward.completes(lee, CONFIRM, Map.of("attendance", "MISSED", "reason", "PATIENT_UNWELL"));

        ward.completes(
                lee,
                "Task_CallAboutMissedAppointment",
                Map.of(
                        "callOutcome",
                        "REACHED",
                        "calledAt",
                        FormTimes.field(ward.now(), ZONE),
                        "reason",
                        "PATIENT_UNWELL",
                        "condition",
                        "WORSE"));

        assertThat(ward.steps(lee)).contains("Task_WorkAddedOrder", REBOOK);
    }

    @Test
    void aBookingThatArrivesOtherwiseClosesTheTask() {
        Case lee = lowRisk();
        Appointment visit = only(lee);

        assertThat(appointments.booked(visit.id(), booking(inDays(2)), "scheduling", null))
                .isTrue();

        assertThat(ward.steps(lee)).doesNotContain(BOOK);
        assertThat(ward.ended(instance(visit), "Event_AppointmentBooked")).isTrue();
        assertThat(ward.waitsAt(lee, TIME)).isTrue();
        assertThat(appointments.booked(visit.id(), booking(inDays(2)), "scheduling", null))
                .as("the same message again")
                .isFalse();
    }

    @Test
    void aVisitMovedToAnotherTimeIsConfirmedThen() {
        Case lee = lowRisk();
        Appointment visit = only(lee);
        ward.completes(lee, BOOK, booked(inDays(2)));
        Instant later = inDays(6);

        appointments.rescheduled(visit.id(), booking(later), "scheduling");

        assertThat(ward.fires(lee, TIME)).isEqualTo(later);
        assertThat(ward.steps(lee)).contains(CONFIRM);
    }

    @Test
    void aBookingThatIsCancelledIsBookedAgain() {
        Case lee = lowRisk();
        Appointment visit = only(lee);
        ward.completes(lee, BOOK, booked(inDays(2)));

        assertThat(appointments.cancelled(visit.id(), "the office is closed", "scheduling", null))
                .isTrue();

        assertThat(ward.steps(lee)).contains(REBOOK);
        assertThat(ward.waitsAt(lee, TIME)).isFalse();
        Instant again = inDays(4);
        appointments.booked(visit.id(), booking(again), "scheduling", null);
        assertThat(ward.steps(lee)).doesNotContain(REBOOK);
        assertThat(ward.fires(lee, TIME)).isEqualTo(again);
    }

    @Test
    void aVisitThatIsReportedClosesTheQuestionWhetherItTookPlace() {
        Case lee = lowRisk();
        Appointment visit = only(lee);
        ward.completes(lee, BOOK, booked(inDays(2)));
        ward.fires(lee, TIME);

        appointments.attended(
                visit.id(),
                new Appointments.Visit(ward.local(ward.now()).toLocalDate(), "Dr. Lee", null),
                "visit-notes",
                null);

        assertThat(ward.steps(lee)).doesNotContain(CONFIRM);
        assertThat(ward.ended(instance(visit), "EndEvent_VisitAttended")).isTrue();
        assertThat(duties.get(visit.dutyId()).isOpen()).isFalse();
    }

    @Test
    void aVisitThatThePatientDeclinesOrNobodyNeedsEnds() {
        Case lee = lowRisk();
        ward.completes(lee, BOOK, Map.of("bookingOutcome", "DECLINED", "reason", "sees own doctor abroad"));
        assertThat(ward.ended(instance(only(lee)), "EndEvent_VisitDeclined")).isTrue();
        assertThat(duties.get(only(lee).dutyId()).status()).isEqualTo(Duty.Status.DECLINED);

        Case kim = lowRisk();
        ward.completes(kim, BOOK, Map.of("bookingOutcome", "NOT_NEEDED", "reason", "seen in the ward"));
        assertThat(ward.ended(instance(only(kim)), "EndEvent_VisitNotNeeded")).isTrue();
        assertThat(duties.get(only(kim).dutyId()).status()).isEqualTo(Duty.Status.DONE);
        assertThat(deadlines.find(only(kim).id(), "visit-by-14")).isEmpty();
    }

    @Test
    void whatIsNotBookedInTimeEscalates() {
        Case lee = lowRisk();

        ward.fires(lee, "Event_BookingOverdue");

        assertThat(ward.ended(instance(only(lee)), "EndEvent_MissedBookingEscalated"))
                .isTrue();
        assertThat(ward.steps(lee)).contains(BOOK);
    }

    @Test
    void whatIsNotConfirmedCalledOrRebookedInTimeEscalatesToo() {
        Case lee = lowRisk();
        ward.completes(lee, BOOK, booked(inDays(1)));
        ward.fires(lee, TIME);
        ward.fires(lee, "Event_ConfirmationOverdue");
        assertThat(ward.ended(instance(only(lee)), "EndEvent_MissedConfirmationEscalated"))
                .isTrue();

        ward.completes(lee, CONFIRM, Map.of("attendance", "CANCELLED", "reason", "OFFICE_CANCELLED"));
        ward.fires(lee, "Event_RebookingOverdue");
        assertThat(ward.ended(instance(only(lee)), "EndEvent_MissedRebookingEscalated"))
                .isTrue();
        assertThat(ward.steps(lee)).contains(REBOOK);
    }

    @Test
    void theClockIsTheEarlierOfTheOrderAndTheTier() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case soon = lowRisk(visit("Cardiology", discharge.plusDays(5)));
        assertThat(dueDay(only(soon))).isEqualTo(discharge.plusDays(5));
        assertThat(visitClock(only(soon)).reason()).contains("5 days");

        Case late = lowRisk(visit("Cardiology", discharge.plusDays(30)));
        assertThat(dueDay(only(late))).isEqualTo(discharge.plusDays(14));

        Case high = ward.discharged(details -> details.ordered(List.of(visit("Cardiology", discharge.plusDays(10)))));
        assertThat(visitClock(only(high)).rule()).isEqualTo("visit-by-7");
        assertThat(dueDay(only(high))).isEqualTo(discharge.plusDays(7));
    }

    @Test
    void onlyTheFirstVisitHasToComeWithinTheTiersDays() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case lee = lowRisk(visit("Primary care", discharge.plusDays(10)), visit("Cardiology", discharge.plusDays(25)));

        assertThat(appointments.of(lee.episodeId()))
                .extracting(this::dueDay)
                .containsExactlyInAnyOrder(discharge.plusDays(10), discharge.plusDays(25));
    }

    @Test
    void aHigherTierBringsTheVisitForwardAndACorrectedDischargeKeepsTheOrdersDay() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case lee = lowRisk();
        risk.changeTier(lee.episodeId(), RiskTier.HIGH, "lives alone", "ward-nurse", java.util.Set.of("nurse"));
        assertThat(visitClock(only(lee)).rule()).isEqualTo("visit-by-7");
        assertThat(dueDay(only(lee))).isEqualTo(discharge.plusDays(7));

        Case kim = lowRisk(visit("Cardiology", discharge.plusDays(5)));
        carryOut.tell(
                kim.episodeId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .dischargedAt(kim.dischargedAt().minus(Duration.ofDays(2)))
                        .build()),
                "sender");
        assertThat(dueDay(only(kim))).isEqualTo(discharge.plusDays(5));
    }

    @Test
    void riskFactsThatComeLaterCountLikeThoseThatCameWithTheDischarge() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case lee = lowRisk();
        assertThat(visitClock(only(lee)).rule()).isEqualTo("visit-by-14");

        carryOut.tell(
                lee.episodeId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .riskFacts(Map.of(
                                "acuteAdmission",
                                true,
                                "emergencyVisits6Months",
                                4,
                                "comorbidities",
                                List.of("DEMENTIA", "CHRONIC_PULMONARY_DISEASE")))
                        .build()),
                "sender");

        assertThat(visitClock(only(lee)).rule()).isEqualTo("visit-by-7");
        assertThat(dueDay(only(lee))).isEqualTo(discharge.plusDays(7));

        Case kim = ward.discharged();
        assertThat(ward.steps(kim)).contains("Task_CompleteRiskFacts");
        carryOut.tell(
                kim.episodeId(),
                new FactPayload.DischargeChanged(
                        DischargeDetails.builder().riskFacts(LOW_RISK).build()),
                "sender");
        assertThat(ward.steps(kim)).doesNotContain("Task_CompleteRiskFacts");
    }

    @Test
    void aTestIsFollowedLikeAVisitUntilItsOwnDay() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case lee = lowRisk(
                visit("Primary care", null),
                new OrderedItem(OrderedItem.Kind.TEST, "K", "Potassium", discharge.plusDays(20), null),
                new OrderedItem(OrderedItem.Kind.TEST, "ECG", "ECG", null, null));

        assertThat(dueDay(named(lee, "Potassium"))).isEqualTo(discharge.plusDays(20));
        assertThat(dueDay(named(lee, "Primary care"))).isEqualTo(discharge.plusDays(14));
        assertThat(deadlines.find(named(lee, "ECG").id(), "visit-by-14")).isEmpty();
        assertThat(ward.work(lee).stream().filter(item -> item.elementId().equals(BOOK)))
                .hasSize(3);
    }

    @Test
    void aVisitOrderedLaterIsArrangedBesideTheOthersAndOneTakenBackIsNot() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case lee = lowRisk(visit("Primary care", null));
        UUID first = ward.task(lee, BOOK).subjectId();

        carryOut.tell(
                lee.episodeId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .ordered(List.of(visit("Primary care", null), visit("Cardiology", discharge.plusDays(9))))
                        .build()),
                "sender");
        assertThat(ward.work(lee).stream().filter(item -> item.elementId().equals(BOOK)))
                .hasSize(2);

        carryOut.tell(
                lee.episodeId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .ordered(List.of(visit("Primary care", null)))
                        .build()),
                "sender");
        assertThat(ward.work(lee).stream().filter(item -> item.elementId().equals(BOOK)))
                .singleElement()
                .satisfies(item -> assertThat(item.subjectId()).isEqualTo(first));
    }

    @Test
    void aVisitTakenBackOrSeenEarlierEndsItsOwnProcessAndNoOther() {
        LocalDate discharge = ward.local(ward.now()).toLocalDate();
        Case lee = lowRisk(visit("Primary care", null), visit("Cardiology", discharge.plusDays(9)));
        Appointment primaryCare = appointments.of(lee.episodeId()).get(0);
        Appointment cardiology = appointments.of(lee.episodeId()).get(1);
        String reconciliation = ward.task(lee, "Task_GatherMedications").taskId();

        carryOut.tell(
                lee.episodeId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .ordered(List.of(visit("Primary care", null)))
                        .build()),
                "sender");
        assertThat(ward.ended(instance(cardiology), "EndEvent_VisitNotNeeded")).isTrue();
        assertThat(ward.task(lee, BOOK).subjectId()).isEqualTo(primaryCare.id());
        assertThat(ward.task(lee, "Task_GatherMedications").taskId()).isEqualTo(reconciliation);

        ward.completes(lee, BOOK, booked(inDays(5)));
        appointments.attended(primaryCare.id(), new Appointments.Visit(discharge, "Dr. Lee", null), "scheduling", null);
        assertThat(ward.ended(instance(primaryCare), "EndEvent_VisitAttended"))
                .as("seen before the booked time: nothing waits for that time any more")
                .isTrue();
        assertThat(ward.waitsAt(lee, TIME)).isFalse();
    }

    @Test
    void aBookingOutlivesAnInterruption() {
        Case lee = lowRisk();
        Instant at = inDays(6);
        ward.completes(lee, BOOK, booked(at));

        carryOut.tell(lee.episodeId(), new FactPayload.Readmitted(null, ward.now()), "caller");
        assertThat(ward.steps(lee)).containsExactly("Task_AskAfterPatient");
        ward.passes(Duration.ofMinutes(5));
        carryOut.tell(lee.episodeId(), new FactPayload.ReadmissionCancelled("a mistake"), "caller");

        assertThat(forms.open(ward.task(lee, BOOK), "ward-nurse").data())
                .containsEntry("bookingOutcome", "BOOKED")
                .containsEntry("bookedFor", FormTimes.field(at, ZONE));
    }
}
