package org.homeward.calendar;

import java.time.Clock;
import java.time.Duration;
import org.homeward.engine.Columns;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClockProperties.class)
class ClockConfiguration {

    @Bean
    Clock systemClock() {
        return Clock.systemUTC();
    }

    @Bean
    @Primary
    BusinessClock businessClock(
            @Qualifier("systemClock") Clock systemClock,
            ClockProperties properties,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        // Of its own: a shift in the middle of someone's transaction must not be undone with it.
        TransactionTemplate own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        Long offset = own.execute(status -> jdbc.sql("select offset_millis from business_clock where id = 1")
                .query(Long.class)
                .single());
        return new BusinessClock(
                systemClock,
                properties.shiftable(),
                Duration.ofMillis(offset == null ? 0 : offset),
                shifted -> own.executeWithoutResult(
                        status -> jdbc.sql("update business_clock set offset_millis = ?, shifted_at = ? where id = 1")
                                .params(shifted.toMillis(), Columns.utc(systemClock.instant()))
                                .update()));
    }
}
