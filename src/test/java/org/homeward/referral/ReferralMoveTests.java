package org.homeward.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.engine.Refused;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralMove.Party;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The conversation against the oracle: number, party, event, from, to, written down from the source a second time. */
class ReferralMoveTests {

    private static final String ORACLE = """
            01 I send 1>2 | 02 R accept 2>3 | 03 R decline 2>4 | 04 I cancelReq 2>5.2 | 05 R decline 3>4
            06 R schedule 3>5.1.1 | 07 I cancelReq 3>5.2 | 08 R interim 3>5.1.4 | 09 R outcome 3>7
            10 R decline 5.1.1>4 | 11 R reschedule 5.1.1>5.1.1 | 12 R no-show 5.1.1>5.1.2
            13 R apptCancel 5.1.1>5.1.3 | 14 I cancelReq 5.1.1>5.2 | 15 R interim 5.1.1>5.1.4
            16 R outcome 5.1.1>7 | 17 R decline 5.1.2>4 | 18 R reschedule 5.1.2>5.1.1
            19 R apptCancel 5.1.2>5.1.3 | 20 I cancelReq 5.1.2>5.2 | 21 R schedule 5.1.3>5.1.1
            22 I cancelReq 5.1.3>5.2 | 23 R cancelConfirm 5.2>6 | 24 R outcome 5.2>7 | 25 R decline 5.1.4>4
            26 R schedule 5.1.4>5.1.1 | 27 R apptCancel 5.1.4>5.1.3 | 28 I cancelReq 5.1.4>5.2
            29 R interim 5.1.4>5.1.4 | 30 R outcome 5.1.4>7 | 31 R schedule 3>5.1 | 32 R interim 3>5.1
            33 R decline 5.1>4 | 34 I cancelReq 5.1>5.2""";

    private static final Map<String, Event> EVENTS = Map.ofEntries(
            Map.entry("send", Event.SEND),
            Map.entry("accept", Event.ACCEPT),
            Map.entry("decline", Event.DECLINE),
            Map.entry("cancelReq", Event.REQUEST_CANCEL),
            Map.entry("schedule", Event.SCHEDULE),
            Map.entry("reschedule", Event.RESCHEDULE),
            Map.entry("no-show", Event.MISS),
            Map.entry("apptCancel", Event.CANCEL_APPOINTMENT),
            Map.entry("interim", Event.INTERIM_NOTE),
            Map.entry("outcome", Event.OUTCOME),
            Map.entry("cancelConfirm", Event.CONFIRM_CANCEL));

    private record Line(int number, Party party, Event event, ReferralState from, ReferralState to) {}

    private static List<Line> oracle() {
        List<Line> lines = new ArrayList<>();
        for (String text : ORACLE.split("[|\n]")) {
            String[] words = text.strip().split("[ >]");
            lines.add(new Line(
                    Integer.parseInt(words[0]),
                    words[1].equals("I") ? Party.INITIATOR : Party.RECIPIENT,
                    Objects.requireNonNull(EVENTS.get(words[2])),
                    ReferralState.numbered(words[3]),
                    ReferralState.numbered(words[4])));
        }
        return lines;
    }

    @Test
    void thereAreExactlyThe34Moves() {
        assertThat(oracle()).hasSize(34);
        assertThat(ReferralMove.all().stream()
                        .map(move ->
                                new Line(move.number(), move.event().party(), move.event(), move.from(), move.to()))
                        .toList())
                .containsExactlyElementsOf(oracle());
    }

    /** Every pair of states with every event: 12 x 11 x 12. */
    @TestFactory
    Stream<DynamicTest> everyPairOfStatesAndEveryEvent() {
        Set<Line> permitted = Set.copyOf(oracle());
        Map<ReferralState, Set<String>> next = new HashMap<>();
        permitted.forEach(line -> next.computeIfAbsent(line.from(), state -> new TreeSet<>())
                .add(line.to().words()));
        return Arrays.stream(ReferralState.values()).flatMap(from -> Arrays.stream(Event.values())
                .map(event -> dynamicTest(from + " " + event, () -> {
                    int found = 0;
                    for (ReferralState to : ReferralState.values()) {
                        boolean legal = permitted.stream()
                                .anyMatch(line -> line.from() == from && line.event() == event && line.to() == to);
                        if (legal) {
                            assertThat(ReferralMove.of(from, event, to).to()).isEqualTo(to);
                            found++;
                        } else {
                            assertRefusedNamingTheNext(
                                    () -> ReferralMove.of(from, event, to), next.getOrDefault(from, Set.of()));
                        }
                    }
                    if (found == 0) {
                        assertRefusedNamingTheNext(
                                () -> ReferralMove.of(from, event), next.getOrDefault(from, Set.of()));
                    } else {
                        assertThat(ReferralMove.of(from, event).from()).isEqualTo(from);
                    }
                    assertThat(ReferralMove.events(from).contains(event)).isEqualTo(found > 0);
                })));
    }

    private static void assertRefusedNamingTheNext(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable move, Set<String> next) {
        assertThatThrownBy(move).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT);
            if (next.isEmpty()) {
                assertThat(refused.getMessage()).contains("It has ended");
            } else {
                assertThat(refused.getMessage()).endsWith("Next it can be: " + String.join(", ", next) + ".");
            }
        });
    }

    @Test
    void threeStatesAreEnds() {
        assertThat(EnumSet.allOf(ReferralState.class).stream()
                        .filter(ReferralState::isTerminal)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(ReferralState.REJECTED, ReferralState.CANCELLED, ReferralState.COMPLETED);
    }

    @Test
    void aDateLeadsToTheVisitAndOnlyWhoSaysSoToWorkWithoutOne() {
        assertThat(ReferralMove.of(ReferralState.ACCEPTED, Event.SCHEDULE).number())
                .isEqualTo(6);
        assertThat(ReferralMove.of(ReferralState.ACCEPTED, Event.SCHEDULE, ReferralState.ACTIVE)
                        .number())
                .isEqualTo(31);
        assertThat(ReferralMove.of(ReferralState.ACCEPTED, Event.INTERIM_NOTE).number())
                .isEqualTo(8);
    }

    @Test
    void businessStatusesAreThoseOfTheCodeSystem() {
        assertThat(Arrays.stream(ReferralState.values()).flatMap(state -> state.businessStatus().stream()))
                .containsExactlyInAnyOrder(
                        "2.0", "3.0", "4.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.2", "6.0", "7.0");
    }
}
