package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.episode.Stories.*;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.homeward.episode.Verdict.Decision;

/** Whatever happens to a patient, in whichever order and however often it is told, the episodes come out the same. */
class EpisodeStatePropertyTests {

    private static final List<VisitKey> STAYS = List.of(STAY, NEXT_STAY, new VisitKey("regional", "R-7"));
    private static final List<Verdict> VERDICTS = List.of(START, WATCH, ASK, NOTHING);

    @Property(tries = 2000)
    void orderOfArrivalDoesNotMatter(@ForAll("histories") List<VisitFact> history, @ForAll long seed) {
        Statistics.collect(kindsIn(history) >= 5 ? "five kinds of facts or more" : "fewer");
        var told = rearrived(shuffled(history, seed));

        for (var stay : STAYS) {
            assertSame(stay, history, told);
        }
    }

    @Property(tries = 1000)
    void repetitionDoesNotMatter(@ForAll("histories") List<VisitFact> history, @ForAll long seed) {
        var repeats =
                shuffled(history, seed).stream().limit(history.size() / 2 + 1).toList();
        var told = new ArrayList<>(history);
        var last = history.get(history.size() - 1).recordedAt();
        for (var fact : repeats) {
            told.add(VisitFact.of(
                    fact.visit(),
                    fact.patientId(),
                    fact.payload(),
                    fact.occurredAt(),
                    last.plusSeconds(60),
                    "sent again"));
        }
        told.addAll(repeats);

        for (var stay : STAYS) {
            assertSame(stay, history, shuffled(told, seed));
        }
    }

    @Property(tries = 500)
    void everyOrderIsADutyOfItsOwnHoweverTheListIsTold(
            @ForAll("orderLists") List<OrderedItem> orders, @ForAll long seed) {
        var told = new ArrayList<>(orders);
        Collections.shuffle(told, new Random(seed));

        var plan = planOf(orders);

        assertThat(plan).containsExactlyInAnyOrderElementsOf(planOf(told));
        assertThat(plan).filteredOn(duty -> !duty.key().equals("standard")).hasSize(orders.size());
        assertThat(plan).extracting(duty -> duty.kind() + "/" + duty.key()).doesNotHaveDuplicates();
        assertThat(plan).allMatch(duty -> duty.key().length() <= Fitting.NAME);
    }

    private static List<DutyPlan.Planned> planOf(List<OrderedItem> orders) {
        return DutyPlan.of(new Stories()
                .then(0, new FactPayload.Discharged(home().ordered(orders).build()))
                .state());
    }

    /** Few kinds, few keys, some of which look like numbered ones: most lists have orders that are alike. */
    @Provide
    Arbitrary<List<OrderedItem>> orderLists() {
        return Combinators.combine(
                        Arbitraries.of(OrderedItem.Kind.values()),
                        Arbitraries.of("culture", "#2:culture", "culture#2", "x".repeat(250), "x".repeat(300)),
                        Arbitraries.integers().between(1, 3).injectNull(0.5),
                        Arbitraries.of("lab", "clinic").injectNull(0.5))
                .as((kind, key, day, with) -> new OrderedItem(
                        kind, key, "Blood culture", day == null ? null : LocalDate.of(2026, 11, 20 + day), with))
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 500)
    void factsOfTheSameMomentAreDecidedByArrivalAlone(@ForAll("histories") List<VisitFact> history, @ForAll long seed) {
        var moment = history.get(0).occurredAt();
        var simultaneous = history.stream()
                .map(fact -> new VisitFact(
                        fact.id(),
                        fact.visit(),
                        fact.patientId(),
                        moment,
                        fact.recordedAt(),
                        fact.source(),
                        fact.payload()))
                .toList();

        for (var stay : STAYS) {
            assertSame(stay, simultaneous, shuffled(simultaneous, seed));
        }
    }

