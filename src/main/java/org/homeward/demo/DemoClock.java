package org.homeward.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.homeward.calendar.BusinessClock;
import org.homeward.engine.DueJobs;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** The demo's control of time: on to the next due job, some hours, a day; every job on the way runs at its time. */
@Controller
@ConditionalOnProperty("homeward.clock.shiftable")
class DemoClock {

    private final BusinessClock clock;
    private final DueJobs jobs;

    DemoClock(BusinessClock clock, DueJobs jobs) {
        this.clock = clock;
        this.jobs = jobs;
    }

    @PostMapping("/demo/clock/next")
    String next(@RequestParam String step, @RequestHeader(value = "Referer", required = false) String from) {
        switch (step) {
            case "hours" -> jobs.runUntil(clock.instant().plus(Duration.ofHours(4)), clock::advanceTo);
            case "day" -> jobs.runUntil(clock.instant().plus(Duration.ofDays(1)), clock::advanceTo);
            default -> jobs.nextDue().ifPresent(due -> jobs.runUntil(due, clock::advanceTo));
        }
        // back to the page it was pressed on, and never to another site
        String path = from == null ? "/my-work" : from.replaceFirst("^https?://[^/]+", "");
        return "redirect:" + (path.startsWith("/") && !path.startsWith("//") ? path : "/my-work");
    }

    /** Shows the business time on every page while it can be shifted. */
    @ControllerAdvice(annotations = Controller.class)
    @ConditionalOnProperty("homeward.clock.shiftable")
    static class Shown {

        private static final DateTimeFormatter WORDS =
                DateTimeFormatter.ofPattern("EEE, MMM d, h:mm a", Locale.US).withZone(ZoneId.of("America/New_York"));

        private final BusinessClock clock;

        Shown(BusinessClock clock) {
            this.clock = clock;
        }

        @ModelAttribute("demoClock")
        String now() {
            Instant now = clock.instant();
            return WORDS.format(now) + " Eastern";
        }
    }
}
