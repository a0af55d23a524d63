package org.homeward.operation;

import java.util.Collection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Refuses what is written outside a transaction. Connections of the pool do not commit by themselves, so that a write that
 * nobody commits would be undone without a word when its connection goes back.
 */
@Component
class TransactionalJdbcTemplate extends JdbcTemplate {

    TransactionalJdbcTemplate(DataSource database) {
        super(database);
    }

    private static void demandTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new InvalidDataAccessApiUsageException("Outside a transaction this write would be lost");
        }
    }

    @Override
    public int update(String sql) {
        demandTransaction();
        return super.update(sql);
    }

    @Override
    protected int update(PreparedStatementCreator statement, @Nullable PreparedStatementSetter values) {
        demandTransaction();
        return super.update(statement, values);
    }

    @Override
    public int update(PreparedStatementCreator statement, KeyHolder keys) {
        demandTransaction();
        return super.update(statement, keys);
    }

    @Override
    public int[] batchUpdate(String... statements) {
        demandTransaction();
        return super.batchUpdate(statements);
    }

    @Override
    public int[] batchUpdate(String sql, BatchPreparedStatementSetter values) {
        demandTransaction();
        return super.batchUpdate(sql, values);
    }

    @Override
    public int[] batchUpdate(PreparedStatementCreator statement, BatchPreparedStatementSetter values, KeyHolder keys) {
        demandTransaction();
        return super.batchUpdate(statement, values, keys);
    }

    @Override
    public <T> int[][] batchUpdate(
            String sql, Collection<T> rows, int batchSize, ParameterizedPreparedStatementSetter<T> values) {
        demandTransaction();
        return super.batchUpdate(sql, rows, batchSize, values);
    }
}
