package org.homeward.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.camunda.bpm.spring.boot.starter.configuration.impl.DefaultJobConfiguration;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.camunda.bpm.spring.boot.starter.property.JobExecutionProperty;
import org.homeward.security.People;
import org.homeward.security.SignedIn;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** How this engine differs from a stock one; each line's reason stands with the class it names. */
@Configuration(proxyBeanMethods = false)
class EngineSettings {

    @Bean
    OwningTeamTenants owningTeamTenants() {
        return new OwningTeamTenants();
    }

    /** In place of the starter's own, with those of its settings that our file has; none where a command runs. */
    @Bean
    @ConditionalOnProperty(name = "camunda.bpm.job-execution.enabled", matchIfMissing = true)
    NodeJobs nodeJobs(
            @Qualifier(DefaultJobConfiguration.JobConfiguration.CAMUNDA_TASK_EXECUTOR_QUALIFIER) TaskExecutor threads,
            CamundaBpmProperties properties,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @Qualifier("systemClock") Clock clock) {
        JobExecutionProperty settings = properties.getJobExecution();
        NodeJobs jobs = new NodeJobs(new JobAttempts(jdbc, transactions, clock));
        jobs.setTaskExecutor(threads);
        jobs.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
        jobs.setLockTimeInMillis(settings.getLockTimeInMillis());
        jobs.setMaxJobsPerAcquisition(settings.getMaxJobsPerAcquisition());
        jobs.setWaitTimeInMillis(settings.getWaitTimeInMillis());
        jobs.setMaxWait(settings.getMaxWait());
        return jobs;
    }

    @Bean
    AbstractProcessEnginePlugin homewardEngine(
            BeanFactory beans,
            People people,
            SignedIn signedIn,
            IdGenerator ids,
            OwningTeamTenants tenants,
            ObjectProvider<ProcessVariables> declarations,
            ObjectProvider<BpmnParseListener> parseListeners) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.setExpressionManager(new ModelExpressions(beans));
                engine.setResourceAuthorizationProvider(new NoTaskAuthorizations());
                // there are grants only (Grants): no need to look for the others each time
                engine.setAuthorizationCheckRevokes(ProcessEngineConfiguration.AUTHORIZATION_CHECK_REVOKE_NEVER);
                engine.setCommandCheckers(
                        new ArrayList<>(List.of(new TenantCommandChecker(), new GrantsByRole.Checker())));
                engine.setTenantIdProvider(tenants);
                engine.setTenantCheckEnabled(true);
                engine.setCustomHistoryLevels(new ArrayList<>(List.of(new HomewardHistory())));
                engine.setDbIdentityUsed(false);
                engine.setEnableExpressionsInAdhocQueries(false);
                engine.setEnableExpressionsInStoredQueries(true);
                engine.setEnableScriptEngineLoadExternalResources(false);
                engine.setScriptEngineResolver(new NoScripts());
                engine.setBpmnParseFactory(new DeploymentGate());
                engine.setCustomPreDeployers(new ArrayList<>(List.of(new OnlyModels())));
                engine.setTaskMetricsEnabled(false);
                engine.setCmmnEnabled(false);
                engine.setStandaloneTasksEnabled(false);
                engine.setJobExecutorAcquireByDueDate(true);
                // Tasklist asks for its filters 2,000 at a time
                engine.setQueryMaxResultsLimit(2000);
                engine.setHistoryCleanupEnabled(false);
                engine.setFailedJobCommandFactory(new FailedSteps());

                DefaultDmnEngineConfiguration decisions = new DefaultDmnEngineConfiguration();
                decisions.getTransformer().getTransformListeners().add(new DecisionGate());
                engine.setDmnEngineConfiguration(decisions);

                Map<String, ProcessVariables> declared = new HashMap<>();
                declarations.forEach(process -> declared.put(process.processKey(), process));
                List<SessionFactory> sessions = new ArrayList<>();
                engine.setIdentityProviderSessionFactory(new PeopleIdentityProvider.Factory(people, signedIn));
                sessions.add(new GuardedEntityManager.Factory(ids, declared));
                sessions.add(new GrantsByRole.Factory());
                engine.setCustomSessionFactories(sessions);

                List<BpmnParseListener> listeners = new ArrayList<>();
                if (engine.getCustomPreBPMNParseListeners() != null) {
                    listeners.addAll(engine.getCustomPreBPMNParseListeners());
                }
                parseListeners.orderedStream().forEach(listeners::add);
                engine.setCustomPreBPMNParseListeners(listeners);

                engine.setCustomPreCommandInterceptorsTxRequired(new ArrayList<>(List.of(new RefusalInterceptor())));
                engine.setCustomPreCommandInterceptorsTxRequiresNew(new ArrayList<>(List.of(new RefusalInterceptor())));
            }
        };
    }
}
