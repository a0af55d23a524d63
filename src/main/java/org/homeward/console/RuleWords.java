package org.homeward.console;

import java.util.Map;

/** What people call the clocks; a rule that a site adds is shown by its key. */
final class RuleWords {

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("first-contact", "First contact"),
            Map.entry("outreach-call", "Call the patient"),
            Map.entry("outreach-letter", "Letter to the patient"),
            Map.entry("outreach-home-visit", "Arrange a home visit"),
            Map.entry("red-flag-handover", "Hand a red flag over"),
            Map.entry("concern-follow-up", "Follow up a concern"),
            Map.entry("next-attempt", "Next call may begin"),
            Map.entry("name-care-manager", "Name the care manager"),
            Map.entry("obtain-discharge-summary", "Obtain the discharge summary"),
            Map.entry("notify-pcp", "Tell primary care"),
            Map.entry("reconcile-medications", "Reconcile medicines"),
            Map.entry("medication-urgent", "Medicine difference, urgent"),
            Map.entry("medication-allergy", "Medicine meets an allergy"),
            Map.entry("medication-high-alert-call", "Teach-back on a high-alert medicine"),
            Map.entry("gather-medications", "Ask what the patient takes"),
            Map.entry("prescriber-answer", "Answer from the prescriber"),
            Map.entry("prescriber-reminder", "Reminder to the prescriber"),
            Map.entry("tell-medication-list", "Tell the final medicine list"),
            Map.entry("track-referral", "Referral"),
            Map.entry("send-referral", "Send the referral"),
            Map.entry("referral-answer", "Answer to the referral"),
            Map.entry("referral-reminder", "Reminder about the referral"),
            Map.entry("referral-schedule", "Date for the referral"),
            Map.entry("referral-attendance", "Whether the patient was seen"),
            Map.entry("referral-outcome", "Outcome of the referral"),
            Map.entry("referral-cancel", "Cancellation confirmed"),
            Map.entry("reroute-referral", "Another recipient"),
            Map.entry("review-referral-outcome", "Review the outcome"),
            Map.entry("tell-referral-outcome", "Tell the patient the outcome"),
            Map.entry("follow-pending-result", "Pending result"),
            Map.entry("confirm-service", "Service in place"),
            Map.entry("complete-risk-facts", "Complete the risk facts"),
            Map.entry("facility-watch", "Ask after the patient who is away"),
            Map.entry("confirm-death", "Confirm the report of death"),
            Map.entry("call-off-promises", "Call off what was promised"),
            Map.entry("close-episode", "Closing review"),
            Map.entry("transition-end", "Transition period ends"),
            Map.entry("hedis-end", "30 days after discharge"),
            Map.entry("book-appointment", "Book the appointment"),
            Map.entry("appointment-time", "Appointment"),
            Map.entry("visit-by-7", "Visit within 7 days"),
            Map.entry("visit-by-14", "Visit within 14 days"),
            Map.entry("confirm-attendance", "Confirm attendance"),
            Map.entry("missed-appointment-call", "Call about the missed visit"),
            Map.entry("rebook-appointment", "Book again"),
            Map.entry("triage-decision", "Decide about the discharge"),
            Map.entry("added-order", "Added order"),
            Map.entry("urgent-order", "To be seen to today"),
            Map.entry("escalation-acknowledge", "Answer to the escalation"),
            Map.entry("escalation-resolve", "Resolve the escalation"),
            Map.entry("ama-call", "Call after leaving against advice"));

    private RuleWords() {}

    static String label(String rule) {
        String words = rule.replace('-', ' ');
        return LABELS.getOrDefault(rule, Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }
}