    @Property(tries = 500)
    void strangersDoNotMatter(
            @ForAll("histories") List<VisitFact> history, @ForAll("histories") List<VisitFact> others) {
        var stranger = UUID.fromString("01900000-0000-7000-8000-0000000000ff");
        var mixed = new ArrayList<>(history);
        for (var fact : others) {
            if (!(fact.payload() instanceof FactPayload.PatientMerged)) {
                var visit = fact.visit();
                mixed.add(VisitFact.of(
                        visit == null ? null : new VisitKey("elsewhere", visit.visitNumber()),
                        stranger,
                        fact.payload(),
                        fact.occurredAt(),
                        fact.recordedAt(),
                        "test"));
            }
        }

        for (var stay : STAYS) {
            assertSame(stay, history, mixed);
        }
    }

    @Property(tries = 500)
    void mergesNeverLoopAndKeepWhoBelongsTogether(@ForAll("mergeLists") List<FactPayload.PatientMerged> merges) {
        var facts = new ArrayList<VisitFact>();
        for (var merge : merges) {
            var at = DISCHARGE.plusSeconds(facts.size());
            facts.add(VisitFact.of(null, merge.retired(), merge, at, at, "test"));
        }

        var followed = Merges.of(facts);

        for (var merge : merges) {
            assertThat(followed.survivor(merge.retired())).isEqualTo(followed.survivor(merge.surviving()));
        }
    }

    private static void assertSame(VisitKey stay, List<VisitFact> one, List<VisitFact> other) {
        var expected = EpisodeState.fold(stay, one);
        var actual = EpisodeState.fold(stay, other);
        assertThat(actual).isEqualTo(expected);
        if (expected.isDischarged()) {
            assertThat(DutyPlan.of(actual)).isEqualTo(DutyPlan.of(expected));
            for (var verdict : VERDICTS) {
                assertThat(actual.standing(verdict)).isEqualTo(expected.standing(verdict));
            }
        }
    }

    @Provide
    Arbitrary<List<FactPayload.PatientMerged>> mergeLists() {
        var people = Arbitraries.integers().between(1, 5).map(n -> new UUID(0x7000L, n));
        return Combinators.combine(people, people)
                .as(FactPayload.PatientMerged::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    /** Up to three stays of one patient under one or two record numbers, told in order, no two at the same moment. */
    @Provide
    Arbitrary<List<VisitFact>> histories() {
        var happenings = Combinators.combine(
                        Arbitraries.of(STAYS),
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(PATIENT)), Tuple.of(1, Arbitraries.just(OTHER_RECORD))),
                        Arbitraries.integers().between(1, 60 * 24 * 20),
                        payloads())
                .as(Happening::new);
        return happenings.list().ofMinSize(2).ofMaxSize(14).map(EpisodeStatePropertyTests::told);
    }

    private record Happening(VisitKey visit, UUID patient, int minutesLater, FactPayload payload) {}

    private static List<VisitFact> told(List<Happening> happenings) {
        var facts = new ArrayList<VisitFact>();
        var now = DISCHARGE;
        for (var happening : happenings) {
            now = now.plus(Duration.ofMinutes(happening.minutesLater()));
            facts.add(VisitFact.of(
                    happening.visit(),
                    happening.patient(),
                    anchored(happening.payload(), now),
                    now,
                    now.plusSeconds(30),
                    "test"));
        }
        return facts;
    }

    /** A discharge and an admission happen when they are told, give or take; a stay lasts three days. */
    private static FactPayload anchored(FactPayload payload, Instant now) {
        if (payload instanceof FactPayload.Discharged it) {
            return new FactPayload.Discharged(it.details()
                    .overlaidBy(DischargeDetails.builder()
                            .admittedAt(now.minus(Duration.ofDays(3)))
                            .dischargedAt(now)
                            .build()));
        }
        if (payload instanceof FactPayload.Admitted it) {
            return new FactPayload.Admitted(it.patientClass(), now);
        }
        if (payload instanceof FactPayload.Readmitted it) {
            return new FactPayload.Readmitted(it.into(), now);
        }
        return payload;
    }

