package org.homeward.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.homeward.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * What this engine does where no guard of ours stands in its way: the holes of {@code src/docs/security/hazards.csv}, each
 * open. When one of these fails, the engine has learned better, and its guard may go.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockEngineTests {

    /** A bean that no model and no query has any business with. */
    public static final class Inside {

        private final AtomicInteger calls = new AtomicInteger();

        public String y() {
            calls.incrementAndGet();
            return "called";
        }
    }

    private final Inside inside = new Inside();
    private JdbcConnectionDetails database;
    private ProcessEngine engine;

    @BeforeAll
    void anEngineAsItIsDelivered() throws SQLException {
        database = TestDatabase.empty();
        engine = stock("READ-COMMITTED");
    }

    private ProcessEngine stock(String isolation) {
        ProcessEngineConfigurationImpl stock = new StandaloneProcessEngineConfiguration();
        stock.setProcessEngineName("stock-" + UUID.randomUUID());
        stock.setJdbcDriver("com.mysql.cj.jdbc.Driver");
        stock.setJdbcUrl(database.getJdbcUrl()
                + "&nullCatalogMeansCurrent=true&sessionVariables=transaction_isolation='" + isolation + "'");
        stock.setJdbcUsername(database.getUsername());
        stock.setJdbcPassword(database.getPassword());
        stock.setDatabaseSchemaUpdate("true");
        stock.setAuthorizationEnabled(true);
        stock.setJobExecutorActivate(false);
        stock.setEnforceHistoryTimeToLive(false);
        Map<Object, Object> beans = new HashMap<>();
        beans.put("x", inside);
        stock.setBeans(beans);
        return stock.buildProcessEngine();
    }

    @AfterEach
    void nobodyAsks() {
        engine.getIdentityService().clearAuthentication();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private void deploy(String name, String content) {
        engine.getRepositoryService()
                .createDeployment()
                .addString(name, content)
                .deploy();
    }

    private String started(String key, String step) {
        deploy(key + ".bpmn", """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:old="http://activiti.org/bpmn"
                    targetNamespace="http://homeward.org/test">
                  <bpmn:process id="%s" isExecutable="true">
                    <bpmn:startEvent id="StartEvent_1"/>
                    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Task_Step"/>
                    %s
                  </bpmn:process>
                </bpmn:definitions>""".formatted(key, step));
        return engine.getRuntimeService().startProcessInstanceByKey(key).getId();
    }

    @Test
    void theDatabasesOwnIsolationLevelIsRefused() {
        assertThatThrownBy(() -> stock("REPEATABLE-READ"))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("isolation");
    }

    @Test
    void anExpressionInAnOrQueryRuns() {
        int before = inside.calls.get();
        assertThatThrownBy(() -> engine.getTaskService()
                        .createTaskQuery()
                        .taskAssigneeExpression("${x.y()}")
                        .list())
                .as("on its own it is refused")
                .isInstanceOf(BadUserRequestException.class);

        engine.getTaskService()
                .createTaskQuery()
                .or()
                .taskAssigneeExpression("${x.y()}")
                .endOr()
                .list();

        assertThat(inside.calls.get()).isGreaterThan(before);
    }

    @Test
    void aModelRunsACommandOfTheMachine(@TempDir Path folder) throws IOException {
        Path made = folder.resolve("made");
        started("shell", """
                <bpmn:serviceTask id="Task_Step" camunda:type="shell"><bpmn:extensionElements>
                  <camunda:field name="command"><camunda:string>touch</camunda:string></camunda:field>
                  <camunda:field name="arg1"><camunda:string>%s</camunda:string></camunda:field>
                  <camunda:field name="wait"><camunda:string>true</camunda:string></camunda:field>
                </bpmn:extensionElements></bpmn:serviceTask>""".formatted(made));

        assertThat(Files.exists(made)).isTrue();
    }

    @Test
    void aModelCallsAnyBeanAndUnderTheEnginesOldNamespaceToo() {
        int before = inside.calls.get();

        started("expression", "<bpmn:serviceTask id=\"Task_Step\" old:expression=\"${x.y()}\"/>");

        assertThat(inside.calls.get()).isGreaterThan(before);
    }

    @Test
    void aDecisionCallsAnyBean() {
        int before = inside.calls.get();
        deploy("juel.dmn", """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions-juel" name="juel"
                    namespace="http://homeward.org/test">
                  <decision id="juel" name="juel"><variable id="v" name="v"/>
                    <literalExpression id="l" expressionLanguage="juel"><text>${x.y()}</text></literalExpression>
                  </decision>
                </definitions>""");

        engine.getDecisionService().evaluateDecisionByKey("juel").evaluate();

        assertThat(inside.calls.get()).isGreaterThan(before);
    }

    @Test
    void whateverACallerSendsIsKeptAsAVariable() {
        String instance = started("variables", "<bpmn:userTask id=\"Task_Step\"/>");

        engine.getRuntimeService().setVariable(instance, "patientName", "Zoë Testcase");

        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(instance)
                        .variableValueEquals("patientName", "Zoë Testcase")
                        .count())
                .isOne();
    }

    @Test
    void anybodyReadsAndDeletesTheAttachmentsOfATaskThatIsNotTheirs() {
        String instance = started("attachments", "<bpmn:userTask id=\"Task_Step\"/>");
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
        engine.getTaskService().createAttachment("text", task, instance, "summary", "", "http://example.org/summary");
        engine.getIdentityService().setAuthenticatedUserId("stranger");
        assertThat(engine.getTaskService().createTaskQuery().taskId(task).count())
                .as("the task is not theirs")
                .isZero();

        assertThat(engine.getTaskService().getTaskAttachments(task)).hasSize(1);
        engine.getTaskService()
                .deleteAttachment(
                        engine.getTaskService().getTaskAttachments(task).get(0).getId());
        assertThat(engine.getTaskService().getTaskAttachments(task)).isEmpty();
    }
}
