package org.homeward.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Where the chain ends: the row that whoever seals has locked. Its own mac lets a cut tail be seen. */
record TrailHead(
        long seq,
        byte[] mac,
        long checkpointNo,
        long checkpointSeq,
        @Nullable LocalDateTime checkpointAt,
        @Nullable String keyId,
        byte @Nullable [] seal) {

    static TrailHead of(ResultSet row) throws SQLException {
        return new TrailHead(
                row.getLong("seq"),
                row.getBytes("mac"),
                row.getLong("checkpoint_no"),
                row.getLong("checkpoint_seq"),
                row.getObject("checkpoint_at", LocalDateTime.class),
                row.getString("key_id"),
                row.getBytes("seal"));
    }

    TrailHead sealed(TrailKeys keys) {
        String newest = keys.sealsWith();
        byte[] made = keys.chainMac(newest, content(newest));
        return new TrailHead(seq, mac, checkpointNo, checkpointSeq, checkpointAt, newest, made);
    }

    boolean isUnused() {
        return seal == null && seq == 0 && checkpointNo == 0;
    }

    boolean isSealed(TrailKeys keys) {
        if (keyId == null || seal == null) {
            return false;
        }
        byte[] made = keys.chainMac(keyId, content(keyId));
        return made != null && MessageDigest.isEqual(made, seal);
    }

    private byte[] content(String withKey) {
        byte[] key = withKey.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 4 * Long.BYTES + mac.length + key.length)
                .put((byte) 2)
                .putLong(seq)
                .putLong(checkpointNo)
                .putLong(checkpointSeq)
                .putLong(checkpointAt == null ? -1 : EventRow.micros(checkpointAt))
                .put(mac)
                .put(key)
                .array();
    }
}
