package org.homeward.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** An event as its row holds it, and the bytes that its mac covers. */
record EventRow(
        String id,
        LocalDateTime at,
        String actor,
        String action,
        String objectType,
        String objectId,
        @Nullable String teamId,
        String outcome,
        String details,
        @Nullable String keyId,
        byte @Nullable [] mac) {

    static final String COLUMNS = "e.id, e.at, e.actor, e.action, e.object_type, e.object_id, e.team_id, e.outcome,"
            + " e.details, e.key_id as event_key_id, e.mac as event_mac";

    static EventRow of(ResultSet row) throws SQLException {
        return new EventRow(
                row.getString("id"),
                row.getObject("at", LocalDateTime.class),
                row.getString("actor"),
                row.getString("action"),
                row.getString("object_type"),
                row.getString("object_id"),
                row.getString("team_id"),
                row.getString("outcome"),
                row.getString("details"),
                row.getString("event_key_id"),
                row.getBytes("event_mac"));
    }

    EventRow sealedWith(byte[] made) {
        return new EventRow(id, at, actor, action, objectType, objectId, teamId, outcome, details, keyId, made);
    }

    /** Each field with its length before it, so that nothing can move from one into the next. */
    byte[] content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(1);
            out.writeLong(micros(at));
            for (String field :
                    new @Nullable String[] {id, actor, action, objectType, objectId, teamId, outcome, details, keyId}) {
                if (field == null) {
                    out.writeInt(-1);
                } else {
                    byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static long micros(LocalDateTime at) {
        return at.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + at.getNano() / 1_000;
    }
}
