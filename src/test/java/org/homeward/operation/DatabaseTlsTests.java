package org.homeward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.homeward.SelfSigned;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The way to the database with the address that the page on operations names, on a real MySQL with its own authority. */
@Tag("mysql")
class DatabaseTlsTests {

    @TempDir
    Path folder = Path.of("");

    private String server = "";
    private Path authority = Path.of("");

    @BeforeEach
    void aServerWithItsAuthority() {
        String url = System.getenv("HOMEWARD_MYSQL_URL");
        String file = System.getenv("HOMEWARD_MYSQL_CA");
        assumeTrue(
                url != null && file != null,
                "HOMEWARD_MYSQL_URL and HOMEWARD_MYSQL_CA name a MySQL and the file of its certificate authority");
        server = url.replaceAll("\\?.*", "");
        authority = Path.of(file);
    }

    private DriverManagerDataSource database(String settings) {
        DriverManagerDataSource database = new DriverManagerDataSource(
                server + "?" + settings,
                System.getenv("HOMEWARD_MYSQL_USER"),
                System.getenv("HOMEWARD_MYSQL_PASSWORD"));
        return database;
    }

    private DriverManagerDataSource verified(Certificate trusted) throws Exception {
        return database("sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:"
                + SelfSigned.trustStore(folder.resolve("ca.p12"), trusted).toAbsolutePath()
                + "&trustCertificateKeyStorePassword=" + SelfSigned.PASSWORD);
    }

    private Certificate authority() throws Exception {
        try (InputStream file = Files.newInputStream(authority)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    /** As a start looks at it where the connection must be encrypted. */
    private static void start(DriverManagerDataSource database) {
        new DatabaseProtection(
                        JdbcClient.create(database),
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        new DatabaseProtection.Settings(
                                DatabaseProtection.Settings.Mode.REFUSE, DatabaseProtection.Settings.Mode.OFF))
                .afterSingletonsInstantiated();
    }

    @Test
    void aConnectionThatTrustsTheServersAuthorityIsEncrypted() throws Exception {
        DriverManagerDataSource database = verified(authority());

        assertThat(JdbcClient.create(database)
                        .sql("show session status like 'Ssl_version'")
                        .query((row, i) -> row.getString(2))
                        .single())
                .isIn("TLSv1.2", "TLSv1.3");
        assertThatCode(() -> start(database)).doesNotThrowAnyException();
    }

    @Test
    void aStartIsRefusedOnAConnectionThatIsNot() {
        DriverManagerDataSource plain = database("sslMode=DISABLED&allowPublicKeyRetrieval=true");

        assertThatThrownBy(() -> start(plain))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not encrypted");
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTalkedTo() throws Exception {
        DriverManagerDataSource database = verified(SelfSigned.madeIn(folder).certificate());

        assertThatThrownBy(database::getConnection)
                .isInstanceOf(SQLException.class)
                .hasRootCauseInstanceOf(java.security.GeneralSecurityException.class)
                .satisfies(
                        refused -> assertThat(refused).hasStackTraceContaining(SSLHandshakeException.class.getName()));
    }
}
