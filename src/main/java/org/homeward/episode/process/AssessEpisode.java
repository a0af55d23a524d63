package org.homeward.episode.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.homeward.engine.ProcessStarts;
import org.homeward.episode.CarryOutEpisode;
import org.springframework.stereotype.Component;

/** Asks what is true now. */
@Component
class AssessEpisode implements JavaDelegate {

    private final CarryOutEpisode episode;

    AssessEpisode(CarryOutEpisode episode) {
        this.episode = episode;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var subject = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
        var assessment = episode.assess(subject);
        execution.setVariable("stage", assessment.stage().name());
        execution.setVariable("promised", assessment.promised());
    }
}
