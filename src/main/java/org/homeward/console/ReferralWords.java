package org.homeward.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homeward.referral.Referral;
import org.homeward.referral.ReferralLoop;
import org.homeward.referral.ReferralState;
import org.homeward.referral.ReferralTransition;
import org.jspecify.annotations.Nullable;

/** A referral's loop in words and as a line of steps that reads without colour too. */
final class ReferralWords {

    private ReferralWords() {}

    /**
     * One step of the line.
     *
     * @param mark done, now, open, or no where it did not come to that
     * @param words what stands under it
     */
    record Step(String name, String mark, String words) {}

    static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static String stage(ReferralLoop loop, @Nullable Referral current) {
        if (loop.isClosed()) {
            return "Closed";
        }
        if (current == null) {
            return "To be sent";
        }
        if (current.isUnderWay()) {
            return sentence(current.state().words());
        }
        if (current.state() != ReferralState.COMPLETED || current.givenUpAt() != null) {
            return "Needs another recipient";
        }
        return loop.reviewedAt() == null ? "Outcome to be reviewed" : "Patient to be told";
    }

    static List<Step> steps(
            ReferralLoop loop, @Nullable Referral current, List<ReferralTransition> history, Moments when) {
        Map<String, Instant> done = new LinkedHashMap<>();
        String no = null;
        String noWords = "";
        for (ReferralTransition move : history) {
            switch (move.toState()) {
                case RECEIVED -> done.put("Sent", move.at());
                case ACCEPTED -> done.put("Accepted", move.at());
                case SCHEDULED -> {
                    done.putIfAbsent("Accepted", move.at());
                    done.put("Scheduled", move.at());
                    done.remove("Seen");
                }
                case VISIT_DONE -> done.put("Seen", move.at());
                case COMPLETED -> {
                    done.putIfAbsent("Seen", move.at());
                    done.put("Outcome", move.at());
                }
                case NO_SHOW -> {
                    no = "Seen";
                    noWords = "missed";
                }
                case APPOINTMENT_CANCELLED -> {
                    done.remove("Scheduled");
                    no = "Scheduled";
                    noWords = "cancelled";
                }
                case REJECTED -> {
                    no = done.containsKey("Accepted") ? "Seen" : "Accepted";
                    noWords = "declined";
                }
                case CANCEL_REQUESTED, CANCELLED -> {
                    no = done.containsKey("Accepted") ? "Seen" : "Accepted";
                    noWords = move.toState().words();
                }
                default -> {}
            }
            if (no != null && done.containsKey(no)) {
                no = null;
            }
        }
        if (loop.reviewedAt() != null) {
            done.put("Reviewed", loop.reviewedAt());
        }
        if (loop.toldAt() != null) {
            done.put("Patient told", loop.toldAt());
        }
        List<Step> steps = new ArrayList<>();
        boolean waits = !loop.isClosed();
        boolean ended = no != null && (current == null || !current.isUnderWay());
        for (String name : List.of("Sent", "Accepted", "Scheduled", "Seen", "Outcome", "Reviewed", "Patient told")) {
            Instant at = done.get(name);
            if (at != null) {
                steps.add(new Step(name, "done", when.at(at)));
            } else if (name.equals(no)) {
                steps.add(new Step(name, "no", noWords));
                waits = waits && !ended;
            } else if (name.equals("Scheduled") && done.containsKey("Seen")) {
                steps.add(new Step(name, "skipped", "without a date"));
            } else if (waits) {
                steps.add(new Step(name, "now", "waiting"));
                waits = false;
            } else {
                steps.add(new Step(name, "open", loop.isClosed() || ended ? "not reached" : "to come"));
            }
        }
        return steps;
    }
}
