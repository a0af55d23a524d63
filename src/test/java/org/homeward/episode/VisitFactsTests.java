package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.homeward.episode.Stories.*;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.homeward.episode.Duty.Kind;
import org.homeward.episode.Duty.Status;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = EpisodeModule.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@ActiveProfiles("test")
@Tag("mysql")
class VisitFactsTests {

    private static final OrderedItem CARDIOLOGY = OrderedItem.described(OrderedItem.Kind.VISIT, "Cardiology");
    private static final OrderedItem POTASSIUM = OrderedItem.described(OrderedItem.Kind.TEST, "Potassium");
    private static final OrderedItem CULTURE = OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture");
    private static final OrderedItem REHABILITATION =
            OrderedItem.described(OrderedItem.Kind.REFERRAL, "Cardiac rehabilitation");

    @Autowired
    VisitFacts facts;

    @Autowired
    Episodes episodes;

    @Autowired
    Duties duties;

    @Autowired
    DispositionDecisions decisions;

    @Autowired
    CarryOutEpisode carryOut;

    @Autowired
    EpisodeReconciler reconciler;

    @Autowired
    OpenItems items;

    @Autowired
    EpisodeDirectory directory;

    @Autowired
    EpisodeTimeline timeline;

    @Autowired
    EpisodeModule.ModelledProcess process;

    @Autowired
    EpisodeModule.NotedClocks clocks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    VisitKey stay;
    VisitKey nextStay;
    UUID patient;

    @BeforeEach
    void aPatient() {
        patient = UUID.randomUUID();
        stay = new VisitKey("general", patient.toString().substring(0, 13));
        nextStay = new VisitKey("general", patient.toString().substring(0, 13) + "-2");
    }

    @AfterEach
    void aHealthyEngine() {
        process.failing = false;
        process.deaf = false;
    }

    private VisitFact fact(double hours, FactPayload payload) {
        return fact(stay, hours, payload);
    }

    private VisitFact fact(VisitKey visit, double hours, FactPayload payload) {
        return VisitFact.of(visit, patient, payload, at(hours), Instant.now(), "test");
    }

    private Episode episode() {
        return episode(stay);
    }

    private Episode episode(VisitKey visit) {
        return episodes.findLatest(visit.sourceFacility(), visit.visitNumber()).orElseThrow();
    }

    private static String instanceOf(Episode episode) {
        return Objects.requireNonNull(episode.processInstanceId());
    }

    private static FactPayload dischargedWith(OrderedItem... orders) {
        return new FactPayload.Discharged(home().ordered(List.of(orders)).build());
    }

    private static FactPayload ordering(OrderedItem... orders) {
        return changed(DischargeDetails.builder().ordered(List.of(orders)));
    }

