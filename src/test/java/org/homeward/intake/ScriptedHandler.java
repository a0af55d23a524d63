package org.homeward.intake;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A kind of message that does what the test says: {@code <patient> <text>}. Its effect is a row of a table. */
class ScriptedHandler implements InboxHandler {

    static final String KIND = "scripted";

    enum Move {
        FAIL,
        OVERFLOW,
        PUT_ASIDE,
        DEADLOCK_ONCE
    }

    final Map<String, Move> moves = new ConcurrentHashMap<>();
    final List<String> tried = Collections.synchronizedList(new ArrayList<>());

    private final JdbcClient jdbc;

    ScriptedHandler(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Check check(byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        return text.contains(" ")
                ? new Check.Acceptable(text.split(" ")[0], null)
                : new Check.Unacceptable(List.of(new FieldProblem("", "needs a blank")), false);
    }

    @Override
    public HandlingResult apply(InboxMessage message) {
        String text = new String(message.raw(), StandardCharsets.UTF_8);
        tried.add(text);
        jdbc.sql("INSERT INTO scripted_effect (text) VALUES (?)").param(text).update();
        Move move = moves.get(text);
        if (move == Move.FAIL) {
            throw new IllegalStateException("Alma Example was born in 1951");
        } else if (move == Move.OVERFLOW) {
            throw new StackOverflowError();
        } else if (move == Move.PUT_ASIDE) {
            return new HandlingResult.PutAside("somebody-decides");
        } else if (move == Move.DEADLOCK_ONCE) {
            moves.remove(text);
            throw new DeadlockLoserDataAccessException("", new SQLException("", "40001", 1213));
        }
        return new HandlingResult.Applied(null, UUID.fromString("01900000-0000-7000-8000-0000000000e1"));
    }

    List<String> effects() {
        return jdbc.sql("SELECT text FROM scripted_effect ORDER BY id")
                .query(String.class)
                .list();
    }

    void reset() {
        moves.clear();
        tried.clear();
        jdbc.sql("CREATE TABLE IF NOT EXISTS scripted_effect (id BIGINT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(200))")
                .update();
        jdbc.sql("DELETE FROM scripted_effect").update();
        jdbc.sql("DELETE FROM inbox_correction").update();
        jdbc.sql("DELETE FROM inbox_message").update();
    }
}
