package org.homeward.referral;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.security.Fields;
import org.homeward.security.Person;
import org.homeward.worklist.HiddenSubjects;
import org.springframework.stereotype.Component;

/** A referral under 42 CFR Part 2 has no tasks for people whose work does not need it. */
@Component
class HiddenReferrals implements HiddenSubjects {

    private final ReferralLoopRows loops;

    HiddenReferrals(ReferralLoopRows loops) {
        this.loops = loops;
    }

    @Override
    public Set<UUID> hiddenFrom(Person person, String teamId, Collection<UUID> subjectIds) {
        // most people of a team see them all, and cost no look at the database
        return subjectIds.isEmpty() || Fields.SUBSTANCE_USE.visibleTo(person, teamId)
                ? Set.of()
                : loops.findAllById(subjectIds).stream()
                        .filter(loop -> !loop.isShownTo(person))
                        .map(ReferralLoop::id)
                        .collect(Collectors.toSet());
    }

    @Override
    public Set<UUID> hiddenFrom(Person person, UUID episodeId) {
        return loops.findByEpisodeIdOrderById(episodeId).stream()
                .filter(loop -> !loop.isShownTo(person))
                .map(ReferralLoop::id)
                .collect(Collectors.toSet());
    }
}
