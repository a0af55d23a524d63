package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.homeward.episode.Stories.*;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.homeward.episode.OrderedItem.Section;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.junit.jupiter.api.Test;

class EpisodeStateTests {

    @Test
    void aDischargeHomeIsCarriedOut() {
        assertThat(new Stories().then(0, discharged()).standing(START).stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void anAdmissionAloneAsksForNothing() {
        var state =
                new Stories().then(-100, admitted(PatientClass.INPATIENT, -100)).state();

        assertThat(state.isDischarged()).isFalse();
    }

    @Test
    void aCancelledDischargeStaysCancelledWhenTheOlderDischargeArrivesLate() {
        var standing = new Stories()
                .then(2, dischargeCancelled())
                .then(0, discharged())
                .standing(START);

        assertThat(standing.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aDischargeStampedWithTheMomentOfItsCancellationStaysCancelledInEitherOrder() {
        var inOrder = new Stories().then(0, discharged()).then(0, dischargeCancelled());
        var reversed = new Stories().then(0, dischargeCancelled()).then(0, discharged());

        assertThat(inOrder.standing(START).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(reversed.standing(START).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aPatientDischargedAgainAfterACancellationIsCarriedOutWithTheNewDetailsOnly() {
        var first = home().ordered(List.of(OrderedItem.described(OrderedItem.Kind.TEST, "Potassium")))
                .build();
        var state = new Stories()
                .then(0, new FactPayload.Discharged(first))
                .then(1, dischargeCancelled())
                .then(30, new FactPayload.Discharged(home().dischargedAt(at(30)).build()))
                .state();

        assertThat(state.standing(START).stage()).isEqualTo(Stage.ACTIVE);
        assertThat(state.dischargedAt()).isEqualTo(at(30));
        assertThat(state.discharge().orders()).isEmpty();
    }

    @Test
    void anAdmissionBeforeTheDischargeOrIntoTheSameStayIsNoReadmission() {
        assertThat(new Stories()
                        .then(0, discharged())
                        .then(1, new FactPayload.Readmitted(null, at(-60)))
                        .standing(START)
                        .stage())
                .isEqualTo(Stage.ACTIVE);
        assertThat(new Stories()
                        .then(0, discharged())
                        .then(1, new FactPayload.Readmitted(STAY, at(1)))
                        .standing(START)
                        .stage())
                .isEqualTo(Stage.ACTIVE);
    }

    @Test
    void aChangeOfTheFollowUpsTakesBackNoReferralAndNoPendingResult() {
        var cardiology = OrderedItem.described(OrderedItem.Kind.VISIT, "Cardiology");
        var potassium = OrderedItem.described(OrderedItem.Kind.TEST, "Potassium");
        var rehabilitation = OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation");
        var culture = OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture");

        var state = new Stories()
                .then(
                        0,
                        new FactPayload.Discharged(home().ordered(List.of(cardiology, rehabilitation, culture))
                                .build()))
                .then(1, changed(DischargeDetails.builder().ordered(Section.FOLLOW_UPS, List.of(potassium))))
                .then(2, changed(DischargeDetails.builder().ordered(Section.PENDING_RESULTS, List.of())))
                .state();

        assertThat(state.discharge().orders()).containsExactlyInAnyOrder(potassium, rehabilitation);
    }

    @Test
    void aChangeOfOneRiskFactOrOneClinicalPartLeavesTheOthers() {
        var state = new Stories()
                .then(
                        0,
                        new FactPayload.Discharged(home().riskFacts(Map.of("sodium", 140.0, "procedure", true))
                                .clinical(Map.of("allergies", List.of("penicillin"), "reason", "fall"))
                                .build()))
                .then(
                        1,
                        changed(DischargeDetails.builder()
                                .riskFacts(Map.of("sodium", 133.0))
                                .clinical(Map.of("reason", "fall, hip fracture"))))
                .state();

        assertThat(state.discharge().riskFacts()).isEqualTo(Map.of("sodium", 133.0, "procedure", true));
        assertThat(state.discharge().clinical())
                .isEqualTo(Map.of("allergies", List.of("penicillin"), "reason", "fall, hip fracture"));
    }

    @Test
    void anOlderChangeDoesNotOverwriteNewerFields() {
        var state = new Stories()
                .then(0, discharged())
                .then(3, changed(DischargeDetails.builder().service("geriatrics")))
                .then(1, changed(DischargeDetails.builder().service("surgery").attending("A-17")))
                .state();

        assertThat(state.discharge().service()).isEqualTo("geriatrics");
        assertThat(state.discharge().attending()).isEqualTo("A-17");
    }

    @Test
    void aChangeOfTheDischargeTimeMovesTheAnchor() {
        var state = new Stories()
                .then(0, discharged())
                .then(1, changed(DischargeDetails.builder().dischargedAt(at(-3))))
                .state();

        assertThat(state.dischargedAt()).isEqualTo(at(-3));
    }

    @Test
    void aCancelledAdmissionVoidsWhatTheStayStarted() {
        var standing = new Stories()
                .then(0, discharged())
                .then(1, admissionCancelled())
                .standing(START);

        assertThat(standing.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void anAdmissionAfterTheDischargeParks() {
        var standing = new Stories()
                .then(0, discharged())
                .thenInNextStay(72, admitted(PatientClass.INPATIENT, 72))
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.PARKED);
    }

    @Test
    void aCancelledReadmissionResumes() {
        var standing = new Stories()
                .then(0, discharged())
                .thenInNextStay(72, admitted(PatientClass.INPATIENT, 72))
                .thenInNextStay(73, admissionCancelled())
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void theNextDischargeClosesAsReadmitted() {
        var story = new Stories()
                .then(0, discharged())
                .thenInNextStay(72, admitted(PatientClass.INPATIENT, 72))
                .thenInNextStay(120, dischargedAgain(72, 120));

        assertThat(story.standing(START).outcome()).isEqualTo(Outcome.READMITTED);
        assertThat(EpisodeState.fold(NEXT_STAY, story.facts()).standing(START).stage())
                .isEqualTo(Stage.ACTIVE);
    }

    @Test
    void aReportedReadmissionParksUntilTheReportIsTakenBack() {
        var story = new Stories().then(0, discharged()).then(50, new FactPayload.Readmitted(null, at(49)));
        assertThat(story.standing(START).stage()).isEqualTo(Stage.PARKED);

        story.then(60, new FactPayload.ReadmissionCancelled("wrong patient"));
        assertThat(story.standing(START).stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void theNewStaysOwnMessagesDecideOverAReportThatNamesIt() {
        var standing = new Stories()
                .then(0, discharged())
                .then(50, new FactPayload.Readmitted(NEXT_STAY, at(49)))
                .thenInNextStay(49, admitted(PatientClass.INPATIENT, 49))
                .thenInNextStay(55, admissionCancelled())
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void anAdmissionMoreThanThirtyDaysLaterIsAnotherStory() {
        var standing = new Stories()
                .then(0, discharged())
                .thenInNextStay(31 * 24, admitted(PatientClass.INPATIENT, 31 * 24))
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void anEmergencyVisitDoesNotParkAndIsADutyOfTheSameDay() {
        var state = new Stories()
                .then(0, discharged())
                .thenInNextStay(48, admitted(PatientClass.EMERGENCY, 48))
                .state();

        assertThat(state.standing(START).stage()).isEqualTo(Stage.ACTIVE);
        assertThat(DutyPlan.of(state)).anySatisfy(duty -> assertThat(duty.key()).isEqualTo("emergency:" + NEXT_STAY));
    }

    @Test
    void aReportedDeathStopsEverythingUntilAPersonHasLooked() {
        var story = new Stories().then(0, discharged()).then(20, died());
        assertThat(story.standing(START).stage()).isEqualTo(Stage.DEATH_REPORTED);

        story.then(21, deathConfirmed());
        assertThat(story.standing(START).outcome()).isEqualTo(Outcome.DIED);
    }

    @Test
    void aRefutedDeathStaysRefutedWhenTheSenderRepeatsTheFlag() {
        var story = new Stories()
                .then(0, discharged())
                .then(20, died())
                .then(21, deathRefuted())
                .then(30, died());
        assertThat(story.standing(START).stage()).isEqualTo(Stage.ACTIVE);

        story.then(40, new FactPayload.Died(Instant.parse("2026-11-22T08:00:00Z")));
        assertThat(story.standing(START).stage()).isEqualTo(Stage.DEATH_REPORTED);
    }

    @Test
    void aDeathReportedInAnotherStayOrInNoneCountsForThePatient() {
        assertThat(new Stories()
                        .then(0, discharged())
                        .thenInNextStay(20, died())
                        .standing(START)
                        .stage())
                .isEqualTo(Stage.DEATH_REPORTED);

        var facts = new Stories().then(0, discharged()).facts();
        facts.add(VisitFact.of(null, PATIENT, died(), at(20), at(20), "caller"));
        assertThat(EpisodeState.fold(STAY, facts).standing(START).stage()).isEqualTo(Stage.DEATH_REPORTED);
    }

    @Test
    void aPatientDischargedAfterAConfirmedDeathIsLookedAtByAPerson() {
        var standing = new Stories()
                .thenInNextStay(-20, deathConfirmed())
                .then(0, discharged())
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.DEATH_REPORTED);
    }

    @Test
    void aDispositionCorrectedToExpiredIsAReportOfDeathWhicheverMessageComesFirst() {
        var inOrder = new Stories().then(0, discharged()).then(5, disposition("20"));
        var reversed = new Stories().then(5, disposition("20")).then(0, discharged());

        assertThat(inOrder.standing(NOTHING).stage()).isEqualTo(Stage.DEATH_REPORTED);
        assertThat(reversed.state()).isEqualTo(inOrder.state());
    }

    @Test
    void theRulesHearOnlyOfADeathThatCameWithTheDischarge() {
        assertThat(new Stories().then(0, died()).then(0, discharged()).state().deathKnownAtDischarge())
                .isTrue();
        assertThat(new Stories().then(0, discharged()).then(1, died()).state().deathKnownAtDischarge())
                .isFalse();
        assertThat(new Stories()
                        .then(0, died())
                        .then(0, discharged())
                        .then(1, deathRefuted())
                        .state()
                        .deathKnownAtDischarge())
                .isFalse();
    }

    @Test
    void anExpiredPatientStartsNothing() {
        assertThat(new Stories().then(0, discharged("20")).standing(NOTHING).outcome())
                .isEqualTo(Outcome.NOT_STARTED);
    }

    @Test
    void aPersonsDecisionHoldsUntilTheDispositionChanges() {
        var story = new Stories().then(0, discharged("07"));
        assertThat(story.standing(ASK).stage()).isEqualTo(Stage.TRIAGE);

        story.then(2, decided(Decision.NONE));
        assertThat(story.standing(ASK).outcome()).isEqualTo(Outcome.NOT_STARTED);

        story.then(3, disposition("21"));
        assertThat(story.standing(ASK).stage()).isEqualTo(Stage.TRIAGE);
    }

    @Test
    void aClearRulePrevailsOverAnEarlierDecision() {
        var standing = new Stories()
                .then(0, discharged("07"))
                .then(2, decided(Decision.NONE))
                .then(3, disposition("01"))
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void whatNobodyDecidedInTimeStarts() {
        var state = new Stories()
                .then(0, discharged("07"))
                .then(8, new FactPayload.TriageDecided(Decision.START, "homeward", null, true))
                .state();

        assertThat(state.standing(ASK).stage()).isEqualTo(Stage.ACTIVE);
        assertThat(state.effective(ASK).rule()).isEqualTo("default");
    }

    @Test
    void aDeathReportedBeforeATransferIsLookedAtFirst() {
        var story = new Stories()
                .then(0, discharged("01"))
                .then(5, new FactPayload.Died(null))
                .then(6, new FactPayload.Transferred("Elsewhere", null));
        assertThat(story.standing(START).stage()).isEqualTo(Stage.DEATH_REPORTED);

        story.then(7, new FactPayload.DeathRefuted("person", "spoke with her"));
        assertThat(story.standing(START).outcome()).isEqualTo(Outcome.TRANSFERRED);
    }

    @Test
    void aWatchedPatientWaitsAndIsDoneWhenTheFacilityDischarges() {
        var story = new Stories().then(0, discharged("03"));
        assertThat(story.standing(WATCH).stage()).isEqualTo(Stage.PARKED);

        story.thenInNextStay(1, admitted(PatientClass.SKILLED_NURSING, 1));
        assertThat(story.standing(WATCH).stage()).isEqualTo(Stage.PARKED);

        story.thenInNextStay(
                300,
                new FactPayload.Discharged(home().patientClass(PatientClass.SKILLED_NURSING)
                        .admittedAt(at(1))
                        .dischargedAt(at(300))
                        .build()));
        assertThat(story.standing(WATCH).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aClosedEpisodeStaysClosedWhenTheSenderRepeatsItsMessages() {
        var standing = new Stories()
                .then(0, discharged())
                .then(800, closed())
                .then(801, discharged())
                .then(802, disposition("03"))
                .standing(START);

        assertThat(standing.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aTransferOfCareEndsTheEpisode() {
        var standing = new Stories()
                .then(0, discharged())
                .then(5, new FactPayload.Transferred("regional", null))
                .standing(START);

        assertThat(standing.outcome()).isEqualTo(Outcome.TRANSFERRED);
    }

    @Test
    void mergedRecordsAreOnePatient() {
        var standing = new Stories()
                .then(0, discharged())
                .then(72, NEXT_STAY, OTHER_RECORD, admitted(PatientClass.INPATIENT, 72))
                .then(80, new FactPayload.PatientMerged(OTHER_RECORD, PATIENT))
                .standing(START);

        assertThat(standing.stage()).isEqualTo(Stage.PARKED);
    }

    @Test
    void mergesFollowChainsAndEndAtCycles() {
        var third = java.util.UUID.fromString("01900000-0000-7000-8000-000000000003");
        var story = new Stories()
                .then(0, discharged())
                .then(1, new FactPayload.PatientMerged(PATIENT, OTHER_RECORD))
                .then(2, new FactPayload.PatientMerged(OTHER_RECORD, third));
        assertThat(story.state().patientId()).isEqualTo(third);

        story.then(3, new FactPayload.PatientMerged(third, PATIENT));
        assertThat(story.state().patientId()).isEqualTo(PATIENT);
        assertThat(Merges.of(story.facts()).survivor(OTHER_RECORD)).isEqualTo(PATIENT);
        assertThat(Merges.of(story.facts()).survivor(third)).isEqualTo(PATIENT);
    }

    @Test
    void refusalIsPerService() {
        var state = new Stories()
                .then(0, discharged())
                .then(1, new FactPayload.Refused("outreach", "wants no calls"))
                .state();

        assertThat(state.standing(START).stage()).isEqualTo(Stage.ACTIVE);
        assertThat(DutyPlan.of(state))
                .filteredOn(duty -> duty.refused() != null)
                .extracting(DutyPlan.Planned::kind)
                .containsExactly(Duty.Kind.OUTREACH);
    }

    @Test
    void everyOrderOfTheDischargeIsADuty() {
        var orders = List.of(
                OrderedItem.described(OrderedItem.Kind.VISIT, "Cardiology in one week"),
                OrderedItem.described(OrderedItem.Kind.TEST, "Potassium"),
                OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation"),
                OrderedItem.described(OrderedItem.Kind.SERVICE, "Home health nursing"),
                OrderedItem.described(OrderedItem.Kind.EQUIPMENT, "Walker"),
                OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture"),
                OrderedItem.described(OrderedItem.Kind.OTHER, "Check the wound"));
        var state = new Stories()
                .then(0, new FactPayload.Discharged(home().ordered(orders).build()))
                .state();

        assertThat(DutyPlan.of(state))
                .extracting(DutyPlan.Planned::kind)
                .containsExactlyInAnyOrder(
                        Duty.Kind.CARE_MANAGER,
                        Duty.Kind.OUTREACH,
                        Duty.Kind.DISCHARGE_SUMMARY,
                        Duty.Kind.PCP_NOTICE,
                        Duty.Kind.MEDICATION_RECONCILIATION,
                        Duty.Kind.APPOINTMENT,
                        Duty.Kind.APPOINTMENT,
                        Duty.Kind.REFERRAL,
                        Duty.Kind.SERVICE,
                        Duty.Kind.SERVICE,
                        Duty.Kind.PENDING_RESULT,
                        Duty.Kind.ADDED_ORDER);
    }

    @Test
    void aDischargeWithoutAnOrderedVisitStillBringsOne() {
        var state = new Stories().then(0, discharged()).state();

        assertThat(DutyPlan.of(state)).extracting(DutyPlan.Planned::kind).contains(Duty.Kind.APPOINTMENT);
    }

    @Test
    void aVisitKeyIsNeverBlankOrEndless() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VisitKey(" ", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new VisitKey("a", "1".repeat(65)));
    }
}
