package org.homeward.referral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.homeward.referral.ReferralMove.Event;
import org.junit.jupiter.api.Test;

class TaskStatusTests {

    /** Whatever is told, the Task takes only steps that the guide permits, and ends when the conversation does. */
    @Property
    void everyConversationIsAPermittedWayOfTheTask(@ForAll long seed) {
        Random random = new Random(seed);
        List<ReferralMove> moves = new ArrayList<>();
        ReferralState state = ReferralState.DRAFT;
        TaskStatus status = TaskStatus.DRAFT;
        while (!state.isTerminal() && moves.size() < 60) {
            List<ReferralMove> possible = ReferralMove.from(state);
            ReferralMove move = possible.get(random.nextInt(possible.size()));
            for (TaskStatus next : status.passedBy(move)) {
                assertThat(status.next()).as(moves + " then " + move).contains(next);
                status = next;
            }
            moves.add(move);
            state = move.to();
            assertThat(TaskStatus.after(moves)).isEqualTo(status);
            assertThat(status.next().isEmpty()).as(moves.toString()).isEqualTo(state.isTerminal());
        }
    }

    @Test
    void aRefusalAfterTheAcceptanceHasFailed() {
        ReferralMove sent = ReferralMove.of(ReferralState.DRAFT, Event.SEND);
        ReferralMove accepted = ReferralMove.of(ReferralState.RECEIVED, Event.ACCEPT);

        assertThat(TaskStatus.after(List.of(sent, ReferralMove.of(ReferralState.RECEIVED, Event.DECLINE))))
                .isEqualTo(TaskStatus.REJECTED);
        assertThat(TaskStatus.after(List.of(sent, accepted, ReferralMove.of(ReferralState.ACCEPTED, Event.DECLINE))))
                .isEqualTo(TaskStatus.FAILED);
        assertThat(TaskStatus.FAILED.code()).isEqualTo("failed");
        assertThat(TaskStatus.IN_PROGRESS.code()).isEqualTo("in-progress");
    }

    @Test
    void aMissedVisitIsOnHoldUntilThereIsANewDate() {
        List<ReferralMove> moves = new ArrayList<>(List.of(
                ReferralMove.numbered(1),
                ReferralMove.numbered(2),
                ReferralMove.numbered(6),
                ReferralMove.numbered(12)));
        assertThat(TaskStatus.after(moves)).isEqualTo(TaskStatus.ON_HOLD);
        moves.add(ReferralMove.numbered(18));
        assertThat(TaskStatus.after(moves)).isEqualTo(TaskStatus.IN_PROGRESS);
    }

    @Test
    void anOutcomeOfWhoNeverAcceptedPassesTheAcceptance() {
        TaskStatus requested = TaskStatus.REQUESTED;
        assertThat(requested.passedBy(ReferralMove.numbered(4))).isEmpty();
        assertThat(requested.passedBy(ReferralMove.numbered(24)))
                .containsExactly(TaskStatus.ACCEPTED, TaskStatus.COMPLETED);
    }
}
