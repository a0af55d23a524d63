package org.homeward.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.homeward.calendar.Rosters;
import org.homeward.security.Role;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Who is on duty and on call in the demo, for the sixty days that it is likely to be looked at. */
@Component
@Profile("demo")
class DemoRoster {

    private static final Duration LONG_ENOUGH = Duration.ofDays(60);

    private final Rosters rosters;
    private final Clock clock;

    DemoRoster(Rosters rosters, Clock clock) {
        this.rosters = rosters;
        this.clock = clock;
    }

    @EventListener
    void fill(ApplicationStartedEvent started) {
        for (String team : List.of("transitions-north", "coordination-desk")) {
            turn(team, Role.TEAM_LEAD, "tom", Rosters.Duty.ON_DUTY);
            turn(team, Role.SUPERVISOR, "sofia", Rosters.Duty.ON_DUTY);
            turn(team, Role.CARE_MANAGER, "carla", Rosters.Duty.ON_DUTY);
            turn(team, Role.ON_CALL_CLINICIAN, "dr-ahn", Rosters.Duty.ON_CALL);
        }
    }

    private void turn(String team, Role role, String person, Rosters.Duty duty) {
        Instant now = clock.instant();
        if (rosters.at(team, role.code(), now).isEmpty()) {
            rosters.add(team, role.code(), person, duty, now.minus(Duration.ofDays(1)), now.plus(LONG_ENOUGH));
        }
    }
}
