package org.homeward.operation;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at start whether the way to the database and its files are encrypted, and says so or does not start. */
@Component
class DatabaseProtection implements SmartInitializingSingleton {

    /**
     * {@code homeward.database-protection}.
     *
     * @param tls whether the connection must be encrypted
     * @param encryption whether the tables' files must be; {@code off} where the disk below is
     */
    @ConfigurationProperties("homeward.database-protection")
    record Settings(
            @DefaultValue("warn") Mode tls,
            @DefaultValue("warn") Mode encryption) {

        enum Mode {
            OFF,
            WARN,
            REFUSE
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Settings.class)
    static class Bound {}

    private static final Logger log = LoggerFactory.getLogger(DatabaseProtection.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Settings settings;

    DatabaseProtection(JdbcClient jdbc, TransactionTemplate transactions, Settings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transactions.executeWithoutResult(status -> {
            say(
                    settings.tls(),
                    encryptedConnection(),
                    "The connection to the database is not encrypted: ask for it with"
                            + " sslMode=VERIFY_CA or VERIFY_IDENTITY in HOMEWARD_DB_URL (homeward.database-protection.tls)");
            say(
                    settings.encryption(),
                    encryptedTables(),
                    "The tables are not encrypted by the database: encrypt them, or"
                            + " say that the disk below is (homeward.database-protection.encryption=off)");
        });
    }

    private static void say(Settings.Mode mode, boolean protectedWell, String problem) {
        if (protectedWell || mode == Settings.Mode.OFF) {
            return;
        }
        if (mode == Settings.Mode.REFUSE) {
            throw new IllegalStateException(problem);
        }
        log.warn(problem);
    }

    private boolean encryptedConnection() {
        return jdbc.sql("show session status like 'Ssl_cipher'")
                .query((row, i) -> Optional.ofNullable(row.getString(2)).orElse(""))
                .optional()
                .map(cipher -> !cipher.isBlank())
                .orElse(false);
    }

    private boolean encryptedTables() {
        String version = jdbc.sql("select version()").query(String.class).single();
        if (version.toLowerCase(Locale.ROOT).contains("mariadb")) {
            return !jdbc.sql("select @@innodb_encrypt_tables")
                    .query(String.class)
                    .single()
                    .matches("(?i)OFF|0");
        }
        return jdbc.sql("select count(*) from information_schema.tables where table_schema = database()"
                                + " and table_type = 'BASE TABLE' and create_options not like '%ENCRYPTION=%Y%'")
                        .query(Long.class)
                        .single()
                == 0;
    }
}
