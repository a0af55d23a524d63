package org.homeward.rules;

import java.util.Map;
import org.homeward.episode.Episodes;
import org.homeward.notification.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps a new installation from taking discharges before a clinician has vouched for every rule. An installation that
 * has ever carried a patient stays open, whatever is deployed later: closing it would leave people uncalled.
 */
@Component("rulesHealthIndicator")
@EnableConfigurationProperties(RuleSettings.class)
class OpenForCare implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(OpenForCare.class);

    private final RuleBook rules;
    private final Episodes episodes;
    private final Alarms alarms;
    private final RuleSettings settings;
    private volatile boolean everOpen;

    OpenForCare(RuleBook rules, Episodes episodes, Alarms alarms, RuleSettings settings) {
        this.rules = rules;
        this.episodes = episodes;
        this.alarms = alarms;
        this.settings = settings;
    }

    boolean isOpen() {
        if (!settings.approvalRequired() || everOpen) {
            return true;
        }
        everOpen = rules.open().isEmpty() || episodes.anyEver();
        return everOpen;
    }

    @EventListener
    void say(ApplicationReadyEvent ready) {
        if (settings.approvalRequired() && !isOpen()) {
            log.warn(
                    "Closed for discharges: rows of these decision tables are not clinically verified, and nobody has"
                            + " approved them yet: {}. A prescriber or on-call clinician does so on the page /rules.",
                    rules.open());
        }
    }

    /** Work goes on with rules that nobody has approved since; somebody must know. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void raiseAlarms() {
        if (settings.approvalRequired() && isOpen()) {
            rules.open().keySet().forEach(decision -> alarms.raise("RULES_NOT_APPROVED", "decision", decision, null));
        }
    }

    /** Not part of readiness: people must reach the page on which rules are approved. */
    @Override
    public Health health() {
        Map<String, Integer> open = rules.open();
        return (isOpen() ? Health.up() : Health.outOfService())
                .withDetail("rowsNotApproved", open)
                .build();
    }
}
