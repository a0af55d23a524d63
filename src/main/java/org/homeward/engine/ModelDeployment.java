package org.homeward.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Brings the packaged models into the engine before anything can start. In production only missing ones: an upgrade
 * never buries a site's own change. In development and demo, changed files too.
 */
@Component
class ModelDeployment implements org.springframework.beans.factory.SmartInitializingSingleton {

    /** {@code homeward.models.deploy}: {@code missing}, {@code changed} or {@code none}. */
    @ConfigurationProperties("homeward.models")
    record Settings(Mode deploy) {

        enum Mode {
            MISSING,
            CHANGED,
            NONE
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ModelDeployment.class);

    private final ProcessEngine engine;
    private final Settings settings;

    ModelDeployment(ProcessEngine engine, Settings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (settings.deploy() == Settings.Mode.NONE) {
            return;
        }
        try {
            deploy(models());
        } catch (IOException e) {
            throw new IllegalStateException("The packaged models cannot be read", e);
        }
    }

    private static List<Resource> models() throws IOException {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        List<Resource> models = new ArrayList<>();
        models.addAll(Arrays.asList(resolver.getResources("classpath*:processes/*.bpmn")));
        models.addAll(Arrays.asList(resolver.getResources("classpath*:processes/*.dmn")));
        return models;
    }

    private void deploy(List<Resource> models) throws IOException {
        RepositoryService repository = engine.getRepositoryService();
        DeploymentBuilder deployment =
                repository.createDeployment().name("homeward").source("packaged");
        if (settings.deploy() == Settings.Mode.CHANGED) {
            deployment.enableDuplicateFiltering(true);
        }
        int count = 0;
        for (Resource model : models) {
            String file = model.getFilename();
            if (file == null || (settings.deploy() == Settings.Mode.MISSING && known(repository, file))) {
                continue;
            }
            try (InputStream content = model.getInputStream()) {
                deployment.addInputStream(file, content);
                count++;
            }
        }
        if (count > 0) {
            deployment.deploy();
            log.info("{} packaged models checked against the engine", count);
        }
    }

    private static boolean known(RepositoryService repository, String file) {
        String key = file.substring(0, file.lastIndexOf('.'));
        return file.endsWith(".bpmn")
                ? repository
                                .createProcessDefinitionQuery()
                                .processDefinitionKey(key)
                                .count()
                        > 0
                : repository
                                .createDecisionDefinitionQuery()
                                .decisionDefinitionKey(key)
                                .count()
                        > 0;
    }
}
