package org.homeward.episode;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern NUMBER = Pattern.compile("^([A-Z_]+)#\\d+:");

    private static final Comparator<OrderedItem> BY_WHAT_THEY_SAY = Comparator.comparing(
                    OrderedItem::dueBy, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(OrderedItem::with, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(OrderedItem::description);

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
        for (var alike : alike(orders)) {
            for (var time = 1; time <= alike.size(); time++) {
                plan.add(planned(state, alike.get(time - 1), time));
            }
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

    /**
     * Orders by their keys. Those that a sender does not tell apart, two blood cultures, are as many pieces of work; they
     * are numbered by what they say and not by where they stand, so that a list told in another order is the same work.
     */
    private static Collection<List<OrderedItem>> alike(List<OrderedItem> orders) {
        var byKey = new LinkedHashMap<String, List<OrderedItem>>();
        for (var order : orders) {
            byKey.computeIfAbsent(keyOf(order, 1), key -> new ArrayList<>()).add(order);
        }
        byKey.values().forEach(alike -> alike.sort(BY_WHAT_THEY_SAY));
        return byKey.values();
    }

    private static Planned planned(EpisodeState state, OrderedItem order, int time) {
        var kind = kindOf(order.kind());
        return new Planned(
                kind,
                keyOf(order, time),
                Fitting.fit(order.description(), Fitting.WORDS),
                order.dueBy(),
                Fitting.fitNullable(order.with(), Fitting.NAME),
                refusal(state, kind, order.key(), keyOf(order, time)));
    }

    /** The number stands where the kind does, which no sender writes: no order's own key can look like it. */
    private static String keyOf(OrderedItem order, int time) {
        var kind = time == 1 ? order.kind() + ":" : order.kind() + "#" + time + ":";
        var key = kind + order.key();
        return key.length() <= Fitting.NAME ? key : kind + FactJson.digest(order.key());
    }

    /** The key without its number: the same for all orders that a sender does not tell apart. */
    static String unnumbered(String key) {
        return NUMBER.matcher(key).replaceFirst("$1:");
    }

    private static void standard(List<Planned> plan, EpisodeState state, Duty.Kind kind, String description) {
        plan.add(new Planned(kind, "standard", description, null, null, refusal(state, kind)));
    }

    /** A sender declines an order by its own key, a person the duty that they see, either a whole kind of them. */
    private static @Nullable String refusal(EpisodeState state, Duty.Kind kind, String... keys) {
        for (String key : keys) {
            String ofThis = state.refusals().get(key);
            if (ofThis != null) {
                return ofThis;
            }
        }
        return state.refusals().get(kind.code());
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
