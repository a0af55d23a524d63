package org.homeward.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.homeward.outreach.ContactAttempt.Channel;
import org.homeward.outreach.ContactAttempt.Direction;
import org.homeward.outreach.ContactAttempt.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstContactTests {

    private static final Instant DISCHARGE = Instant.parse("2026-11-20T21:40:00Z");
    private static final Instant ENDS = Instant.parse("2026-11-25T07:59:59.999Z");
    private static final Instant DURING = DISCHARGE.plus(Duration.ofHours(20));
    private static final Duration APART = Duration.ofHours(1);

    private static ContactAttempt attempt(Instant at, Direction direction, Channel channel, Outcome outcome) {
        return new ContactAttempt(
                UUID.randomUUID(),
                0,
                UUID.randomUUID(),
                at,
                0,
                true,
                "nurse",
                direction,
                channel,
                null,
                outcome,
                null,
                null,
                null,
                null);
    }

    private static ContactAttempt call(Instant at, Outcome outcome) {
        return attempt(at, Direction.OUTGOING, Channel.PHONE, outcome);
    }

    private static @Nullable FirstContact judged(Instant now, ContactAttempt... attempts) {
        return FirstContact.judge(List.of(attempts), DISCHARGE, ENDS, APART, now);
    }

    @Test
    void oneTryDecidesNothingWhileTheWindowIsOpen() {
        assertThat(judged(ENDS, call(DURING, Outcome.NO_ANSWER))).isNull();
    }

    @Test
    void twoSeparateTriesAreEnough() {
        assertThat(judged(ENDS, call(DURING, Outcome.NO_ANSWER), call(DURING.plus(APART), Outcome.VOICEMAIL)))
                .isEqualTo(FirstContact.ATTEMPTED);
    }

    @Test
    void twoTriesInTheSameHourAreOne() {
        assertThat(judged(
                        ENDS,
                        call(DURING, Outcome.NO_ANSWER),
                        call(DURING.plus(APART).minusMillis(1), Outcome.BUSY)))
                .isNull();
    }

    @Test
    void aTryAtTheLastMomentCountsAndOneAMillisecondLaterDoesNot() {
        ContactAttempt first = call(DURING, Outcome.NO_ANSWER);
        Instant late = ENDS.plusMillis(1);

        assertThat(judged(late, first, call(ENDS, Outcome.NO_ANSWER))).isEqualTo(FirstContact.ATTEMPTED);
        assertThat(judged(late, first, call(late, Outcome.NO_ANSWER))).isEqualTo(FirstContact.MISSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"REACHED"},
            mode = EnumSource.Mode.EXCLUDE)
    void onlyAnExchangeIsAContact(Outcome outcome) {
        assertThat(judged(ENDS, call(DURING, outcome))).isNull();
        assertThat(judged(ENDS, call(DURING, Outcome.REACHED))).isEqualTo(FirstContact.REACHED);
    }

    @Test
    void whoeverCalledAContactIsAContactAndALetterIsNone() {
        assertThat(judged(ENDS, attempt(DURING, Direction.INCOMING, Channel.PHONE, Outcome.REACHED)))
                .isEqualTo(FirstContact.REACHED);
        assertThat(judged(
                        ENDS.plusMillis(1),
                        attempt(DURING, Direction.OUTGOING, Channel.LETTER, Outcome.OTHER),
                        attempt(DURING.plus(APART), Direction.OUTGOING, Channel.LETTER, Outcome.OTHER)))
                .isEqualTo(FirstContact.MISSED);
    }

    @Test
    void atAWrongNumberNobodyWasTried() {
        assertThat(judged(ENDS, call(DURING, Outcome.WRONG_NUMBER), call(DURING.plus(APART), Outcome.NO_ANSWER)))
                .isNull();
    }

    @Test
    void aConversationBeforeTheDischargeIsNoneAfterIt() {
        assertThat(judged(ENDS.plusMillis(1), call(DISCHARGE, Outcome.REACHED))).isEqualTo(FirstContact.MISSED);
    }

    @Test
    void reachedGoesBeforeAttemptedAndNothingTurnsAMissAroundAfterwards() {
        ContactAttempt first = call(DURING, Outcome.NO_ANSWER);
        ContactAttempt second = call(DURING.plus(APART), Outcome.NO_ANSWER);

        assertThat(judged(ENDS, first, second, call(ENDS, Outcome.REACHED))).isEqualTo(FirstContact.REACHED);
        assertThat(judged(ENDS.plusSeconds(3600), first, call(ENDS.plusSeconds(60), Outcome.REACHED)))
                .isEqualTo(FirstContact.MISSED);
    }
}
