package org.homeward.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A signed word on the chain at one moment: row of a table and, outside the database, a line of the anchor file.
 *
 * @param kind {@code checkpoint}; {@code head} for the newest seal beside the anchor file; {@code retirement} for where
 *     the chain begins after old rows were dropped
 * @param no counts the checkpoints
 * @param at when it was signed; of a retirement, before when events are gone
 */
record Checkpoint(String kind, long no, long seq, byte[] mac, LocalDateTime at, String keyId, byte[] signature) {

    static Checkpoint signed(String kind, long no, long seq, byte[] mac, LocalDateTime at, TrailKeys keys) {
        Checkpoint unsigned = new Checkpoint(kind, no, seq, mac, at, keys.signsWith(), new byte[0]);
        return new Checkpoint(kind, no, seq, mac, at, keys.signsWith(), keys.sign(unsigned.text()));
    }

    static Checkpoint of(ResultSet row) throws SQLException {
        return new Checkpoint(
                "checkpoint",
                row.getLong("no"),
                row.getLong("seq"),
                row.getBytes("mac"),
                row.getObject("at", LocalDateTime.class),
                row.getString("key_id"),
                row.getBytes("signature"));
    }

    static Checkpoint retirement(ResultSet row) throws SQLException {
        return new Checkpoint(
                "retirement",
                0,
                row.getLong("seq"),
                row.getBytes("mac"),
                row.getObject("cutoff", LocalDateTime.class),
                row.getString("key_id"),
                row.getBytes("signature"));
    }

    String text() {
        return String.join(
                " ",
                "homeward-trail",
                kind,
                Long.toString(no),
                Long.toString(seq),
                HexFormat.of().formatHex(mac),
                at.toString(),
                keyId);
    }

    String line() {
        return text() + " " + Base64.getEncoder().encodeToString(signature);
    }

    boolean isSigned(TrailKeys keys) {
        return keys.isSigned(keyId, text(), signature);
    }

    /** Reads a line of the anchor file; empty, when it is none. */
    static Optional<Checkpoint> parsed(String line) {
        String[] parts = line.strip().split(" ");
        if (parts.length != 8 || !parts[0].equals("homeward-trail")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoint(
                    parts[1],
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    HexFormat.of().parseHex(parts[4]),
                    LocalDateTime.parse(parts[5]),
                    parts[6],
                    Base64.getDecoder().decode(parts[7])));
        } catch (IllegalArgumentException | DateTimeException notALine) {
            return Optional.empty();
        }
    }
}
