package org.homeward.console;

import java.util.Locale;
import java.util.Map;
import org.homeward.access.Glass;
import org.homeward.audit.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Says in words what the trail keeps in codes; a code that is new is taken apart, so that nothing is left out. */
final class TrailWords {

    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("patient.read", "Looked at the patient"),
            Map.entry("patient.exported", "Exported everything about the patient"),
            Map.entry("medications.read", "Looked at the medicines"),
            Map.entry("record.read", "Looked at the transition record"),
            Map.entry("record.printed", "Printed the transition record"),
            Map.entry("referrals.read", "Looked at the referrals"),
            Map.entry("referrals.board", "Looked at the board of referrals"),
            Map.entry("referrals.numbers", "Looked at the numbers of referrals"),
            Map.entry("socialNeeds.read", "Looked at the social needs"),
            Map.entry("submission.read", "Looked at a filled-in form"),
            Map.entry("task.read", "Looked at a task"),
            Map.entry("episode.read", "Looked at the episode"),
            Map.entry("message.read", "Looked at a message that came in"),
            Map.entry("disclosures.read", "Looked at who saw the patient"),
            Map.entry("disclosures.exported", "Exported who saw the patient"),
            Map.entry("patients.searched", "Searched for patients"),
            Map.entry("glass.opened", "Opened the patient of another team"),
            Map.entry("glass.givenBack", "Gave the patient back"),
            Map.entry("glass.reviewed", "Reviewed that the patient was opened"),
            Map.entry("glass.read", "Looked at how the patient was opened"),
            Map.entry("glasses.read", "Looked at the patients opened by others"),
            Map.entry("task.claimed", "Took a task"),
            Map.entry("task.assigned", "Gave a task to somebody"),
            Map.entry("task.released", "Gave a task back"),
            Map.entry("task.completed", "Completed a task"),
            Map.entry("episode.workAdded", "Added work to the episode"),
            Map.entry("episode.factsChanged", "Changed what is known of the episode"),
            Map.entry("owner.changed", "Changed who looks after the patient"),
            Map.entry("outreach.contactRecorded", "Recorded a contact"),
            Map.entry("screening.recorded", "Recorded a screening"),
            Map.entry("need.offered", "Offered help with a need"),
            Map.entry("need.declined", "Wrote down that help was declined"),
            Map.entry("need.accepted", "Wrote down that help was accepted"),
            Map.entry("medication.listsChanged", "Changed the lists of medicines"),
            Map.entry("referral.shown", "Showed a referral to a partner"),
            Map.entry("referral.moved", "Moved a referral on"),
            Map.entry("referral.documentRead", "Opened a document of a referral"),
            Map.entry("referral.documentAttached", "Attached a document to a referral"),
            Map.entry("referral.conversationMoved", "Moved a referral’s conversation on"),
            Map.entry("referral.closed", "Closed a referral"),
            Map.entry("link.issued", "Issued a partner’s link"),
            Map.entry("link.opened", "Opened a partner’s link"),
            Map.entry("link.used", "Used a partner’s link"),
            Map.entry("link.revoked", "Withdrew a partner’s link"),
            Map.entry("link.copied", "Copied a partner’s link"),
            Map.entry("link.verified", "Passed a partner’s second check"),
            Map.entry("link.refused", "Was refused at a partner’s link"),
            Map.entry("link.locked", "Locked a partner’s link"),
            Map.entry("link.requested", "Asked for a new partner’s link"),
            Map.entry("link.listed", "Listed a partner’s referrals"),
            Map.entry("link.wrongFactor", "Failed a partner’s second check"),
            Map.entry("escalation.raised", "Raised an escalation"),
            Map.entry("escalation.acknowledged", "Acknowledged an escalation"),
            Map.entry("escalation.resolved", "Resolved an escalation"),
            Map.entry("escalation.stoodDown", "Stood an escalation down"),
            Map.entry("escalation.takenOver", "Took an escalation over"),
            Map.entry("escalation.climbed", "Took an escalation a step up"),
            Map.entry("escalation.deadlineClosed", "Closed a deadline"),
            Map.entry("fact.told", "Reported something that happened"),
            Map.entry("list.mailed", "Mailed the list of medicines"),
            Map.entry("list.call", "Called about the list of medicines"),
            Map.entry("draft.removed", "Removed a draft"),
            Map.entry("route.asked", "Asked for a page"),
            Map.entry("message.corrected", "Corrected a message"),
            Map.entry("message.replayed", "Replayed a message"),
            Map.entry("message.dismissed", "Dismissed a message"));

    private TrailWords() {}

    static String of(String action) {
        String words = ACTIONS.get(action);
        if (words == null) {
            words = apart(action.replace('.', ' '));
        }
        return words;
    }

    /** "Refused", where it was not done. */
    static String of(AuditEvent.Outcome outcome) {
        return outcome == AuditEvent.Outcome.DONE ? "Done" : "Refused";
    }

    /** What stands behind an act besides the patient: "", or why somebody of another team could do it. */
    static String under(AuditEvent event, @Nullable Glass glass) {
        return glass == null
                ? ""
                : event.action().startsWith("glass.")
                        ? "Reason: " + glass.reason().words()
                        : "As a patient of another team. Reason: "
                                + glass.reason().words();
    }

    private static String apart(String code) {
        String words = code.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
