package org.homeward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** A write outside a transaction: refused by ours, lost without a word by the plain one. */
@HomewardTest
class TransactionalJdbcTemplateTests {

    private static final String INSERT =
            "insert into job_attempt (job_id, attempts, begun_at) values (?, 1, '2026-01-01')";

    private interface Write {
        void with(JdbcOperations operations, String id);
    }

    @Autowired
    DataSource database;

    @Autowired
    JdbcTemplate ours;

    @Autowired
    TransactionTemplate transactions;

    private long rows(String id) {
        return JdbcClient.create(database)
                .sql("select count(*) from job_attempt where job_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    @Test
    void thePlainTemplateLosesIt() {
        String id = UUID.randomUUID().toString();

        assertThat(new JdbcTemplate(database).update(INSERT, id))
                .as("it says that it wrote a row")
                .isEqualTo(1);

        assertThat(rows(id)).isZero();
    }

    static Stream<Arguments> everyWay() {
        Write sql = (operations, id) -> operations.update(INSERT.replace("?", "'" + id + "'"));
        Write values = (operations, id) -> operations.update(INSERT, id);
        Write statement = (operations, id) -> operations.update(connection -> {
            PreparedStatement prepared = connection.prepareStatement(INSERT);
            prepared.setString(1, id);
            return prepared;
        });
        Write keys = (operations, id) -> operations.update(
                connection -> {
                    PreparedStatement prepared =
                            connection.prepareStatement(INSERT, PreparedStatement.RETURN_GENERATED_KEYS);
                    prepared.setString(1, id);
                    return prepared;
                },
                new GeneratedKeyHolder());
        Write several = (operations, id) -> operations.batchUpdate(INSERT.replace("?", "'" + id + "'"));
        Write batch = (operations, id) -> operations.batchUpdate(INSERT, List.<Object[]>of(new Object[] {id}));
        Write batches = (operations, id) ->
                operations.batchUpdate(INSERT, List.of(id), 10, (prepared, value) -> prepared.setString(1, value));
        Write client = (operations, id) ->
                JdbcClient.create(operations).sql(INSERT).param(id).update();
        Write named = (operations, id) -> new NamedParameterJdbcTemplate(operations)
                .batchUpdate(
                        INSERT.replace("?", ":id"), new MapSqlParameterSource[] {new MapSqlParameterSource("id", id)});
        return Stream.of(
                Arguments.of("sql", sql),
                Arguments.of("values", values),
                Arguments.of("statement", statement),
                Arguments.of("keys", keys),
                Arguments.of("several", several),
                Arguments.of("batch", batch),
                Arguments.of("batches", batches),
                Arguments.of("client", client),
                Arguments.of("named", named));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyWay")
    void oursRefusesItHoweverItIsAskedAndTakesItInATransaction(String name, Write write) {
        String id = UUID.randomUUID().toString();

        assertThatThrownBy(() -> write.with(ours, id)).isInstanceOf(InvalidDataAccessApiUsageException.class);
        assertThat(rows(id)).isZero();

        transactions.executeWithoutResult(status -> write.with(ours, id));
        assertThat(rows(id)).isEqualTo(1);
        transactions.executeWithoutResult(status -> ours.update("delete from job_attempt where job_id = ?", id));
    }
}
