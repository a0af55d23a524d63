package org.homeward.security;

import java.util.Map;
import java.util.Optional;
import org.homeward.audit.Audit;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Change one's own password: with the one that holds now, which is guessed here no more often than at the sign-in. */
@Service
public class OwnPassword {

    private final SignInThrottle throttle;
    private final PasswordRules rules;
    private final People people;
    private final Audit audit;
    private final SignInSettings settings;
    private final TransactionTemplate transactions;

    OwnPassword(
            SignInThrottle throttle,
            PasswordRules rules,
            People people,
            Audit audit,
            SignInSettings settings,
            TransactionTemplate transactions) {
        this.throttle = throttle;
        this.rules = rules;
        this.people = people;
        this.audit = audit;
        this.settings = settings;
        this.transactions = transactions;
    }

    /** What is wrong, at which field. */
    public record Problem(String field, String words) {}

    /** Whether this person has a password here, and not with an identity provider alone. */
    public boolean has(Person person) {
        return settings.passwords() && people.passwordHash(person.id()).isPresent();
    }

    /**
     * Changes it.
     *
     * @param address where the request came from
     */
    public Optional<Problem> change(Person person, String current, String fresh, String address) {
        UsernamePasswordAuthenticationToken tried =
                UsernamePasswordAuthenticationToken.unauthenticated(person.id(), current);
        tried.setDetails(new WebAuthenticationDetails(address, null));
        try {
            throttle.authenticate(tried);
        } catch (LockedException wait) {
            return Optional.of(new Problem("current", "Too many wrong passwords: wait a quarter of an hour"));
        } catch (AuthenticationException wrong) {
            audit.recordDenial(person.id(), "password.changed", "person", person.id(), null, Map.of());
            return Optional.of(new Problem("current", "This is not the password you have now"));
        }
        if (current.equals(fresh)) {
            return Optional.of(new Problem("fresh", "Choose another password than the one you have now"));
        }
        Optional<Problem> problem = rules.problem(person.id(), fresh, person.displayName(), person.email())
                .map(words -> new Problem("fresh", words));
        if (problem.isEmpty()) {
            transactions.executeWithoutResult(status -> {
                people.setPassword(person.id(), fresh);
                audit.record(person.id(), "password.changed", "person", person.id(), null, Map.of());
            });
        }
        return problem;
    }
}
