package org.homeward.worklist;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.homeward.security.Person;

/**
 * Says of which subjects a person of the team may know nothing, because that there is such a task tells already what
 * somebody is treated for. A module contributes a bean for its subjects; whoever holds the task's own role has the task.
 */
public interface HiddenSubjects {

    /** Those among these subjects, all of records of this team, that this person does not see. */
    Set<UUID> hiddenFrom(Person person, String teamId, Collection<UUID> subjectIds);

    /** All of an episode that this person, or a system of the hospital, does not see. */
    Set<UUID> hiddenFrom(Person person, UUID episodeId);
}
