package org.homeward;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.homeward.calendar.BusinessClock;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * The engine keeps two things for the whole JVM: which engine is called "default", where its web applications look it
 * up, and how far its clock is shifted. A test run has several applications at once; before each test both are those of
 * the test's own.
 */
public final class EngineOfThisContext implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        if (!test.hasApplicationContext()) {
            return;
        }
        ApplicationContext context = test.getApplicationContext();
        context.getBeanProvider(ProcessEngine.class).ifAvailable(ProcessEngines::registerProcessEngine);
        context.getBeanProvider(BusinessClock.class)
                .ifAvailable(clock -> ClockUtil.offset(clock.offset().toMillis()));
    }
}
