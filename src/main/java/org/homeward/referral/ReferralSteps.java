package org.homeward.referral;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.episode.AnchorSource;
import org.homeward.episode.OwnerSource;
import org.homeward.episode.PromiseSource;
import org.homeward.security.People;
import org.homeward.security.Role;
import org.springframework.stereotype.Component;

/** Says who reviews an outcome, what the clocks of a booked date run from, and what would have to be called off. */
@Component
class ReferralSteps implements OwnerSource, AnchorSource, PromiseSource {

    private static final List<Role> CLINICAL = List.of(Role.PRESCRIBER, Role.NURSE);
    private static final List<Role> COMMUNITY = List.of(Role.SOCIAL_WORKER, Role.CARE_MANAGER);

    private final ReferralLoopRows loops;
    private final ReferralRows rows;
    private final People people;

    ReferralSteps(ReferralLoopRows loops, ReferralRows rows, People people) {
        this.loops = loops;
        this.rows = rows;
        this.people = people;
    }

    @Override
    public String role() {
        return "referral-reviewer";
    }

    /** A clinician reads what a clinician wrote, as far as the team has one. */
    @Override
    public String ownerOf(UUID subjectId, String teamId) {
        boolean community = loops.findById(subjectId)
                .filter(loop -> loop.kind() == ReferralLoop.Kind.COMMUNITY)
                .isPresent();
        List<Role> roles = community ? COMMUNITY : CLINICAL;
        return roles.stream()
                .filter(role -> !people.holding(role, teamId).isEmpty())
                .findFirst()
                .orElse(roles.get(0))
                .code();
    }

    @Override
    public String subjectKind() {
        return Referrals.KIND;
    }

    @Override
    public Map<String, Instant> anchorsOf(UUID loopId) {
        List<Referral> all = rows.findByLoopIdOrderByAttempt(loopId);
        Instant at = all.isEmpty() ? null : all.get(all.size() - 1).appointmentAt();
        return at == null ? Map.of() : Map.of("appointment", at);
    }

    @Override
    public List<String> promised(UUID episodeId) {
        return rows.findByEpisodeIdOrderById(episodeId).stream()
                .filter(one -> !one.state().isTerminal() && one.state() != ReferralState.DRAFT)
                .map(one ->
                        "Referral with " + one.recipient() + ", " + one.state().words())
                .toList();
    }
}