    private static Arbitrary<FactPayload> payloads() {
        var dispositions = Arbitraries.of("01", "06", "03", "02", "07", "20", "50")
                .injectNull(0.1)
                .map(code -> new Disposition(code == null ? null : "nubc:" + code, "x"));
        var orders = Arbitraries.of(
                        OrderedItem.described(OrderedItem.Kind.VISIT, "Cardiology"),
                        OrderedItem.described(OrderedItem.Kind.TEST, "Potassium"),
                        OrderedItem.described(OrderedItem.Kind.PENDING_RESULT, "Blood culture"))
                .list()
                .uniqueElements()
                .ofMaxSize(3);
        var changes = Combinators.combine(
                        dispositions.injectNull(0.5),
                        Arbitraries.of("cardiology", "surgery").injectNull(0.5),
                        orders.injectNull(0.5),
                        Arbitraries.of(PatientClass.values()).injectNull(0.6))
                .as((disposition, service, ordered, patientClass) -> DischargeDetails.builder()
                        .disposition(disposition)
                        .service(service)
                        .ordered(ordered)
                        .patientClass(patientClass)
                        .build());
        var sections = Combinators.combine(Arbitraries.of(OrderedItem.Section.values()), orders)
                .as((section, ordered) -> DischargeDetails.builder()
                        .ordered(
                                section,
                                ordered.stream()
                                        .filter(order -> order.kind().section() == section)
                                        .toList())
                        .build());
        Arbitrary<FactPayload> discharges =
                changes.map(details -> new FactPayload.Discharged(home().build().overlaidBy(details)));
        return Arbitraries.frequencyOf(
                Tuple.of(6, discharges),
                Tuple.of(4, changes.map(FactPayload.DischargeChanged::new)),
                Tuple.of(3, sections.map(FactPayload.DischargeChanged::new)),
                Tuple.of(3, Arbitraries.just(dischargeCancelled())),
                Tuple.of(
                        3,
                        Arbitraries.of(PatientClass.INPATIENT, PatientClass.EMERGENCY, PatientClass.SKILLED_NURSING)
                                .map(patientClass -> new FactPayload.Admitted(patientClass, DISCHARGE))),
                Tuple.of(2, Arbitraries.just(admissionCancelled())),
                Tuple.of(
                        2,
                        Arbitraries.of(STAYS).injectNull(0.5).map(into -> new FactPayload.Readmitted(into, DISCHARGE))),
                Tuple.of(1, Arbitraries.just(new FactPayload.ReadmissionCancelled(null))),
                Tuple.of(2, Arbitraries.just(died())),
                Tuple.of(1, Arbitraries.just(deathConfirmed())),
                Tuple.of(1, Arbitraries.just(deathRefuted())),
                Tuple.of(
                        2,
                        Arbitraries.of(Decision.START, Decision.WATCH, Decision.NONE)
                                .map(Stories::decided)),
                Tuple.of(1, Arbitraries.just(new FactPayload.Refused("outreach", null))),
                Tuple.of(1, Arbitraries.just(new FactPayload.Transferred(null, null))),
                Tuple.of(1, Arbitraries.just(new FactPayload.OwnerTransferred("north", "team", "person", "moved"))),
                Tuple.of(1, Arbitraries.just(closed())),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                new FactPayload.PatientMerged(OTHER_RECORD, PATIENT),
                                new FactPayload.PatientMerged(PATIENT, OTHER_RECORD))));
    }

    private static List<VisitFact> shuffled(List<VisitFact> facts, long seed) {
        var shuffled = new ArrayList<>(facts);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /** The same facts as if they had come in this order. */
    private static List<VisitFact> rearrived(List<VisitFact> facts) {
        var arrival = new Instant[] {DISCHARGE.plus(Duration.ofDays(400))};
        return facts.stream()
                .map(fact -> {
                    arrival[0] = arrival[0].plusSeconds(1);
                    return new VisitFact(
                            UuidCreator.getTimeOrderedEpoch(),
                            fact.visit(),
                            fact.patientId(),
                            fact.occurredAt(),
                            arrival[0],
                            fact.source(),
                            fact.payload());
                })
                .collect(Collectors.toList());
    }

    private static long kindsIn(List<VisitFact> history) {
        return Stream.of(history)
                .flatMap(List::stream)
                .map(VisitFact::type)
                .distinct()
                .count();
    }
}
