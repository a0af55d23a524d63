package org.homeward.escalation;

import org.homeward.engine.ProcessVariables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the process {@code escalation} may remember. */
@Configuration(proxyBeanMethods = false)
public class EscalationVariables {

    public static final String RUNG = "rung";
    public static final String OUTCOME = "outcome";

    /** Whether the ladder goes on, or repeats its last rung. */
    public enum Outcome {
        MORE,
        EXHAUSTED
    }

    @Bean
    ProcessVariables escalationProcessVariables() {
        return ProcessVariables.of("escalation").number(RUNG).word(OUTCOME, Outcome.class);
    }
}
