package org.homeward.referral;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Remembers who has shown the second factor for a link, for half an hour, and which addresses guess. */
@Component
class LinkVisits {

    static final Duration STAY = Duration.ofMinutes(30);
    static final int GUESSES_BEFORE_WAITING = 20;
    static final Duration WAIT = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST_ADDRESS = 64;

    private final JdbcClient jdbc;

    LinkVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return what the visitor's browser keeps; only its hash is kept here */
    @Transactional
    public String begin(UUID linkId, Instant now) {
        String secret = LinkSecrets.token();
        jdbc.sql("insert into referral_link_visit (id, link_id, visit_hash, until_at) values (?, ?, ?, ?)")
                .params(
                        UuidCreator.getTimeOrderedEpoch().toString(),
                        linkId.toString(),
                        LinkSecrets.hash(secret),
                        utc(now.plus(STAY)))
                .update();
        jdbc.sql("delete from referral_link_visit where until_at < ?")
                .param(utc(now.minus(KEPT)))
                .update();
        return secret;
    }

    @Transactional(readOnly = true)
    public boolean isIn(UUID linkId, String secret, Instant now) {
        return LinkSecrets.looksLikeToken(secret)
                && jdbc.sql("select count(*) from referral_link_visit"
                                        + " where link_id = ? and visit_hash = ? and until_at > ?")
                                .params(linkId.toString(), LinkSecrets.hash(secret), utc(now))
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    @Transactional(readOnly = true)
    public boolean mustWait(String address, Instant now) {
        return jdbc.sql("select count(*) from referral_link_failure where address = ? and at > ?")
                        .params(shortened(address), utc(now.minus(WAIT)))
                        .query(Integer.class)
                        .single()
                >= GUESSES_BEFORE_WAITING;
    }

    @Transactional
    public void guessed(String address, Instant now) {
        jdbc.sql("insert into referral_link_failure (id, address, at) values (?, ?, ?)")
                .params(UuidCreator.getTimeOrderedEpoch().toString(), shortened(address), utc(now))
                .update();
        jdbc.sql("delete from referral_link_failure where at < ?")
                .param(utc(now.minus(KEPT)))
                .update();
    }

    private static String shortened(String address) {
        return address.substring(0, Math.min(address.length(), LONGEST_ADDRESS));
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
