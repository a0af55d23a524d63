package org.homeward.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.homeward.calendar.RuleTerms;
import org.homeward.security.People;

/** The story as other modules' tests tell it. */
public final class LadderStory {

    private final MissedStepFixture.Story story;
    private final List<MissedStepFixture.Story.Step> steps = new ArrayList<>();

    LadderStory(MissedStepFixture.Story story) {
        this.story = story;
    }

    public void mondayMorning() {
        steps.clear();
        story.team();
        story.itIs(1, 9, 0);
    }

    /** A step is missed; answers the id of its escalation. */
    public UUID missed(RuleTerms.StepClass stepClass) {
        MissedStepFixture.Story.Step step = story.escalatedStep(stepClass);
        steps.add(step);
        return story.escalation(step).id();
    }

    public void stepDone(UUID escalation) {
        steps.stream()
                .filter(step -> story.escalation(step).id().equals(escalation))
                .forEach(step -> story.deadlines()
                        .meet(step.subject(), "outreach-call", story.clock().instant()));
    }

    public People people() {
        return story.people();
    }
}
