package org.homeward.console;

import org.homeward.episode.Duty;

/** What people call the duties that a discharge brings. */
final class DutyWords {

    private DutyWords() {}

    static String kind(Duty.Kind kind) {
        return switch (kind) {
            case CARE_MANAGER -> "Care manager";
            case OUTREACH -> "First contact";
            case DISCHARGE_SUMMARY -> "Discharge summary";
            case PCP_NOTICE -> "Primary care told";
            case MEDICATION_RECONCILIATION -> "Medicines reconciled";
            case APPOINTMENT -> "Visit or test";
            case REFERRAL -> "Referral";
            case PENDING_RESULT -> "Pending result";
            case SERVICE -> "Service or equipment";
            case RISK_FACTS -> "Risk facts";
            case ADDED_ORDER -> "Added order";
            case URGENT_ORDER -> "To be seen to today";
        };
    }
}
