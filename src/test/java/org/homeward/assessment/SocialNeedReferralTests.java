package org.homeward.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.TransitionTest;
import org.homeward.Transitions;
import org.homeward.Transitions.Case;
import org.homeward.engine.Refused;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.security.Person;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An accepted offer starts the same loop as a referral that the hospital ordered. */
@TransitionTest
@Tag("mysql")
class SocialNeedReferralTests {

    @Autowired
    Transitions.Ward ward;

    @Autowired
    ScreenSocialNeeds screen;

    @Autowired
    Duties duties;

    @Autowired
    RuntimeService runtime;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.TUESDAY, 9, 0);
    }

    private long loops() {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral-loop")
                .active()
                .count();
    }

    private static Map<String, Object> hungry() {
        return new HashMap<>(Map.of(
                "instrument", "HUNGER_VITAL_SIGN",
                "screeningOutcome", "ANSWERED",
                "answeredBy", "PATIENT",
                "foodWorried", "OFTEN"));
    }

    @Test
    void theLoopOfAnAcceptedNeedStartsAtOnce() {
        Case lee = ward.discharged();
        Person nurse = ward.who("ward-nurse");
        long before = loops();
        screen.record(lee.episodeId(), hungry(), nurse);
        SocialNeed need = screen.needs(lee.episodeId()).get(0);
        assertThat(loops()).as("found is not yet wanted").isEqualTo(before);

        screen.accept(lee.episodeId(), need.id(), need.version(), "food-insecurity", nurse);

        assertThat(loops()).isEqualTo(before + 1);
        Duty referral = duties.get(
                Objects.requireNonNull(screen.needs(lee.episodeId()).get(0).referralDuty()));
        assertThat(referral.isTakenUp()).isTrue();
        assertThatThrownBy(() -> screen.accept(lee.episodeId(), need.id(), need.version(), "food-insecurity", nurse))
                .isInstanceOf(Refused.class);
        assertThat(loops()).isEqualTo(before + 1);
    }
}
