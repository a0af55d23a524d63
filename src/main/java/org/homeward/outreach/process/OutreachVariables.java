package org.homeward.outreach.process;

import org.homeward.engine.ProcessVariables;
import org.homeward.outreach.Outreach;
import org.homeward.outreach.Urgency;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What instances of the outreach process may know. */
@Configuration(proxyBeanMethods = false)
class OutreachVariables {

    @Bean
    ProcessVariables postDischargeOutreachVariables() {
        return ProcessVariables.of("post-discharge-outreach")
                .number("attempt")
                .word("next", Outreach.Next.class)
                .word("contactOutcome", "REACHED", "NOT_REACHED", "DECLINED")
                .word("urgency", Urgency.class)
                .word("outcome", "REACHED", "ATTEMPTED", "MISSED", "DECLINED");
    }
}