    private Set<String> openDuties(Episode episode) {
        return duties.open(episode.id()).stream()
                .map(duty -> duty.kind() + " " + duty.description())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aDischargeHomeOpensAnEpisodeWithItsDutiesOneDecisionAndOneProcess() {
        facts.append(fact(0, dischargedWith(CARDIOLOGY, POTASSIUM, CULTURE)));

        var episode = episode();
        assertThat(episode.stage()).isEqualTo(Stage.ACTIVE);
        assertThat(episode.assessedStage()).isEqualTo(Stage.ACTIVE);
        assertThat(episode.patientId()).isEqualTo(patient);
        assertThat(episode.teamId()).isEqualTo("transitions-north");
        assertThat(episode.dischargedAt()).isEqualTo(DISCHARGE);
        assertThat(episode.zone()).isEqualTo(NEW_YORK);
        assertThat(process.running(instanceOf(episode))).isTrue();
        assertThat(duties.open(episode.id())).hasSize(8).allMatch(Duty::isTakenUp);
        assertThat(decisions.inForce(stay).orElseThrow().verdict().decision()).isEqualTo(Decision.START);
        assertThat(decisions.inForce(stay).orElseThrow().episodeId()).isEqualTo(episode.id());
        assertThat(timeline.of(episode.id()))
                .extracting(EpisodeTimeline.Entry::kind)
                .contains("episode-opened", "duties-ordered");
    }

    @Test
    void everyDutyKnowsItsEpisode() {
        facts.append(fact(0, dischargedWith(CULTURE)));
        var episode = episode();
        var culture = duties.open(episode.id()).stream()
                .filter(duty -> duty.kind() == Kind.PENDING_RESULT)
                .findFirst()
                .orElseThrow();

        var context = directory.contextOf(culture.id());

        assertThat(context.episodeId()).isEqualTo(episode.id());
        assertThat(context.subjectKind()).isEqualTo("pending-result");
        assertThat(context.teamId()).isEqualTo("transitions-north");
        assertThat(context.dischargedAt()).isEqualTo(DISCHARGE);
        assertThat(directory.contextOf(episode.id()).patientId()).isEqualTo(patient);
        assertThat(items.of(episode.id(), "pending-result")).containsExactly(culture.id());
        assertThatThrownBy(() -> directory.contextOf(UUID.randomUUID())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameFactAgainChangesNothing() {
        facts.append(fact(0, discharged()));
        var before = process.told.size();

        assertThat(facts.append(fact(0, discharged()))).isEmpty();

        assertThat(facts.of(stay)).hasSize(1);
        assertThat(process.told).hasSize(before);
    }

    @Test
    void aPatientWhoDiedInHospitalStartsNothingAndIsAccountedFor() {
        facts.append(fact(0, discharged("20")));

        assertThat(episodes.findByPatient(patient.toString())).isEmpty();
        assertThat(decisions.inForce(stay).orElseThrow().verdict().decision()).isEqualTo(Decision.NONE);
    }

    @Test
    void aCancelledDischargeEndsTheEpisodeAndWithdrawsItsDutiesWithTheReason() {
        facts.append(fact(0, discharged()));
        facts.append(fact(1, dischargeCancelled()));

        var episode = episode();
        assertThat(episode.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(duties.of(episode.id()))
                .isNotEmpty()
                .allMatch(duty -> duty.status() == Status.WITHDRAWN)
                .allMatch(duty -> "The discharge was cancelled".equals(duty.outcome()));
        assertThat(process.running(instanceOf(episode))).isFalse();
        assertThat(clocks.told).contains("void " + episode.id() + " The discharge was cancelled");
    }

    @Test
    void aDischargeAfterACancelledOneIsALinkedSuccessor() {
        facts.append(fact(0, discharged()));
        var first = episode();
        facts.append(fact(1, dischargeCancelled()));
        facts.append(
                fact(20, new FactPayload.Discharged(home().dischargedAt(at(20)).build())));

        var second = episode();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.predecessorId()).isEqualTo(first.id());
        assertThat(second.stage()).isEqualTo(Stage.ACTIVE);
        assertThat(episodes.findById(first.id()).orElseThrow().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(episodes.findById(first.id()).orElseThrow().successorId()).isEqualTo(second.id());
        assertThat(decisions.inForce(stay).orElseThrow().episodeId()).isEqualTo(second.id());
    }

    @Test
    void howAnEpisodeEndedDoesNotDependOnWhatArrivedFirst() {
        facts.append(fact(0, discharged()));
        facts.append(fact(5, new FactPayload.Transferred("Elsewhere", null)));
        assertThat(episode().outcome()).isEqualTo(Outcome.TRANSFERRED);
        facts.append(fact(6, new FactPayload.DischargeCancelled("Wrong patient")));
        assertThat(episode().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(process.instancesOf(episode().id()))
                .as("and nothing starts again")
                .isZero();
    }

    @Test
    void aReadmissionParksAndACancelledOneResumes() {
        facts.append(fact(0, discharged()));
        facts.append(fact(nextStay, 48, admitted(PatientClass.INPATIENT, 48)));

        var parked = episode();
        assertThat(parked.stage()).isEqualTo(Stage.PARKED);
        assertThat(clocks.told).contains("stop " + parked.id() + " Back in hospital");
        assertThat(duties.open(parked.id())).isNotEmpty();

        facts.append(fact(nextStay, 50, admissionCancelled()));
        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);
        assertThat(process.instancesOf(parked.id())).isOne();
    }

    @Test
    void theNextDischargeClosesAsReadmittedAndCarriesOverWhatLivesOn() {
        facts.append(fact(0, dischargedWith(CULTURE, REHABILITATION)));
        var first = episode();
        facts.append(fact(nextStay, 48, admitted(PatientClass.INPATIENT, 48)));
        facts.append(fact(nextStay, 90, dischargedAgain(48, 90)));

        var closed = episodes.findById(first.id()).orElseThrow();
        var second = episode(nextStay);
        assertThat(closed.outcome()).isEqualTo(Outcome.READMITTED);
        assertThat(closed.successorId()).isEqualTo(second.id());
        assertThat(second.stage()).isEqualTo(Stage.ACTIVE);
        assertThat(openDuties(second)).contains("PENDING_RESULT Blood culture", "REFERRAL Cardiac rehabilitation");
        assertThat(duties.of(first.id()))
                .noneMatch(Duty::isOpen)
                .filteredOn(duty -> duty.status() == Status.HANDED_OFF)
                .extracting(Duty::kind)
                .containsExactlyInAnyOrder(Kind.PENDING_RESULT, Kind.REFERRAL);
        assertThat(duties.untaken(second.id())).isEmpty();
    }

    @Test
    void aCorrectedDischargeTimeMovesTheClocks() {
        facts.append(fact(0, discharged()));
        facts.append(fact(1, changed(DischargeDetails.builder().dischargedAt(at(-2)))));

        assertThat(episode().dischargedAt()).isEqualTo(at(-2));
        assertThat(clocks.told)
                .contains("reanchor " + episode().id() + " discharge " + at(-2) + " The discharge time was corrected");
    }

    @Test
    void anOrderThatComesLaterIsToldToTheRunningProcessOnce() {
        facts.append(fact(0, dischargedWith(CARDIOLOGY)));
        facts.append(fact(1, ordering(CARDIOLOGY, POTASSIUM, CULTURE)));

        var id = episode().id();
        assertThat(openDuties(episode())).contains("APPOINTMENT Potassium", "PENDING_RESULT Blood culture");
        assertThat(process.told)
                .filteredOn(told -> told.endsWith(id.toString()))
                .containsExactly("start " + id, "workAdded APPOINTMENT " + id, "workAdded PENDING_RESULT " + id);
        assertThat(duties.untaken(id)).isEmpty();
    }

    @Test
    void twoOrdersThatASenderDoesNotTellApartAreTwoDutiesHoweverOftenTheyAreTold() {
        var soon = new OrderedItem(CULTURE.kind(), CULTURE.key(), "Blood culture", LocalDate.of(2026, 11, 24), "lab");
        var late = new OrderedItem(CULTURE.kind(), CULTURE.key(), "Blood culture", LocalDate.of(2026, 11, 27), "lab");
        facts.append(fact(0, dischargedWith(soon, late)));
        facts.append(fact(1, ordering(late, soon)));
        facts.append(fact(2, ordering(soon, late)));

        var id = episode().id();
        var cultures = items.of(id, "pending-result");
        assertThat(cultures).hasSize(2);
        assertThat(duties.of(id))
                .filteredOn(duty -> duty.kind() == Kind.PENDING_RESULT)
                .extracting(Duty::dueBy, Duty::status)
                .containsExactlyInAnyOrder(tuple(soon.dueBy(), Status.OPEN), tuple(late.dueBy(), Status.OPEN));
        assertThat(process.told)
                .filteredOn(told -> told.endsWith(id.toString()))
                .containsExactly("start " + id);

        facts.append(fact(3, ordering(CULTURE)));
        assertThat(items.of(id, "pending-result")).hasSize(1);
        facts.append(fact(4, ordering(CULTURE, CULTURE, CULTURE)));
        assertThat(items.of(id, "pending-result")).hasSize(3).containsAll(cultures);
        facts.append(fact(5, ordering()));
        assertThat(items.of(id, "pending-result")).isEmpty();
    }

    @Test
    void ofTwoOrdersThatAreAlikeTheOneStillOpenOutlivesTheOneThatIsDone() {
        facts.append(fact(0, dischargedWith(CULTURE, CULTURE)));
        var id = episode().id();
        var first = duties.of(id).stream()
                .filter(duty ->
                        duty.kind() == Kind.PENDING_RESULT && !duty.orderKey().contains("#"))
                .findFirst()
                .orElseThrow();
        duties.complete(first.id(), "no growth", null, "nurse", Instant.now(), null);

        facts.append(fact(1, ordering(CULTURE)));

        assertThat(items.of(id, "pending-result")).hasSize(1).doesNotContain(first.id());
    }

    @Test
    void aFactOfLongAgoIsKeptAsItWasTold() {
        var born = Instant.parse("1950-01-01T00:00:00.123456Z");
        facts.append(fact(0, dischargedWith()));
        facts.append(VisitFact.of(stay, patient, new FactPayload.Readmitted(null, born), born, Instant.now(), "test"));

        assertThat(facts.of(stay)).extracting(VisitFact::occurredAt).contains(born, DISCHARGE);
        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void anOrderTakenBackIsWithdrawnAndTheOthersAreNotToldAnew() {
        facts.append(fact(0, dischargedWith(CARDIOLOGY, CULTURE)));
        facts.append(fact(1, ordering(CARDIOLOGY)));

        var id = episode().id();
        assertThat(duties.of(id))
                .filteredOn(duty -> duty.kind() == Kind.PENDING_RESULT)
                .extracting(Duty::status)
                .containsExactly(Status.WITHDRAWN);
        assertThat(process.told).doesNotContain("factsChanged " + id);
        assertThat(items.of(id, "pending-result")).isEmpty();
    }

    @Test
    void aRefusedServiceIsDeclinedAndTheOthersGoOn() {
        facts.append(fact(0, dischargedWith(CULTURE)));
        facts.append(fact(1, new FactPayload.Refused("outreach", "wants no calls")));

        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);
        assertThat(duties.of(episode().id()))
                .filteredOn(duty -> duty.status() == Status.DECLINED)
                .extracting(Duty::kind)
                .containsExactly(Kind.OUTREACH);
        assertThat(openDuties(episode())).contains("PENDING_RESULT Blood culture");
    }

    @Test
    void anOrderOfAnyLengthIsADuty() {
        var endless = OrderedItem.described(OrderedItem.Kind.REFERRAL, "Ünïcode 🙂 ".repeat(400));
        facts.append(fact(0, dischargedWith(endless)));
        facts.append(fact(1, ordering(endless)));

        assertThat(duties.open(episode().id()))
                .filteredOn(duty -> duty.kind() == Kind.REFERRAL)
                .hasSize(1);
    }

    @Test
    void aDutyClosesOnceWithItsEvidence() {
        facts.append(fact(0, dischargedWith(CULTURE)));
        var culture = items.of(episode().id(), "pending-result").get(0);

        duties.complete(culture, "no growth", null, "nurse", Instant.now(), "{\"result\":\"neg\"}");

        assertThat(duties.get(culture).status()).isEqualTo(Status.DONE);
        assertThatThrownBy(() -> duties.complete(culture, "again", null, "nurse", Instant.now(), null))
                .isInstanceOf(IllegalStateException.class);
        facts.append(fact(2, changed(DischargeDetails.builder().service("surgery"))));
        assertThat(duties.get(culture).status()).isEqualTo(Status.DONE);
    }

    @Test
    void aReportedDeathStopsAndAConfirmedOneEnds() {
        facts.append(fact(0, discharged()));
        facts.append(fact(5, died()));
        assertThat(episode().stage()).isEqualTo(Stage.DEATH_REPORTED);
        assertThat(clocks.told).contains("stop " + episode().id() + " A death is reported and not yet confirmed");

        carryOut.tell(episode().id(), deathConfirmed(), "manager");
        assertThat(episode().outcome()).isEqualTo(Outcome.DIED);
    }

    @Test
    void whatNobodyDecidedInTimeStartsFlagged() {
        facts.append(fact(0, discharged("07")));
        var id = episode().id();
        assertThat(episode().stage()).isEqualTo(Stage.TRIAGE);

        carryOut.startByDefault(id);

        assertThat(episode().id()).isEqualTo(id);
        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);
        assertThat(episode().verdict().flags()).isEqualTo("by-default");
        assertThat(duties.open(id)).isNotEmpty();
    }

    @Test
    void aPersonsDecisionCountsAlthoughTheSendersClockRunsAhead() {
        var tomorrow =
                VisitFact.of(stay, patient, discharged("07"), Instant.now().plusSeconds(86_400), Instant.now(), "test");
        facts.append(tomorrow);

        carryOut.tell(episode().id(), decided(Decision.START), "manager");

        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void anotherTeamTakesOverBehindItsOwnWall() {
        facts.append(fact(0, discharged()));
        var id = episode().id();

        carryOut.tell(
                id,
                new FactPayload.OwnerTransferred("cascadia-health", "transitions-south", "supervisor", "moved"),
                "supervisor");

        assertThat(episode().id()).isEqualTo(id);
        assertThat(episode().teamId()).isEqualTo("transitions-south");
        assertThat(process.tenants).containsEntry(id, "transitions-south");
        assertThat(process.instancesOf(id)).isOne();
        assertThat(duties.open(id)).isNotEmpty();
    }

    @Test
    void aClosedEpisodeIsCompletedAndItsProcessMayBeGoneAlready() {
        facts.append(fact(0, discharged()));
        process.withdraw(instanceOf(episode()), "its last task was completed");

        carryOut.tell(episode().id(), closed(), "manager");

        assertThat(episode().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(episode().assessedStage()).isEqualTo(Stage.ENDED);
    }

    @Test
    void whatAProcessCouldNotHearIsToldAgain() {
        facts.append(fact(0, discharged()));
        process.deaf = true;
        facts.append(fact(nextStay, 48, admitted(PatientClass.INPATIENT, 48)));
        assertThat(episode().assessedStage()).isEqualTo(Stage.ACTIVE);

        process.deaf = false;
        assertThat(reconciler.lagging()).contains(episode().id());
        reconciler.reconcile(episode().id());

        assertThat(episode().assessedStage()).isEqualTo(Stage.PARKED);
    }

    @Test
    void nothingIsKeptWhenTheEngineFails() {
        process.failing = true;

        assertThatThrownBy(() -> facts.append(fact(0, discharged()))).hasMessage("The engine fails");

        assertThat(facts.of(stay)).isEmpty();
        assertThat(episodes.findByPatient(patient.toString())).isEmpty();
        assertThat(decisions.inForce(stay)).isEmpty();
    }

    @Test
    void theEngineMovesOnlyAtTheEndOfTheTransactionThatAsks() {
        transaction.executeWithoutResult(status -> {
            facts.append(fact(0, discharged()));
            assertThat(episode().processInstanceId()).isNull();
            facts.append(fact(1, dischargeCancelled()));
        });

        assertThat(episode().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(episode().processInstanceId()).isNull();
        assertThat(process.told).noneMatch(told -> told.endsWith(episode().id().toString()));
    }

    @Test
    void mergedRecordsAreOnePatientWhicheverIsToldFirst() {
        var retired = UUID.randomUUID();
        facts.append(fact(0, discharged()));
        facts.append(
                VisitFact.of(nextStay, retired, admitted(PatientClass.INPATIENT, 48), at(48), Instant.now(), "test"));
        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);

        facts.append(VisitFact.of(
                null, retired, new FactPayload.PatientMerged(retired, patient), at(60), Instant.now(), "test"));

        assertThat(episode().stage()).isEqualTo(Stage.PARKED);
    }

    @Test
    void aStayMovedToAnotherPatientLeavesTheFirstOneAlone() {
        var other = UUID.randomUUID();
        facts.append(fact(0, discharged()));
        facts.append(fact(nextStay, 48, admitted(PatientClass.INPATIENT, 48)));
        assertThat(episode().stage()).isEqualTo(Stage.PARKED);

        facts.append(VisitFact.of(
                nextStay,
                other,
                changed(DischargeDetails.builder().service("surgery")),
                at(50),
                Instant.now(),
                "test"));

        assertThat(episode().stage()).isEqualTo(Stage.ACTIVE);
    }

    @Test
    void whateverTheOrderOfArrivalTheOpenWorkIsTheSame() {
        var random = new Random(20261120);
        var story = List.of(
                fact(0, dischargedWith(CARDIOLOGY, CULTURE)),
                fact(1, ordering(CARDIOLOGY, POTASSIUM)),
                fact(2, dischargeCancelled()),
                fact(
                        20,
                        new FactPayload.Discharged(home().dischargedAt(at(20))
                                .ordered(List.of(CARDIOLOGY, REHABILITATION))
                                .build())),
                fact(21, changed(DischargeDetails.builder().area("south").dischargedAt(at(19)))),
                fact(22, new FactPayload.Refused("outreach", null)),
                fact(nextStay, 48, admitted(PatientClass.INPATIENT, 48)),
                fact(nextStay, 49, admissionCancelled()),
                fact(60, died()),
                fact(61, deathRefuted()));
        var expected = afterwards(story, 0);

        for (var run = 1; run <= 12; run++) {
            var shuffled = new ArrayList<>(story);
            shuffled.addAll(story.subList(0, run % story.size()));
            Collections.shuffle(shuffled, random);
            assertThat(afterwards(shuffled, run)).as("arrival %s", run).isEqualTo(expected);
        }
    }

    private record Afterwards(
            Stage stage, String team, Instant dischargedAt, Set<String> open, Verdict decision, long running) {}

    /** Tells the story of another patient, one message a transaction, and looks at what is open in the end. */
    private Afterwards afterwards(List<VisitFact> story, int run) {
        var twin = UUID.randomUUID();
        for (var fact : story) {
            var visit = fact.visit();
            facts.append(VisitFact.of(
                    visit == null ? null : twinOf(visit, run),
                    twin,
                    fact.payload(),
                    fact.occurredAt(),
                    Instant.now(),
                    "test"));
        }
        var episode = episode(twinOf(stay, run));
        return new Afterwards(
                episode.stage(),
                episode.teamId(),
                episode.dischargedAt(),
                openDuties(episode),
                decisions.inForce(twinOf(stay, run)).orElseThrow().verdict(),
                episodes.findByPatient(twin.toString()).stream()
                        .mapToLong(each -> process.instancesOf(each.id()))
                        .sum());
    }

    private static VisitKey twinOf(VisitKey visit, int run) {
        return new VisitKey(visit.sourceFacility(), visit.visitNumber() + "-run" + run);
    }

    @Test
    void twoNodesThatTellOfTheSameStayAtOnceConverge() throws Exception {
        for (var round = 0; round < 15; round++) {
            aPatient();
            var barrier = new CyclicBarrier(3);
            var threads = Executors.newFixedThreadPool(3);
            try {
                var done = threads.invokeAll(List.of(
                        telling(barrier, fact(0, dischargedWith(CARDIOLOGY, CULTURE))),
                        telling(barrier, fact(1, ordering(CARDIOLOGY, POTASSIUM))),
                        telling(barrier, fact(nextStay, 48, admitted(PatientClass.INPATIENT, 48)))));
                for (var each : done) {
                    each.get();
                }
            } finally {
                threads.shutdown();
            }

            var episode = episode();
            assertThat(episode.stage()).isEqualTo(Stage.PARKED);
            assertThat(episode.assessedStage()).isEqualTo(Stage.PARKED);
            assertThat(process.instancesOf(episode.id())).isOne();
            assertThat(jdbc.sql("SELECT COUNT(*) FROM disposition_decision WHERE source_facility = ?"
                                    + " AND visit_number = ? AND in_force = 1")
                            .params(stay.sourceFacility(), stay.visitNumber())
                            .query(Long.class)
                            .single())
                    .isOne();

            facts.append(fact(nextStay, 49, admissionCancelled()));
            assertThat(openDuties(episode()))
                    .contains("APPOINTMENT Potassium")
                    .noneMatch(duty -> duty.contains("culture"));
        }
    }

    private Callable<Void> telling(CyclicBarrier barrier, VisitFact fact) {
        return () -> {
            barrier.await();
            facts.append(fact);
            return null;
        };
    }
}
