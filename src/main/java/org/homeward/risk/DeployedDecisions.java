package org.homeward.risk;

import org.homeward.engine.Decisions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeployedDecisions {

    /** The newest deployed version of each table, so that a site's own change counts. */
    @Bean
    DecisionTable riskDecisionTable(Decisions decisions) {
        return decisions::evaluate;
    }
}
