package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homeward.decisions.DecisionFiles.evaluate;
import static org.homeward.decisions.DecisionFiles.given;
import static org.homeward.decisions.DecisionFiles.only;
import static org.homeward.decisions.DecisionFiles.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionDeadlinesTests {

    private static final Set<String> OPENINGS =
            Set.of("prescriber-reminder", "referral-reminder", "next-attempt", "transition-end", "appointment-time");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first-contact",
                "outreach-call",
                "outreach-letter",
                "outreach-home-visit",
                "red-flag-handover",
                "concern-follow-up",
                "next-attempt",
                "name-care-manager",
                "obtain-discharge-summary",
                "notify-pcp",
                "reconcile-medications",
                "track-referral",
                "send-referral",
                "referral-answer",
                "referral-reminder",
                "referral-schedule",
                "referral-attendance",
                "referral-outcome",
                "referral-cancel",
                "reroute-referral",
                "review-referral-outcome",
                "tell-referral-outcome",
                "follow-pending-result",
                "confirm-service",
                "complete-risk-facts",
                "confirm-death",
                "facility-watch",
                "call-off-promises",
                "close-episode",
                "transition-end",
                "hedis-end",
                "book-appointment",
                "appointment-time",
                "visit-by-7",
                "visit-by-14",
                "confirm-attendance",
                "missed-appointment-call",
                "rebook-appointment",
                "triage-decision",
                "added-order",
                "urgent-order",
                "escalation-acknowledge",
                "escalation-resolve",
                "ama-call",
                "medication-urgent",
                "medication-allergy",
                "medication-high-alert-call",
                "gather-medications",
                "prescriber-answer",
                "prescriber-reminder",
                "tell-medication-list"
            })
    void everyRuleHasItsTermsWhateverTheTier(String rule) {
        for (String tier : new String[] {"LOW", "MODERATE", "HIGH", null}) {
            Map<String, Object> terms = only("transition-deadlines", given("rule", rule, "riskTier", tier));
            assertThat(terms.get("anchor")).isIn("discharge", "receipt", "now", "attempt", "appointment");
            assertThat((Integer) terms.get("amount")).isNotNegative();
            assertThat(terms.get("unit")).isIn("BUSINESS_DAYS", "CALENDAR_DAYS", "HOURS", "MINUTES");
            assertThat(terms.get("stepClass")).isIn("CLINICAL", "ADMINISTRATIVE", "RED");
            assertThat(terms.get("kind")).isEqualTo(OPENINGS.contains(rule) ? "OPENING" : "DUTY");
            assertThat(Duration.parse(text(terms, "room"))).isBetween(Duration.ZERO, Duration.ofDays(1));
            assertThat(terms).containsEntry("anchorDay", 0).containsKeys("endOfDay", "callingWindow", "verified");
            assertThat((String) terms.get("rule")).startsWith(rule);
            assertThat((String) terms.get("source")).isNotBlank();
            boolean countsDays = text(terms, "unit").endsWith("_DAYS");
            assertThat(terms).containsEntry("endOfDay", countsDays);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # rule,                  tier,     anchor,      amount, unit,          source says,            verified
            first-contact,           LOW,      discharge,   2,      BUSINESS_DAYS, Noridian JFB,           true
            first-contact,           MODERATE, discharge,   2,      BUSINESS_DAYS, Noridian JFB,           true
            first-contact,           HIGH,     discharge,   2,      BUSINESS_DAYS, unverified,             false
            visit-by-7,              HIGH,     discharge,   7,      CALENDAR_DAYS, 99496,                  true
            visit-by-14,             LOW,      discharge,   14,     CALENDAR_DAYS, 99495,                  true
            transition-end,          LOW,      discharge,   29,     CALENDAR_DAYS, service period,         true
            hedis-end,               LOW,      discharge,   30,     CALENDAR_DAYS, TRC,                    true
            obtain-discharge-summary,LOW,      discharge,   2,      CALENDAR_DAYS, 2025,                   true
            reconcile-medications,   HIGH,     discharge,   7,      CALENDAR_DAYS, no later than the visit,false
            reconcile-medications,   LOW,      discharge,   14,     CALENDAR_DAYS, no later than the visit,false
            ama-call,                HIGH,     discharge,   24,     HOURS,         derived,                false
            concern-follow-up,       LOW,      now,         1,      HOURS,         derived,                false
            red-flag-handover,       LOW,      now,         15,     MINUTES,       derived,                false
            medication-urgent,       LOW,      now,         48,     HOURS,         derived,                false
            medication-allergy,      LOW,      now,         4,      HOURS,         site policy,            false
            medication-high-alert-call, LOW,   discharge,   48,     HOURS,         ISMP,                   false
            gather-medications,      LOW,      discharge,   2,      BUSINESS_DAYS, site policy,            false
            prescriber-answer,       LOW,      now,         24,     HOURS,         site policy,            false
            send-referral,           LOW,      now,         1,      BUSINESS_DAYS, site policy,            false
            referral-answer,         LOW,      now,         3,      BUSINESS_DAYS, site policy,            false
            referral-reminder,       LOW,      now,         24,     HOURS,         site policy,            false
            referral-attendance,     LOW,      appointment, 1,      BUSINESS_DAYS, site policy,            false
            reroute-referral,        LOW,      now,         1,      BUSINESS_DAYS, site policy,            false
            tell-medication-list,    LOW,      now,         1,      BUSINESS_DAYS, NPSG.03.06.01,          false
            missed-appointment-call, LOW,      now,         0,      CALENDAR_DAYS, derived,                false
            rebook-appointment,      LOW,      now,         2,      BUSINESS_DAYS, derived,                false
            triage-decision,         LOW,      receipt,     0,      BUSINESS_DAYS, site policy,            false
            next-attempt,            LOW,      attempt,     0,      HOURS,         site policy,            false
            appointment-time,        LOW,      appointment, 0,      HOURS,         site policy,            false
            """)
    void demandsWhatTheSourcesDemand(
            String rule, String tier, String anchor, int amount, String unit, String source, boolean verified) {
        assertThat(only("transition-deadlines", given("rule", rule, "riskTier", tier)))
                .containsEntry("anchor", anchor)
                .containsEntry("amount", amount)
                .containsEntry("unit", unit)
                .containsEntry("verified", verified)
                .hasEntrySatisfying("source", text -> assertThat((String) text).contains(source));
    }

    @Test
    void plansTheFirstCallOfAHighRiskPatientADayEarlierWithoutMovingTheDueTime() {
        assertThat(only("transition-deadlines", given("rule", "first-contact", "riskTier", "HIGH")))
                .containsEntry("room", "PT24H");
        assertThat(only("transition-deadlines", given("rule", "first-contact", "riskTier", "LOW")))
                .containsEntry("room", "PT4H");
    }

    @Test
    void aTierThatIsNotKnownCountsAsHigh() {
        for (String rule :
                List.of("first-contact", "reconcile-medications", "book-appointment", "outreach-home-visit")) {
            assertThat(only("transition-deadlines", given("rule", rule, "riskTier", null)))
                    .isEqualTo(only("transition-deadlines", given("rule", rule, "riskTier", "HIGH")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1999-12-31, ", "2000-01-01, 1", "2024-12-31, 1", "2025-01-01, 2", "2026-11-20, 2"})
    void keepsTheOlderWindowForOlderDischarges(LocalDate asOf, @Nullable Integer days) {
        List<Map<String, Object>> rows = evaluate(
                "transition-deadlines", given("asOf", asOf, "rule", "obtain-discharge-summary", "riskTier", "LOW"));
        if (days == null) {
            assertThat(rows).isEmpty();
        } else {
            assertThat(rows).singleElement().satisfies(row -> assertThat(row).containsEntry("amount", days));
        }
    }

    @Test
    void readsTheDayFromADateATimeOrAText() {
        for (Object asOf : List.of(
                LocalDate.of(2024, 12, 31),
                LocalDate.of(2024, 12, 31).atTime(23, 59),
                "2024-12-31",
                Date.from(Instant.parse("2024-12-31T23:59:00Z")))) {
            assertThat(only("transition-deadlines", given("asOf", asOf, "rule", "obtain-discharge-summary")))
                    .containsEntry("amount", 1);
        }
    }

    @Test
    void knowsNoTermsForARuleItDoesNotKnow() {
        assertThat(evaluate("transition-deadlines", given("rule", "no-such-rule", "riskTier", "LOW")))
                .isEmpty();
        assertThat(evaluate("transition-deadlines", given("rule", null, "riskTier", "LOW")))
                .isEmpty();
    }
}
