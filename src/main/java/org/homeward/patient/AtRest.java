package org.homeward.patient;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.homeward.keys.InstallationKeys;

/**
 * Seals what must not be readable in a stolen database file or backup: raw messages and national identifiers.
 *
 * <p>AES-256-GCM, a fresh nonce each time; the sealed form starts with a format byte and the key's id, so that keys can
 * be added without touching what is stored. A lookup is a keyed hash: equal values can be found, but not guessed
 * without the key.
 */
public final class AtRest {

    private static final byte FORMAT = 1;
    private static final int KEY_ID = 8;
    private static final int NONCE = 12;
    private static final int HEADER = 1 + KEY_ID + NONCE;
    private static final int TAG_BITS = 128;

    private final List<Key> keys;
    private final List<SecretKeySpec> lookupKeys;
    private final SecureRandom random = new SecureRandom();

    private record Key(byte[] id, SecretKeySpec secret) {}

    /** Takes keys of 32 bytes, oldest first. */
    public AtRest(List<byte[]> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length != 32)) {
            throw new IllegalArgumentException("homeward.encryption.keys: each key is Base64 of 32 random bytes");
        }
        this.keys = new ArrayList<>();
        for (byte[] key : keys) {
            this.keys.add(new Key(
                    Arrays.copyOf(InstallationKeys.derived(key, "id"), KEY_ID),
                    new SecretKeySpec(InstallationKeys.derived(key, "seal"), "AES")));
        }
        this.lookupKeys = new ArrayList<>();
        for (byte[] key : keys) {
            this.lookupKeys.add(0, new SecretKeySpec(InstallationKeys.derived(key, "lookup"), "HmacSHA256"));
        }
    }

    public byte[] seal(byte[] plain) {
        Key newest = keys.get(keys.size() - 1);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, newest.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(plain);
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(FORMAT)
                    .put(newest.id())
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    public byte[] open(byte[] sealed) {
        if (sealed.length < HEADER || sealed[0] != FORMAT) {
            throw new IllegalStateException("not a sealed value");
        }
        byte[] id = Arrays.copyOfRange(sealed, 1, 1 + KEY_ID);
        Key key = keys.stream()
                .filter(candidate -> MessageDigest.isEqual(candidate.id(), id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("sealed with a key that is not in homeward.encryption.keys: "
                                + HexFormat.of().formatHex(id)));
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key.secret(),
                    new GCMParameterSpec(TAG_BITS, Arrays.copyOfRange(sealed, 1 + KEY_ID, HEADER)));
            return cipher.doFinal(sealed, HEADER, sealed.length - HEADER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed value was changed or the key is wrong", e);
        }
    }

    /** Returns the newest key's id. */
    public String newestId() {
        return HexFormat.of().formatHex(keys.get(keys.size() - 1).id());
    }

    /** Whether something is sealed with the newest key. */
    public boolean isNewest(byte[] sealed) {
        return sealed.length >= HEADER
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(sealed, 1, 1 + KEY_ID),
                        keys.get(keys.size() - 1).id());
    }

    /** Returns 64 hexadecimal digits, equal for equal values while the newest key is the same. */
    public String lookup(String value) {
        return hash(lookupKeys.get(0), value);
    }

    /** What a value may be found by: under each key, the newest first. */
    public List<String> lookups(String value) {
        return lookupKeys.stream().map(key -> hash(key, value)).toList();
    }

    private static String hash(SecretKeySpec lookupKey, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(lookupKey);
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash", e);
        }
    }
}
