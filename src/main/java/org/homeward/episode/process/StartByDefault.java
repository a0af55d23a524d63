package org.homeward.episode.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Verdict;
import org.springframework.stereotype.Component;

/** Starts what nobody decided by the end of the staffed day. */
@Component
class StartByDefault implements JavaDelegate {

    private final CarryOutEpisode episode;

    StartByDefault(CarryOutEpisode episode) {
        this.episode = episode;
    }

    @Override
    public void execute(DelegateExecution execution) {
        episode.startByDefault(UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)));
        execution.setVariable("outcome", Verdict.Decision.START.name());
    }
}
