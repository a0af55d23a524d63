package org.homeward.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.WhereCasesWait;
import org.homeward.engine.WhereCasesWait.Place;
import org.homeward.engine.WhereCasesWait.Stand;
import org.homeward.episode.Episode;
import org.homeward.security.People;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where an episode waits in its models, and why. */
@Component
class ProcessMaps {

    private static final Set<String> WAITING_TYPES = Set.of(
            "userTask",
            "intermediateTimer",
            "intermediateMessageCatch",
            "receiveTask",
            "callActivity",
            "eventBasedGateway");
    private static final String REFERRAL = "referral-loop";
    private static final Set<String> REFERRAL_STEPS =
            Set.of("CallActivity_TrackReferral", "CallActivity_TrackAddedReferral");
    private static final Set<String> DONE_TYPES = Set.of("userTask", "serviceTask", "callActivity");

    /** Which clock an event waits for. */
    private static final Map<String, String> RULES = Map.of(
            "Event_CallingWindowOpens", "next-attempt",
            "Event_TransitionPeriodOver", "transition-end",
            "Gateway_UntilVisit", "appointment-time",
            "Event_AppointmentTime", "appointment-time");

    /** @param state {@code waiting}, {@code overdue} or {@code done}, as the picture draws it */
    record Activity(String id, String state, @Nullable String text) {}

    record Waiting(String name, String state, String text) {}

    record Tab(String key, String name, boolean running) {}

    record MapView(List<Tab> tabs, String key, String activitiesJson, List<Waiting> waiting) {}

    private final WhereCasesWait cases;
    private final Worklist worklist;
    private final Deadlines deadlines;
    private final People people;
    private final ObjectMapper json;

    ProcessMaps(WhereCasesWait cases, Worklist worklist, Deadlines deadlines, People people, ObjectMapper json) {
        this.cases = cases;
        this.worklist = worklist;
        this.deadlines = deadlines;
        this.people = people;
        this.json = json;
    }

    /**
     * The map of one model of this episode.
     *
     * @param wanted its key; the first that runs when it is another one's
     * @param withReferrals whether it may be seen that there are any: whose a loop is cannot be told apart on a map
     * @return null when no process has run
     */
    @Transactional(readOnly = true)
    public @Nullable MapView of(Episode episode, @Nullable String wanted, boolean withReferrals, Moments when) {
        String root = episode.processInstanceId();
        List<Stand> stands = (root == null ? List.<Stand>of() : cases.of(root))
                .stream()
                        .filter(stand -> withReferrals || !stand.processKey().equals(REFERRAL))
                        .toList();
        if (stands.isEmpty()) {
            return null;
        }
        Stand shown = stands.stream()
                .filter(stand -> stand.processKey().equals(wanted))
                .findFirst()
                .orElse(stands.get(0));
        List<WorkItem> items = worklist.ofEpisode(episode.id());
        Names names = Names.of(people, items.stream().map(WorkItem::assignee).toList());
        Map<String, Deadline> openings = new HashMap<>();
        deadlines.ofEpisode(episode.id()).stream()
                .filter(clock -> clock.closedAt() == null)
                .forEach(clock -> openings.merge(
                        clock.rule(), clock, (one, other) -> one.due().isBefore(other.due()) ? one : other));
        List<Activity> activities = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        for (Place place : shown.places()) {
            if (!withReferrals && REFERRAL_STEPS.contains(place.elementId())) {
                continue;
            }
            if (place.waiting() && WAITING_TYPES.contains(place.type())) {
                List<WorkItem> here = items.stream()
                        .filter(item -> item.processKey().equals(shown.processKey())
                                && item.elementId().equals(place.elementId()))
                        .toList();
                boolean late = here.stream().anyMatch(item -> when.past(item.workBy()));
                String text = text(place, here, openings, names, when);
                activities.add(new Activity(place.elementId(), late ? "overdue" : "waiting", text));
                waiting.add(new Waiting(place.name(), late ? "overdue" : "waiting", text));
            } else if (!place.waiting() && DONE_TYPES.contains(place.type())) {
                activities.add(new Activity(place.elementId(), "done", null));
            }
        }
        return new MapView(
                stands.stream()
                        .map(stand -> new Tab(
                                stand.processKey(),
                                stand.name() + (stand.instances() > 1 ? " (" + stand.instances() + ")" : ""),
                                stand.running()))
                        .toList(),
                shown.processKey(),
                write(activities),
                waiting);
    }

    private static String text(
            Place place, List<WorkItem> here, Map<String, Deadline> openings, Names names, Moments when) {
        if (!here.isEmpty()) {
            WorkItem first = here.get(0);
            String who = first.assignee() == null
                    ? "for the role " + Names.role(first.role())
                    : "with " + names.of(first.assignee());
            return (here.size() > 1 ? here.size() + " open, the first " : "") + who + ", work by "
                    + when.inSentence(first.workBy());
        }
        Deadline clock = openings.get(RULES.getOrDefault(place.elementId(), ""));
        if (clock != null) {
            return "until " + when.inSentence(clock.due());
        }
        return switch (place.type()) {
            case "callActivity" -> place.times() > 1 ? place.times() + " under way" : "under way";
            case "intermediateMessageCatch" -> "until the hospital tells more";
            default -> "waiting";
        };
    }

    private String write(List<Activity> activities) {
        try {
            return json.writeValueAsString(activities);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The map cannot be written", e);
        }
    }
}
