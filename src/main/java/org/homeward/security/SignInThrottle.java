package org.homeward.security;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets nobody guess passwords without end, at the sign-in page and at every API: after ten wrong ones for an account from
 * one address, that address waits. Not the account: somebody else's guesses must not keep a nurse from her patients.
 */
@Component
class SignInThrottle extends DaoAuthenticationProvider {

    static final int WRONG_BEFORE_WAITING = 10;
    static final Duration WAIT = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST_ADDRESS = 64;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final People people;
    private final Clock clock;

    SignInThrottle(
            SignIn signIn,
            PasswordEncoder passwords,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            People people,
            @Qualifier("systemClock") Clock clock) {
        super(signIn);
        setPasswordEncoder(passwords);
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication tried) {
        String address = address(tried);
        int wrong = wrong(tried.getName(), address);
        if (wrong >= WRONG_BEFORE_WAITING) {
            throw new LockedException(
                    "Too many wrong passwords from this address", new Waits(minutesToWait(tried.getName(), address)));
        }
        try {
            Authentication right = super.authenticate(tried);
            if (wrong > 0) {
                forget(tried.getName(), address);
            }
            return right;
        } catch (BadCredentialsException bad) {
            keep(tried.getName(), address);
            throw bad;
        }
    }

    /** For how long: the cause and no kind of refusal of its own, since events are told apart by the refusal's class. */
    static final class Waits extends Exception {

        private static final long serialVersionUID = 1L;

        private final long minutes;

        Waits(long minutes) {
            super("wait", null, false, false);
            this.minutes = minutes;
        }

        long minutes() {
            return minutes;
        }
    }

    /** Until the last but so many is too long ago to count; never less than one. */
    private long minutesToWait(String name, String address) {
        LocalDateTime full = transactions.execute(status -> jdbc.sql(
                        "select at from sign_in_failure where person_id = ? and address = ? order by at desc limit 1 offset ?")
                .params(name, address, WRONG_BEFORE_WAITING - 1)
                .query(LocalDateTime.class)
                .optional()
                .orElse(null));
        Duration left = full == null
                ? WAIT
                : Duration.between(
                        clock.instant(), full.toInstant(ZoneOffset.UTC).plus(WAIT));
        return Math.max(1, left.plusSeconds(59).toMinutes());
    }

    private int wrong(String name, String address) {
        Integer wrong = transactions.execute(status -> jdbc.sql(
                        "select count(*) from sign_in_failure where person_id = ? and address = ? and at > ?")
                .params(name, address, utc(clock.instant().minus(WAIT)))
                .query(Integer.class)
                .single());
        return wrong == null ? 0 : wrong;
    }

    /** Only of accounts that exist: what is typed for a name may be a password. */
    private void keep(String name, String address) {
        if (people.find(name).isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        transactions.executeWithoutResult(status -> {
            jdbc.sql("insert into sign_in_failure (id, person_id, address, at) values (?, ?, ?, ?)")
                    .params(UuidCreator.getTimeOrderedEpoch().toString(), name, address, utc(now))
                    .update();
            jdbc.sql("delete from sign_in_failure where at < ?")
                    .params(utc(now.minus(KEPT)))
                    .update();
        });
    }

    private void forget(String name, String address) {
        transactions.executeWithoutResult(
                status -> jdbc.sql("delete from sign_in_failure where person_id = ? and address = ?")
                        .params(name, address)
                        .update());
    }

    private static String address(Authentication tried) {
        String address =
                tried.getDetails() instanceof WebAuthenticationDetails details && details.getRemoteAddress() != null
                        ? details.getRemoteAddress()
                        : "";
        return address.length() <= LONGEST_ADDRESS ? address : address.substring(0, LONGEST_ADDRESS);
    }

    private static LocalDateTime utc(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
