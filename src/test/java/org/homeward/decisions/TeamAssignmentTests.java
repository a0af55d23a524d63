package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeamAssignmentTests {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # facility,        area,  organization,    team,                 same day
            st-brendan,        -,     cascadia-health, transitions-north,    false
            st-brendan,        98101, cascadia-health, transitions-north,    false
            harborview-general,-,     cascadia-health, transitions-south,    false
            harborview-general,north, cascadia-health, transitions-north,    false
            st-brendan,        south, cascadia-health, transitions-south,    false
            lakeside-memorial, -,     lakeside-health, lakeside-transitions, false
            lakeside-memorial, north, lakeside-health, lakeside-transitions, false
            nowhere-known,     north, cascadia-health, coordination-desk,    true
            -,                 -,     cascadia-health, coordination-desk,    true
            """)
    void assignsByFacilityAndAreaAndLeavesNothingUnassigned(
            @Nullable String facility, @Nullable String area, String organization, String team, boolean sameDay) {
        assertThat(only(
                        "team-assignment",
                        given(
                                "sourceFacility", facility,
                                "area", area,
                                "pcp", null,
                                "payer", null,
                                "service", null,
                                "language", null)))
                .containsEntry("organization", organization)
                .containsEntry("team", team)
                .containsEntry("sameDay", sameDay);
    }
}
