package org.homeward.engine;

import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;

/** Refuses every file of a deployment that is no process and no decision: pages, scripts and forms would lie in the engine. */
final class OnlyModels implements Deployer {

    private static final Pattern MODEL = Pattern.compile("[\\w. -]+\\.(bpmn|dmn)");

    @Override
    public void deploy(DeploymentEntity deployment) {
        for (String name : deployment.getResources().keySet()) {
            if (!MODEL.matcher(name).matches() || name.contains("..")) {
                throw new NotAllowed("The file “" + name.replaceAll("[^\\w. -]", "?")
                        + "” is no model; use one that ends in .bpmn or .dmn. Forms are part of the build.");
            }
        }
    }
}
