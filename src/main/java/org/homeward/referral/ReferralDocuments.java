package org.homeward.referral;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.engine.Refused;
import org.homeward.referral.ReferralDocument.Type;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keep what the other side attached, checked by its content. */
@Service
public class ReferralDocuments {

    private static final int MOST = 10;
    private static final String COLUMNS =
            "select id, referral_id, name, type, size, sha256, received_at, received_by from referral_document ";
    private static final RowMapper<ReferralDocument> ROW = (row, i) -> new ReferralDocument(
            UUID.fromString(row.getString("id")),
            UUID.fromString(row.getString("referral_id")),
            row.getString("name"),
            Type.valueOf(row.getString("type")),
            row.getInt("size"),
            row.getString("sha256"),
            row.getObject("received_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
            row.getString("received_by"));

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;

    ReferralDocuments(JdbcClient jdbc, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param called the file's name at the other side
     * @throws Refused INVALID with a code: {@code document.empty}, {@code document.large}, {@code document.type} or {@code
     *     document.many}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    ReferralDocument attach(UUID referralId, String called, byte[] content, String by, String teamId) {
        if (content.length == 0) {
            throw new Refused(Refused.Kind.INVALID, "document.empty");
        }
        if (content.length > ReferralDocument.LARGEST) {
            throw new Refused(Refused.Kind.INVALID, "document.large");
        }
        Type type = Type.of(content).orElseThrow(() -> new Refused(Refused.Kind.INVALID, "document.type"));
        if (of(referralId).size() >= MOST) {
            throw new Refused(Refused.Kind.INVALID, "document.many");
        }
        Instant now = clock.instant();
        ReferralDocument document = new ReferralDocument(
                UuidCreator.getTimeOrderedEpoch(),
                referralId,
                type.nameFor(called),
                type,
                content.length,
                LinkSecrets.sha256(content),
                now,
                by);
        jdbc.sql("insert into referral_document (id, referral_id, name, type, size, sha256, received_at, received_by,"
                        + " content) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        document.id().toString(),
                        referralId.toString(),
                        document.name(),
                        type.name(),
                        document.size(),
                        document.sha256(),
                        LocalDateTime.ofInstant(now, ZoneOffset.UTC),
                        by,
                        content)
                .update();
        audit.record(
                by,
                "referral.documentAttached",
                "referral",
                referralId.toString(),
                teamId,
                Map.of("type", type.name()));
        return document;
    }

    /** The oldest first, without their content. */
    @Transactional(readOnly = true)
    public List<ReferralDocument> of(UUID referralId) {
        return jdbc.sql(COLUMNS + "where referral_id = ? order by id")
                .param(referralId.toString())
                .query(ROW)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<ReferralDocument> find(UUID id) {
        return jdbc.sql(COLUMNS + "where id = ?")
                .param(id.toString())
                .query(ROW)
                .optional();
    }

    @Transactional(readOnly = true)
    public byte[] content(UUID id) {
        return jdbc.sql("select content from referral_document where id = ?")
                .param(id.toString())
                .query((row, i) -> row.getBytes(1))
                .single();
    }
}
