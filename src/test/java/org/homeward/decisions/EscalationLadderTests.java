package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscalationLadderTests {

    private static Map<String, Object> rung(@Nullable String stepClass, int level) {
        return only("escalation-ladder", given("stepClass", stepClass, "level", level));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # class,        level, role,              minutes, channel, staffed, last
            CLINICAL,       1,     team-lead,         0,       EMAIL,   false,   false
            CLINICAL,       2,     supervisor,        60,      EMAIL,   false,   false
            CLINICAL,       3,     on-call-clinician, 60,      WEBHOOK, false,   true
            CLINICAL,       6,     on-call-clinician, 240,     WEBHOOK, false,   true
            CLINICAL,       7,     on-call-clinician, 1440,    WEBHOOK, false,   true
            RED,            40,    on-call-clinician, 15,      WEBHOOK, false,   true
            ADMINISTRATIVE, 1,     team-lead,         0,       EMAIL,   true,    false
            ADMINISTRATIVE, 2,     supervisor,        240,     EMAIL,   true,    true
            RED,            1,     on-call-clinician, 0,       WEBHOOK, false,   false
            RED,            2,     supervisor,        15,      WEBHOOK, false,   false
            RED,            3,     on-call-clinician, 15,      WEBHOOK, false,   true
            -,              1,     team-lead,         0,       EMAIL,   false,   false
            whatever,       3,     on-call-clinician, 60,      WEBHOOK, false,   true
            """)
    void climbs(
            @Nullable String stepClass,
            int level,
            String role,
            int minutes,
            String channel,
            boolean staffed,
            boolean last) {
        assertThat(rung(stepClass, level))
                .containsEntry("role", role)
                .containsEntry("afterMinutes", minutes)
                .containsEntry("channel", channel)
                .containsEntry("staffedHoursOnly", staffed)
                .containsEntry("last", last);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"CLINICAL", "ADMINISTRATIVE", "RED", "-"})
    void neverRunsOutOfRungs(@Nullable String stepClass) {
        for (int level = 3; level <= 50; level++) {
            assertThat(rung(stepClass, level)).containsEntry("last", true);
        }
    }

    @Test
    void clinicalStepsEndAtTheOnCallClinicianAndAdministrativeOnesWaitForStaffedHours() {
        assertThat(rung("CLINICAL", 9)).containsEntry("role", "on-call-clinician");
        assertThat(rung("RED", 9)).containsEntry("role", "on-call-clinician");
        assertThat(rung("ADMINISTRATIVE", 9))
                .containsEntry("role", "supervisor")
                .containsEntry("staffedHoursOnly", true);
    }
}
