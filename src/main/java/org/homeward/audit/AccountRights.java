package org.homeward.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the application's account its rights after each migration, by the account that migrates: on the trail it may
 * only look and add. A new table gets its rights with the migration that makes it.
 */
@Component
class AccountRights {

    /**
     * {@code homeward.database-account}.
     *
     * @param name {@code user@host} of the application, where another account migrates; empty: one account does it all,
     *     and the start says so
     */
    @ConfigurationProperties("homeward.database-account")
    record Settings(@Nullable String name) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Settings.class)
    static class Bound {}

    private static final Logger log = LoggerFactory.getLogger(AccountRights.class);
    private static final Pattern ACCOUNT = Pattern.compile("([A-Za-z0-9_.-]{1,32})@([A-Za-z0-9_.%:-]{1,255})");

    private final Settings settings;

    AccountRights(Settings settings) {
        this.settings = settings;
    }

    /** Gives them, where an account is named. */
    void give(Connection owner) throws SQLException {
        String name = settings.name();
        if (name != null && !name.isBlank()) {
            give(owner, name);
        }
    }

    static void give(Connection connection, String name) throws SQLException {
        Matcher account = ACCOUNT.matcher(name);
        if (!account.matches()) {
            throw new IllegalArgumentException("homeward.database-account.name: user@host");
        }
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select table_name from information_schema.tables"
                    + " where table_schema = database() and table_type = 'BASE TABLE' order by table_name")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            for (String table : tables) {
                statement.execute("grant " + rights(table) + " on `" + table + "` to '" + account.group(1) + "'@'"
                        + account.group(2) + "'");
            }
        }
    }

    private static String rights(String table) {
        String name = table.toLowerCase(Locale.ROOT);
        if (name.startsWith("audit_")) {
            return "select, insert";
        }
        return name.equals("flyway_schema_history") ? "select" : "select, insert, update, delete";
    }

    /** Says at start, and tells the page, whether whoever holds the application's account could change the trail. */
    @Component
    static class Check {

        private final JdbcClient jdbc;
        private final TransactionTemplate transactions;

        Check(JdbcClient jdbc, TransactionTemplate transactions) {
            this.jdbc = jdbc;
            this.transactions = transactions;
        }

        boolean mayChangeTheTrail() {
            try {
                transactions.executeWithoutResult(
                        status -> jdbc.sql("update audit_event set outcome = outcome where 1 = 0")
                                .update());
                return true;
            } catch (DataAccessException refused) {
                return false;
            }
        }

        @EventListener
        void say(ApplicationReadyEvent ready) {
            if (mayChangeTheTrail()) {
                log.warn("The application's database account may change the audit trail; two accounts prevent it, see"
                        + " src/docs/operations/database.md");
            }
        }
    }
}
