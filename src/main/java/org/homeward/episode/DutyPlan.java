package org.homeward.episode;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derive every duty that a discharge brings, so that none depends on somebody's memory. */
final class DutyPlan {

    /**
     * @param key what identifies the duty within its episode, together with the kind
     * @param refused why the patient declined it; null when they did not
     */
    record Planned(
            Duty.Kind kind,
            String key,
            String description,
            @Nullable LocalDate dueBy,
            @Nullable String with,
            @Nullable String refused) {}

    private DutyPlan() {}

    static List<Planned> of(EpisodeState state) {
        var plan = new ArrayList<Planned>();
        standard(plan, state, Duty.Kind.CARE_MANAGER, "Name the care manager");
        standard(plan, state, Duty.Kind.OUTREACH, "Reach the patient or the caregiver");
        standard(plan, state, Duty.Kind.DISCHARGE_SUMMARY, "Obtain the discharge summary");
        standard(plan, state, Duty.Kind.PCP_NOTICE, "Tell the primary care practice");
        standard(plan, state, Duty.Kind.MEDICATION_RECONCILIATION, "Reconcile the medicines");
        var orders = state.discharge().orders();
        if (orders.stream().noneMatch(order -> order.kind() == OrderedItem.Kind.VISIT)) {
            // transitional care includes a visit face to face within 7 or 14 days, ordered or not
            standard(plan, state, Duty.Kind.APPOINTMENT, "Follow-up visit with primary care");
        }
        for (var order : orders) {
            var kind = kindOf(order.kind());
            plan.add(new Planned(
                    kind,
                    keyOf(order),
                    Fitting.fit(order.description(), Fitting.WORDS),
                    order.dueBy(),
                    Fitting.fitNullable(order.with(), Fitting.NAME),
                    refusal(state, kind, order.key())));
        }
        for (var emergency : state.emergencyVisits()) {
            // an emergency visit after the discharge is a task of the same day
            plan.add(new Planned(
                    Duty.Kind.URGENT_ORDER,
                    "emergency:" + emergency.visit(),
                    "The patient was in an emergency department: find out why and what has changed",
                    emergency.at().atZone(state.discharge().dayZone()).toLocalDate(),
                    null,
                    null));
        }
        return List.copyOf(plan);
    }

    private static String keyOf(OrderedItem order) {
        var key = order.kind() + ":" + order.key();
        return key.length() <= Fitting.NAME ? key : order.kind() + ":" + FactJson.digest(order.key());
    }

    private static void standard(List<Planned> plan, EpisodeState state, Duty.Kind kind, String description) {
        plan.add(new Planned(kind, "standard", description, null, null, refusal(state, kind, kind.code())));
    }

    private static @Nullable String refusal(EpisodeState state, Duty.Kind kind, String key) {
        var ofThis = state.refusals().get(key);
        return ofThis != null ? ofThis : state.refusals().get(kind.code());
    }

    private static Duty.Kind kindOf(OrderedItem.Kind kind) {
        return switch (kind) {
            case VISIT, TEST -> Duty.Kind.APPOINTMENT;
            case REFERRAL -> Duty.Kind.REFERRAL;
            case SERVICE, EQUIPMENT -> Duty.Kind.SERVICE;
            case PENDING_RESULT -> Duty.Kind.PENDING_RESULT;
            case OTHER -> Duty.Kind.ADDED_ORDER;
        };
    }
}
