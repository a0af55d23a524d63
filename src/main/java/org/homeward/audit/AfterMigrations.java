package org.homeward.audit;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What follows each migration, by the account that migrates. Not as Flyway's callback: that is given a connection beside
 * the one that migrates, and a pool of one has none.
 */
@Configuration(proxyBeanMethods = false)
class AfterMigrations {

    @Bean
    FlywayMigrationStrategy migrateAndProtectTheTrail(AuditPartitions partitions, AccountRights rights) {
        return flyway -> {
            flyway.migrate();
            try (Connection owner = flyway.getConfiguration().getDataSource().getConnection()) {
                owner.setAutoCommit(true);
                partitions.add(owner);
                rights.give(owner);
            } catch (SQLException e) {
                throw new IllegalStateException("the audit trail's partitions and rights cannot be made", e);
            }
        };
    }
}
