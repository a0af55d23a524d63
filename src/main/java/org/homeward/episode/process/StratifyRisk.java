package org.homeward.episode.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.episode.EpisodeRisk;
import org.springframework.stereotype.Component;

/** Stratifies the risk. */
@Component
class StratifyRisk implements JavaDelegate {

    private final EpisodeRisk risk;

    StratifyRisk(EpisodeRisk risk) {
        this.risk = risk;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var tier = risk.stratify(UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)));
        execution.setVariable("riskTier", tier.name());
    }
}
