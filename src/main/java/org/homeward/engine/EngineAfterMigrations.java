package org.homeward.engine;

import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitializationDetector;

/** Makes the engine wait for Flyway, which owns its tables too; registered in META-INF/spring.factories. */
final class EngineAfterMigrations implements DependsOnDatabaseInitializationDetector {

    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beanFactory) {
        return beanFactory.containsBeanDefinition("processEngineFactoryBean")
                ? Set.of("processEngineFactoryBean")
                : Set.of();
    }
}
