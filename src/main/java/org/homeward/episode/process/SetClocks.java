package org.homeward.episode.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.episode.CarryOutEpisode;
import org.springframework.stereotype.Component;

/** Lets every open duty begin; its clock is set, or runs on, when its step is entered. */
@Component
class SetClocks implements JavaDelegate {

    private final CarryOutEpisode episode;

    SetClocks(CarryOutEpisode episode) {
        this.episode = episode;
    }

    @Override
    public void execute(DelegateExecution execution) {
        episode.beginDuties(UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)));
    }
}
