package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HomewardTest
@Tag("mysql")
class MigrationTests {

    @Autowired
    JdbcClient jdbc;

    @Test
    void everyTextColumnTakesFourByteCharacters() {
        assertThat(jdbc.sql("""
                        select concat(table_name, '.', column_name) from information_schema.columns
                        where table_schema = database() and character_set_name not in ('utf8mb4', 'ascii')""").query(String.class).list()).isEmpty();
    }

    @Test
    void theEngineHasTheTwoIndexesThatKeepCompletionsAndPollsFlat() {
        assertThat(jdbc.sql("""
                        select index_name from information_schema.statistics
                        where table_schema = database() and index_name like 'HW_IDX%' order by index_name""").query(String.class).list())
                .containsExactly("HW_IDX_JOB_DUEDATE", "HW_IDX_TASK_PARENT");
    }

    @Test
    void theDatabaseIsTheOneThatWasAskedFor() {
        boolean mysql = "mysql".equals(System.getProperty("homeward.test.database"));

        assertThat(jdbc.sql("select version()").query(String.class).single())
                .matches(mysql ? "9\\.\\d+\\.\\d+.*" : "\\d+\\.\\d+\\.\\d+-MariaDB.*");
    }
}
