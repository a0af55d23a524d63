package org.homeward.referral.process;

import org.homeward.engine.ProcessVariables;
import org.homeward.referral.Awaited;
import org.homeward.referral.ReferralLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What instances of the referral's process may know. */
@Configuration(proxyBeanMethods = false)
class ReferralVariables {

    @Bean
    ProcessVariables referralLoopVariables() {
        return ProcessVariables.of("referral-loop")
                .word("stage", ReferralLoop.Stage.class)
                .word("awaits", Awaited.class)
                .word("outcome", "DONE", "HANDED_OFF", "DECLINED");
    }
}
