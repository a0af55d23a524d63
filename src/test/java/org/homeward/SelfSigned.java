package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its certificate for this machine, made for one run by the JDK's own keytool: no key stands in the sources. */
public record SelfSigned(Key key, Certificate certificate) {

    public static final String PASSWORD = "only-for-tests-1";

    public static SelfSigned madeIn(Path folder) {
        Path store = folder.resolve("key.p12");
        try {
            Process keytool = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/keytool",
                            "-genkeypair",
                            "-alias",
                            "homeward",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor(1, TimeUnit.MINUTES) && keytool.exitValue() == 0)
                    .as(said)
                    .isTrue();
            KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            return new SelfSigned(made.getKey("homeward", PASSWORD.toCharArray()), made.getCertificate("homeward"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Path certificateFile(Path folder) throws IOException, GeneralSecurityException {
        return pem(folder.resolve("certificate.pem"), "CERTIFICATE", certificate.getEncoded());
    }

    public Path keyFile(Path folder) throws IOException {
        return pem(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                        + "-----\n");
    }

    /** For whoever trusts this certificate and no other. */
    public SSLContext trusted() throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusting(certificate));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A trust store with one certificate, as a file for the database's driver. */
    public static Path trustStore(Path file, Certificate certificate) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            trusting(certificate).store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static KeyStore trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate);
        return store;
    }
}
