package org.homeward.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.homeward.keys.InstallationKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Makes and checks the macs of events and seals, and the signatures of checkpoints; a key is known by its id. */
@Component
@EnableConfigurationProperties(AuditSettings.class)
class TrailKeys {

    private static final int ID_BYTES = 8;

    private final Map<String, Sealing> sealing = new LinkedHashMap<>();
    private final Map<String, KeyPair> signing = new LinkedHashMap<>();
    private final String sealsWith;
    private final String signsWith;

    private record Sealing(SecretKeySpec event, SecretKeySpec chain) {}

    TrailKeys(AuditSettings settings, InstallationKeys keys) {
        String sealsWith = "";
        for (byte[] key :
                keys.find("homeward.audit.keys", settings.keys(), settings.keyFile(), Path.of(".homeward/trail.key"))) {
            sealsWith = id(InstallationKeys.derived(key, "trail/id"));
            sealing.put(
                    sealsWith,
                    new Sealing(
                            new SecretKeySpec(InstallationKeys.derived(key, "trail/event"), "HmacSHA256"),
                            new SecretKeySpec(InstallationKeys.derived(key, "trail/chain"), "HmacSHA256")));
        }
        this.sealsWith = sealsWith;
        String signsWith = "";
        for (byte[] seed : keys.find(
                "homeward.audit.signing-keys",
                settings.signingKeys(),
                settings.signingKeyFile(),
                Path.of(".homeward/trail-signing.key"))) {
            KeyPair pair = pair(seed);
            signsWith = id(sha256(pair.getPublic().getEncoded()));
            signing.put(signsWith, pair);
        }
        this.signsWith = signsWith;
    }

    String sealsWith() {
        return sealsWith;
    }

    String signsWith() {
        return signsWith;
    }

    /** Returns null for a key that is not in the settings. */
    byte @Nullable [] eventMac(String keyId, byte[] content) {
        Sealing key = sealing.get(keyId);
        return key == null ? null : mac(key.event(), content);
    }

    /** Returns null for a key that is not in the settings. */
    byte @Nullable [] chainMac(String keyId, byte[] content) {
        Sealing key = sealing.get(keyId);
        return key == null ? null : mac(key.chain(), content);
    }

    byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key(signsWith).getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    boolean isSigned(String keyId, String text, byte[] signed) {
        KeyPair pair = signing.get(keyId);
        if (pair == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(pair.getPublic());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.verify(signed);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    /** Public keys by id, as PEM has them: with these anybody checks the lines of the anchor file. */
    Map<String, String> publicKeys() {
        Map<String, String> encoded = new LinkedHashMap<>();
        signing.forEach((id, pair) -> encoded.put(
                id, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
        return encoded;
    }

    private KeyPair key(String id) {
        KeyPair pair = signing.get(id);
        if (pair == null) {
            throw new IllegalStateException("no signing key");
        }
        return pair;
    }

    /** The pair that belongs to a seed: the JDK derives a public key in its generator only, which asks for the seed. */
    static KeyPair pair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new SecureRandom() {
                @Override
                public void nextBytes(byte[] bytes) {
                    System.arraycopy(seed, 0, bytes, 0, bytes.length);
                }
            });
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519", e);
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a mac", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String id(byte[] derived) {
        return HexFormat.of().formatHex(Arrays.copyOf(derived, ID_BYTES));
    }
}
