package org.homeward.episode.process;

import org.homeward.engine.ProcessVariables;
import org.homeward.episode.Standing;
import org.homeward.episode.Verdict;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares what the engine may keep of a transition and of its triage. */
@Configuration(proxyBeanMethods = false)
class EpisodeVariables {

    @Bean
    ProcessVariables transitionOfCareVariables() {
        return ProcessVariables.of(EngineMoves.PROCESS)
                .word("stage", Standing.Stage.class)
                .flag("promised")
                .word("riskTier", "LOW", "MODERATE", "HIGH")
                .word("addedKind", "APPOINTMENT", "REFERRAL", "PENDING_RESULT", "SERVICE", "URGENT_ORDER", "ORDER")
                // what the called processes hand back; no gateway reads it
                .word(
                        "outcome",
                        "START",
                        "WATCH",
                        "NONE",
                        "REACHED",
                        "ATTEMPTED",
                        "MISSED",
                        "ATTENDED",
                        "CANCELLED",
                        "NOT_NEEDED",
                        "DECLINED",
                        "DONE",
                        "HANDED_OFF");
    }

    @Bean
    ProcessVariables pendingResultVariables() {
        return settledDuty("pending-result");
    }

    @Bean
    ProcessVariables serviceStartVariables() {
        return settledDuty("service-start");
    }

    private static ProcessVariables settledDuty(String process) {
        return ProcessVariables.of(process).word("outcome", "DONE", "HANDED_OFF", "DECLINED");
    }

    @Bean
    ProcessVariables dischargeTriageVariables() {
        return ProcessVariables.of("discharge-triage").word("outcome", Verdict.Decision.class);
    }
}
