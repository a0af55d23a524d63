package org.homeward.medication.process;

import org.homeward.engine.ProcessVariables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What instances of the reconciliation's processes may know. */
@Configuration(proxyBeanMethods = false)
class MedicationVariables {

    @Bean
    ProcessVariables medicationReconciliationVariables() {
        return ProcessVariables.of("medication-reconciliation")
                .flag("takenKnown")
                // what the called process hands back; no gateway reads it
                .word("outcome", "DONE", "DECIDED");
    }

    @Bean
    ProcessVariables medicationItemVariables() {
        return ProcessVariables.of(ItemInstances.PROCESS)
                .word("urgency", "ALLERGY", "URGENT", "TEACH_BACK", "BY_VISIT")
                .word("decision", "DECIDED", "NO_DIFFERENCE", "ASK")
                .word("outcome", "DECIDED");
    }
}
