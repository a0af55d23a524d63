package org.homeward;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts what an operation costs the database: round trips and rows by the server's own session counters, which need a
 * pool of one connection; and, to see where they come from, how often each statement was sent.
 */
@TestConfiguration(proxyBeanMethods = false)
public class CountedDatabase {

    @Bean
    static BeanPostProcessor countingDataSource() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source && !(bean instanceof Counting) ? new Counting(source) : bean;
            }
        };
    }

    /** What one operation took. */
    public record Cost(long trips, long rowsWritten, long rowsRead, Map<String, Integer> statements) {

        @Override
        public String toString() {
            return trips + " trips, " + rowsWritten + " rows written, " + rowsRead + " rows read\n"
                    + statements.entrySet().stream()
                            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .map(entry -> "  " + entry.getValue() + " x " + entry.getKey())
                            .collect(Collectors.joining("\n"));
        }
    }

    static final class Counting extends DelegatingDataSource {

        private final Map<String, Integer> statements = new ConcurrentHashMap<>();

        Counting(DataSource source) {
            super(source);
        }

        /** The cheapest of several runs: a scheduled job beside one of them is not its cost. */
        Cost cheapest(int times, Runnable operation) {
            Cost best = null;
            for (int i = 0; i < times; i++) {
                Cost cost = of(operation);
                if (best == null || cost.trips() < best.trips()) {
                    best = cost;
                }
            }
            return java.util.Objects.requireNonNull(best);
        }

        Cost of(Runnable operation) {
            Map<String, Long> nothing = counters();
            Map<String, Long> before = counters();
            statements.clear();
            operation.run();
            Map<String, Integer> sent = new LinkedHashMap<>(statements);
            Map<String, Long> after = counters();
            return new Cost(
                    spent("Questions", nothing, before, after),
                    spent("Handler_write", nothing, before, after),
                    List.of(
                                    "Handler_read_first",
                                    "Handler_read_key",
                                    "Handler_read_last",
                                    "Handler_read_next",
                                    "Handler_read_prev",
                                    "Handler_read_rnd",
                                    "Handler_read_rnd_next")
                            .stream()
                            .mapToLong(name -> spent(name, nothing, before, after))
                            .sum(),
                    sent);
        }

        /** Without what looking costs. */
        private static long spent(
                String counter, Map<String, Long> nothing, Map<String, Long> before, Map<String, Long> after) {
            long looking = before.getOrDefault(counter, 0L) - nothing.getOrDefault(counter, 0L);
            return after.getOrDefault(counter, 0L) - before.getOrDefault(counter, 0L) - looking;
        }

        private Map<String, Long> counters() {
            Map<String, Long> counters = new LinkedHashMap<>();
            try (Connection connection = obtainTargetDataSource().getConnection();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("show session status")) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (name.equals("Questions") || name.startsWith("Handler_")) {
                        counters.put(name, rows.getLong(2));
                    }
                }
                return counters;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return proxy(Connection.class, connection, (method, arguments, result) -> {
                if (result instanceof PreparedStatement statement && arguments != null) {
                    return counted(PreparedStatement.class, statement, (String) arguments[0]);
                }
                return result instanceof Statement statement ? counted(Statement.class, statement, null) : result;
            });
        }

        private <S extends Statement> S counted(
                Class<S> type, S statement, @org.jspecify.annotations.Nullable String sql) {
            return proxy(type, statement, (method, arguments, result) -> {
                if (method.startsWith("execute")) {
                    String sent = sql != null ? sql : arguments == null ? "batch" : String.valueOf(arguments[0]);
                    statements.merge(sent.replaceAll("\\s+", " ").strip(), 1, Integer::sum);
                }
                return result;
            });
        }

        private interface After {
            @org.jspecify.annotations.Nullable
            Object then(
                    String method,
                    Object @org.jspecify.annotations.Nullable [] arguments,
                    @org.jspecify.annotations.Nullable Object result);
        }

        private static <T> T proxy(Class<T> type, T target, After after) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        try {
                            return after.then(method.getName(), arguments, method.invoke(target, arguments));
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    }));
        }
    }
}
