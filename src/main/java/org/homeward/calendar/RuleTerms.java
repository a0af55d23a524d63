package org.homeward.calendar;

import java.time.Duration;

/**
 * Hold what a rule demands: so much time after an anchor.
 *
 * @param rule its key, for example {@code first-contact}
 * @param anchor the name of the moment it counts from: {@code discharge}, {@code receipt}, {@code now} (the moment the
 *     step begins), or one a module adds, for example {@code appointment}
 * @param endOfDay the rule runs to the end of the day it arrives at
 * @param anchorDay the number that the anchor's own day gets, 0 or 1. Day 0 is the custom for discharges; for the visit
 *     windows that is a convention nobody has verified, hence data
 * @param callingWindow the step is a call: only time inside the patient's calling window counts as time to act
 * @param room how long before the team's last moment to act the work should be done
 * @param source where the rule comes from, for people to read
 * @param verified whether a clinician has checked the rule against its source
 * @param decisionVersion the version of the decision table the terms were read from
 */
public record RuleTerms(
        String rule,
        String anchor,
        int amount,
        Unit unit,
        boolean endOfDay,
        int anchorDay,
        boolean callingWindow,
        Duration room,
        StepClass stepClass,
        Kind kind,
        String source,
        boolean verified,
        String decisionVersion) {

    /** The anchor that is the moment the step begins. */
    public static final String NOW = "now";

    public static final String DISCHARGE = "discharge";

    /** Room of a rule that counts days, where nothing else is said; nobody has verified it. */
    public static final Duration DEFAULT_ROOM = Duration.ofHours(1);

    public enum Unit {
        BUSINESS_DAYS,
        CALENDAR_DAYS,
        HOURS,
        MINUTES;

        boolean countsDays() {
            return this == BUSINESS_DAYS || this == CALENDAR_DAYS;
        }
    }

    /** Who must answer for a missed step in the end, and whether its clock waits for staffed hours. */
    public enum StepClass {
        CLINICAL,
        ADMINISTRATIVE,
        RED
    }

    public enum Kind {
        /** Work that must be done by then; missing it escalates. */
        DUTY,
        /** A moment something may begin or is over; nobody can miss it. */
        OPENING
    }

    public RuleTerms {
        if (amount < 0) {
            throw new IllegalArgumentException("A rule counts forward: " + rule + " has the amount " + amount);
        }
        if (anchorDay != 0 && anchorDay != 1) {
            throw new IllegalArgumentException("The anchor's day is day 0 or day 1: " + rule + " says " + anchorDay);
        }
        if (room.isNegative()) {
            throw new IllegalArgumentException("Room to act cannot be negative: " + rule);
        }
    }

    /** A clinical duty counted from day 0; where it counts days, to the end of the day and with an hour's room. */
    public static RuleTerms duty(String rule, String anchor, int amount, Unit unit, String source) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                unit.countsDays(),
                0,
                false,
                unit.countsDays() ? DEFAULT_ROOM : Duration.ZERO,
                StepClass.CLINICAL,
                Kind.DUTY,
                source,
                false,
                "");
    }

    /** A moment that opens, exactly so long after the anchor. */
    public static RuleTerms opening(String rule, String anchor, int amount, Unit unit, String source) {
        return duty(rule, anchor, amount, unit, source).withKind(Kind.OPENING).withEndOfDay(false);
    }

    public RuleTerms withEndOfDay(boolean to) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                to,
                anchorDay,
                callingWindow,
                room,
                stepClass,
                kind,
                source,
                verified,
                decisionVersion);
    }

    public RuleTerms withAnchorDay(int to) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                endOfDay,
                to,
                callingWindow,
                room,
                stepClass,
                kind,
                source,
                verified,
                decisionVersion);
    }

    public RuleTerms withCallingWindow(boolean to) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                endOfDay,
                anchorDay,
                to,
                room,
                stepClass,
                kind,
                source,
                verified,
                decisionVersion);
    }

    public RuleTerms withRoom(Duration to) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                endOfDay,
                anchorDay,
                callingWindow,
                to,
                stepClass,
                kind,
                source,
                verified,
                decisionVersion);
    }

    public RuleTerms withStepClass(StepClass to) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                endOfDay,
                anchorDay,
                callingWindow,
                room,
                to,
                kind,
                source,
                verified,
                decisionVersion);
    }

    public RuleTerms withKind(Kind to) {
        return new RuleTerms(
                rule,
                anchor,
                amount,
                unit,
                endOfDay,
                anchorDay,
                callingWindow,
                room,
                stepClass,
                to,
                source,
                verified,
                decisionVersion);
    }
}
