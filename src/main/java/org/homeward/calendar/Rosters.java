package org.homeward.calendar;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.homeward.engine.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Say who of a team is on duty or on call, in which role. */
@Service
public class Rosters {

    public enum Duty {
        ON_DUTY,
        ON_CALL
    }

    /** A person's turn, from its first moment to just before its last. */
    public record Turn(UUID id, String teamId, String role, String personId, Duty duty, Instant from, Instant to) {}

    private static final String SELECT = "select id, team_id, role, person_id, duty, from_at, to_at from roster ";

    private final JdbcClient jdbc;

    Rosters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose turn it is, those on duty before those on call, then by the turn that began last. */
    @Transactional(readOnly = true)
    public List<Turn> at(String teamId, String role, Instant instant) {
        return jdbc.sql(SELECT + """
                        where team_id = ? and role = ? and from_at <= ? and to_at > ?
                        order by duty = 'ON_CALL', from_at desc, id""")
                .params(teamId, role, Columns.utc(instant), Columns.utc(instant))
                .query(Rosters::turn)
                .list();
    }

    /** Every role of a team, for the board that shows who is there. */
    @Transactional(readOnly = true)
    public List<Turn> at(String teamId, Instant instant) {
        return jdbc.sql(SELECT + "where team_id = ? and from_at <= ? and to_at > ? order by role, duty = 'ON_CALL', id")
                .params(teamId, Columns.utc(instant), Columns.utc(instant))
                .query(Rosters::turn)
                .list();
    }

    /** Says whether it is this person's turn, in whatever role. */
    @Transactional(readOnly = true)
    public boolean onDuty(String personId, String teamId, Instant instant) {
        return !jdbc.sql(
                        "select 1 from roster where person_id = ? and team_id = ? and from_at <= ? and to_at > ? limit 1")
                .params(personId, teamId, Columns.utc(instant), Columns.utc(instant))
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Every turn that touches this stretch of time, the earliest first. */
    @Transactional(readOnly = true)
    public List<Turn> between(String teamId, Instant from, Instant to) {
        return jdbc.sql(SELECT + "where team_id = ? and from_at < ? and to_at > ? order by from_at, role, id")
                .params(teamId, Columns.utc(to), Columns.utc(from))
                .query(Rosters::turn)
                .list();
    }

    /** A person's turns that are not over. */
    @Transactional(readOnly = true)
    public List<Turn> toCome(String personId, Instant now) {
        return jdbc.sql(SELECT + "where person_id = ? and to_at > ? order by from_at, id limit 100")
                .params(personId, Columns.utc(now))
                .query(Rosters::turn)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<Turn> find(UUID id) {
        return jdbc.sql(SELECT + "where id = ?")
                .param(id.toString())
                .query(Rosters::turn)
                .optional();
    }

    @Transactional
    public Turn add(String teamId, String role, String personId, Duty duty, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A turn ends after it begins");
        }
        Turn turn = new Turn(UuidCreator.getTimeOrderedEpoch(), teamId, role, personId, duty, from, to);
        jdbc.sql("insert into roster (id, team_id, role, person_id, duty, from_at, to_at) values (?, ?, ?, ?, ?, ?, ?)")
                .params(turn.id().toString(), teamId, role, personId, duty.name(), Columns.utc(from), Columns.utc(to))
                .update();
        return turn;
    }

    @Transactional
    public void remove(UUID id) {
        jdbc.sql("delete from roster where id = ?").param(id.toString()).update();
    }

    private static Turn turn(ResultSet row, int i) throws SQLException {
        return new Turn(
                Columns.uuid(row, "id"),
                row.getString("team_id"),
                row.getString("role"),
                row.getString("person_id"),
                Duty.valueOf(row.getString("duty")),
                Columns.instant(row, "from_at"),
                Columns.instant(row, "to_at"));
    }
}
