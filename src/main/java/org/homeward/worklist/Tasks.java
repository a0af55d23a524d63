package org.homeward.worklist;

import java.util.ArrayList;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.homeward.engine.Faults;
import org.homeward.engine.Refused;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a person may do with a task from our own pages and API: claim, release, complete. */
@Service
public class Tasks {

    private final TaskService tasks;
    private final IdentityService identity;
    private final Worklist worklist;

    Tasks(TaskService tasks, IdentityService identity, Worklist worklist) {
        this.tasks = tasks;
        this.identity = identity;
        this.worklist = worklist;
    }

    /**
     * Takes a task.
     *
     * @throws Refused CONFLICT when somebody else has it, FORBIDDEN without the role, NOT_FOUND behind a wall
     */
    @Transactional
    public void claim(String taskId, Person person) {
        WorkItem item = visible(taskId, person);
        if (person.id().equals(item.assignee())) {
            return;
        }
        if (item.assignee() != null) {
            throw new Refused(Refused.Kind.CONFLICT, "Somebody else has just taken this task.");
        }
        mayWork(item, person);
        as(person, () -> {
            tasks.claim(taskId, person.id());
            return null;
        });
    }

    /** Puts a task of one's own back on the team's list; what was filled in stays as this person's draft. */
    @Transactional
    public void release(String taskId, Person person) {
        WorkItem item = visible(taskId, person);
        if (!person.id().equals(item.assignee())) {
            throw new Refused(Refused.Kind.CONFLICT, "This task is not yours.");
        }
        as(person, () -> {
            // giving back is part of working a task; changing its assignee would need the right to assign
            tasks.claim(taskId, null);
            return null;
        });
    }

    /**
     * Puts somebody else's task back on the team's list: they are away, or have too much.
     *
     * @throws Refused FORBIDDEN for anybody but a lead or supervisor of the team, CONFLICT when nobody has it
     */
    @Transactional
    public void putBack(String taskId, Person lead) {
        // also one of which a supervisor may not know more than that it is held: whoever holds it may be away
        WorkItem item = worklist.find(taskId)
                .filter(found -> lead.careTeams().contains(found.teamId()))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "This task is no longer open."));
        if (!leads(item, lead)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "A lead or supervisor of the team puts tasks back.");
        }
        if (item.assignee() == null) {
            throw new Refused(Refused.Kind.CONFLICT, "Nobody has this task; it is on the team's list.");
        }
        as(lead, () -> {
            tasks.claim(taskId, null);
            return null;
        });
    }

    /** Whether this person may put the task back for whoever has it. */
    public static boolean leads(WorkItem item, Person person) {
        return person.has(Role.TEAM_LEAD, item.teamId()) || person.has(Role.SUPERVISOR, item.teamId());
    }

    /**
     * Completes a task with this person's draft.
     *
     * @throws Refused INVALID naming the fields, CONFLICT when the task changed hands or ended meanwhile
     */
    @Transactional
    public void complete(String taskId, Person person) {
        visible(taskId, person);
        as(person, () -> {
            tasks.complete(taskId);
            return null;
        });
    }

    /** The task, where this person may see it; another team's does not exist for them. */
    @Transactional(readOnly = true)
    public WorkItem visible(String taskId, Person person) {
        return worklist.find(taskId, person)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "This task is no longer open."));
    }

    private static void mayWork(WorkItem item, Person person) {
        boolean holdsRole = person.memberships().stream()
                .anyMatch(membership -> membership.teamId().equals(item.teamId())
                        && membership.role().code().equals(item.role()));
        if (!holdsRole) {
            throw new Refused(Refused.Kind.FORBIDDEN, "This task is for the role “" + item.role() + "” of its team.");
        }
    }

    private <T> T as(Person person, Supplier<T> action) {
        identity.setAuthentication(person.id(), new ArrayList<>(person.groups()), new ArrayList<>(person.careTeams()));
        try {
            return action.get();
        } catch (OptimisticLockingException | NullValueException raced) {
            throw new Refused(Refused.Kind.CONFLICT, Faults.FASTER);
        } finally {
            identity.clearAuthentication();
        }
    }
}
