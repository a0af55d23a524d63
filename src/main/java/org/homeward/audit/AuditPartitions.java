package org.homeward.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Gives each month of events its partition, a year ahead, whenever migrations run and by their account: a month is later
 * dropped as a whole, without a row being deleted.
 */
@Component
class AuditPartitions {

    private static final Logger log = LoggerFactory.getLogger(AuditPartitions.class);
    private static final int MONTHS_AHEAD = 12;
    private static final String LATER = "p_later";

    private final Clock clock;

    AuditPartitions(@Qualifier("systemClock") Clock clock) {
        this.clock = clock;
    }

    /** A month's partition: every event before {@code until} that is in no earlier one. */
    record Month(String name, LocalDateTime until) {}

    /** Adds what is missing; two nodes that start at once do it one after the other. */
    void add(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet locked = statement.executeQuery("select get_lock('homeward/audit-partitions', 60)")) {
                if (!locked.next() || locked.getInt(1) != 1) {
                    log.warn("Another node is still making the audit trail's partitions");
                    return;
                }
            }
            try {
                List<Month> missing = missing(connection);
                if (!missing.isEmpty()) {
                    List<String> parts = new ArrayList<>();
                    missing.forEach(month -> parts.add("partition " + month.name() + " values less than ('"
                            + month.until().toLocalDate() + "')"));
                    parts.add("partition " + LATER + " values less than (maxvalue)");
                    statement.execute("alter table audit_event reorganize partition " + LATER + " into ("
                            + String.join(", ", parts) + ")");
                }
            } finally {
                statement.execute("do release_lock('homeward/audit-partitions')");
            }
        }
    }

    private List<Month> missing(Connection connection) throws SQLException {
        List<Month> there = months(connection);
        YearMonth now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        YearMonth from = there.isEmpty()
                ? oldest(connection, now)
                : YearMonth.from(there.get(there.size() - 1).until());
        List<Month> missing = new ArrayList<>();
        for (YearMonth month = from; !month.isAfter(now.plusMonths(MONTHS_AHEAD)); month = month.plusMonths(1)) {
            missing.add(new Month(
                    String.format(Locale.ROOT, "p%d%02d", month.getYear(), month.getMonthValue()),
                    month.plusMonths(1).atDay(1).atStartOfDay()));
        }
        return missing;
    }

    private static YearMonth oldest(Connection connection, YearMonth now) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select min(at) from audit_event")) {
            LocalDateTime oldest = row.next() ? row.getObject(1, LocalDateTime.class) : null;
            YearMonth first = oldest == null ? now : YearMonth.from(oldest);
            return first.isBefore(now) ? first : now;
        }
    }

    /** The months that have a partition, the oldest first. */
    static List<Month> months(Connection connection) throws SQLException {
        TreeMap<LocalDateTime, Month> months = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select partition_name, partition_description"
                        + " from information_schema.partitions where table_schema = database()"
                        + " and table_name = 'audit_event' and partition_name is not null")) {
            while (row.next()) {
                String bound = row.getString(2).replace("'", "");
                if (!bound.equalsIgnoreCase("maxvalue")) {
                    LocalDateTime until = LocalDateTime.parse(
                            bound.length() > 10
                                    ? bound.replace(' ', 'T').replaceAll("\\.0+$", "")
                                    : bound + "T00:00:00");
                    months.put(until, new Month(row.getString(1), until));
                }
            }
        }
        return List.copyOf(months.values());
    }
}
