package org.homeward.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;

/** One link of the chain: which event, its digest, and a mac over both and the link before. */
record Seal(
        long seq,
        String eventId,
        LocalDateTime eventAt,
        byte[] digest,
        LocalDateTime sealedAt,
        String keyId,
        byte[] mac) {

    static final byte[] NOTHING_BEFORE = new byte[32];

    static Seal of(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong("seq"),
                row.getString("event_id"),
                row.getObject("event_at", LocalDateTime.class),
                row.getBytes("digest"),
                row.getObject("sealed_at", LocalDateTime.class),
                row.getString("key_id"),
                row.getBytes("mac"));
    }

    Seal sealedWith(byte[] made) {
        return new Seal(seq, eventId, eventAt, digest, sealedAt, keyId, made);
    }

    byte[] content(byte[] macBefore) {
        byte[] event = eventId.getBytes(StandardCharsets.UTF_8);
        byte[] key = keyId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1
                        + 3 * Long.BYTES
                        + 4 * Integer.BYTES
                        + event.length
                        + key.length
                        + digest.length
                        + macBefore.length)
                .put((byte) 1)
                .putLong(seq)
                .putLong(EventRow.micros(eventAt))
                .putLong(EventRow.micros(sealedAt))
                .putInt(event.length)
                .put(event)
                .putInt(key.length)
                .put(key)
                .putInt(digest.length)
                .put(digest)
                .putInt(macBefore.length)
                .put(macBefore)
                .array();
    }
}
