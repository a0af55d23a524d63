package org.homeward.referral;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that the other side attached, such as the consult note.
 *
 * @param name as it was called there, made harmless
 * @param sha256 of its bytes, in hex
 */
public record ReferralDocument(
        UUID id,
        UUID referralId,
        String name,
        Type type,
        int size,
        String sha256,
        Instant receivedAt,
        String receivedBy) {

    static final int LARGEST = 5 * 1024 * 1024;

    /** What is taken, known by its first bytes and never by its name. */
    public enum Type {
        PDF("application/pdf", ".pdf"),
        PNG("image/png", ".png"),
        JPEG("image/jpeg", ".jpg");

        private static final byte[] PNG_MARK = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

        private final String mediaType;
        private final String ending;

        Type(String mediaType, String ending) {
            this.mediaType = mediaType;
            this.ending = ending;
        }

        public String mediaType() {
            return mediaType;
        }

        /** Empty for anything else, whatever it is called. */
        static Optional<Type> of(byte[] content) {
            if (startsWith(content, "%PDF-".getBytes(StandardCharsets.US_ASCII))) {
                return Optional.of(PDF);
            }
            if (startsWith(content, PNG_MARK)) {
                return Optional.of(PNG);
            }
            return startsWith(content, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})
                    ? Optional.of(JPEG)
                    : Optional.empty();
        }

        private static boolean startsWith(byte[] content, byte[] mark) {
            return content.length > mark.length && Arrays.equals(content, 0, mark.length, mark, 0, mark.length);
        }

        /** Letters, digits and little else, with the ending of what it really is. */
        String nameFor(String called) {
            String base = called.replaceAll("\\.[A-Za-z0-9]{1,5}$", "")
                    .replaceAll("[^A-Za-z0-9 _-]+", "_")
                    .strip();
            String bounded = base.substring(0, Math.min(base.length(), 80));
            return (bounded.isBlank() || bounded.matches("[ _-]*") ? "document" : bounded) + ending;
        }
    }
}
