package org.homeward.engine.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneId;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.RepositoryService;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.engine.ModelBeans;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The modeler's deploy button: who may press it, and what a model may not bring. */
@HomewardTest
class DeploymentDoorTests {

    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    RepositoryService repository;

    @Autowired
    ListableBeanFactory context;

    @BeforeEach
    void people() {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/New_York")));
        person("deploy-owner", Role.PROCESS_OWNER);
        person("deploy-nurse", Role.NURSE);
    }

    private void person(String id, Role role) {
        people.addPerson(id, Person.Kind.PERSON, id, null, PASSWORD);
        people.addMembership(id, "transitions-north", role);
    }

    private static String model(String key, String content) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="http://homeward.org/test">
                  <bpmn:process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <bpmn:startEvent id="StartEvent_1"/>
                    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Task_Step"/>
                    %s
                  </bpmn:process>
                </bpmn:definitions>""".formatted(key, content);
    }

    private HttpResponse<String> deploy(String person, String name, String bpmn) {
        Caller caller = Caller.system(port, person, PASSWORD);
        String boundary = "homeward-boundary";
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\n" + name
                + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"data\"; filename=\""
                + (name.contains(".") ? name : name + ".bpmn") + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                + bpmn + "\r\n--" + boundary + "--\r\n";
        return caller.send(caller.request("/engine-rest/deployment/create")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aProcessOwnerDeploysAModel() {
        String model =
                model("gate-fine", "<bpmn:serviceTask id=\"Task_Step\" camunda:delegateExpression=\"${setClocks}\"/>");

        assertThat(deploy("deploy-owner", "gate-fine", model).statusCode()).isEqualTo(200);
        assertThat(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey("gate-fine")
                        .count())
                .isOne();
        assertThat(Caller.system(port, "deploy-owner", PASSWORD)
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyElseDoes() {
        String model =
                model("gate-nurse", "<bpmn:serviceTask id=\"Task_Step\" camunda:delegateExpression=\"${setClocks}\"/>");

        assertThat(deploy("deploy-nurse", "gate-nurse", model).statusCode()).isEqualTo(403);
        assertThat(Caller.anonymous(port).get("/engine-rest/version").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<bpmn:scriptTask id=\"Task_Step\" scriptFormat=\"javascript\"><bpmn:script>1</bpmn:script></bpmn:scriptTask>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:class=\"java.lang.ProcessBuilder\"/>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:expression=\"${''.getClass().forName('java.lang.Runtime')}\"/>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:delegateExpression=\"${setClocks}\"><bpmn:extensionElements>"
                        + "<camunda:executionListener event=\"start\" class=\"a.B\"/></bpmn:extensionElements></bpmn:serviceTask>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:delegateExpression=\"${setClocks}\"><bpmn:extensionElements>"
                        + "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:script scriptFormat=\"groovy\">1"
                        + "</camunda:script></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:type=\"shell\"><bpmn:extensionElements><camunda:field name=\"command\">"
                        + "<camunda:string>true</camunda:string></camunda:field></bpmn:extensionElements></bpmn:serviceTask>",
                "<bpmn:serviceTask id=\"Task_Step\" xmlns:old=\"http://activiti.org/bpmn\" old:class=\"a.B\"/>",
                "<bpmn:serviceTask id=\"Task_Step\" xmlns:old=\"http://activiti.org/bpmn\" old:expression=\"${x.y()}\"/>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:delegateExpression=\"${dataSource}\"/>",
                "<bpmn:serviceTask id=\"Task_Step\" camunda:expression=\"${people.at(execution)}\"/>",
                "<bpmn:exclusiveGateway id=\"Task_Step\" default=\"Flow_3\"/><bpmn:endEvent id=\"EndEvent_1\"/>"
                        + "<bpmn:sequenceFlow id=\"Flow_3\" sourceRef=\"Task_Step\" targetRef=\"EndEvent_1\"/>"
                        + "<bpmn:sequenceFlow id=\"Task_Step_2\" sourceRef=\"Task_Step\" targetRef=\"EndEvent_1\">"
                        + "<bpmn:conditionExpression xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:type=\"bpmn:tFormalExpression\" language=\"feel\">1 = 1</bpmn:conditionExpression>"
                        + "</bpmn:sequenceFlow>",
                "<bpmn:userTask id=\"Task_Step\" camunda:candidateGroups=\"nurse\" camunda:formHandlerClass=\"java.util.ArrayList\"/>",
                "<bpmn:userTask id=\"Task_Step\" camunda:candidateGroups=\"nurse\" camunda:formKey=\"javascript:alert(1)\"/>",
                "<bpmn:userTask id=\"Task_Step\" camunda:candidateGroups=\"nurse\" camunda:formRef=\"x\"/>",
                "<bpmn:userTask id=\"Task_Step\"/>",
                "<bpmn:callActivity id=\"Task_Step\" calledElement=\"x\" camunda:variableMappingDelegateExpression=\"${dataSource}\"/>",
                "<bpmn:callActivity id=\"Task_Step\" calledElement=\"${x.y()}\"/>",
                "<bpmn:userTask id=\"Task_Step\" camunda:candidateGroups=\"nurse\" camunda:formKey=\"${x.y()}\"/>",
                "<bpmn:userTask id=\"Task_Step\" camunda:candidateGroups=\"nurse\"><bpmn:extensionElements><camunda:formData><camunda:formField id=\"f\" "
                        + "type=\"string\"><camunda:validation><camunda:constraint name=\"validator\" config=\"a.B\"/>"
                        + "</camunda:validation></camunda:formField></camunda:formData></bpmn:extensionElements></bpmn:userTask>",
                "<bpmn:userTask id=\"Task_Step\" name=\"${execution.getVariable('x')}\" camunda:candidateGroups=\"nurse\" "
                        + "camunda:dueDate=\"${now().plusDays(1)}\"/>"
            })
    void aModelThatCouldRunCodeIsRefusedWithItsElementAndTheRemedy(String step) {
        HttpResponse<String> answer = deploy("deploy-owner", "gate-evil", model("gate-evil", step));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Task_Step").containsPattern("use |let |draw |name |allowed are ");
        assertThat(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey("gate-evil")
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no model at all",
                "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><definitions>&y;</definitions>",
                "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process"
            })
    void aFileThatIsNoModelIsRefusedInWords(String content) {
        HttpResponse<String> answer = deploy("deploy-owner", "gate-unread", content);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("no model that can be read").doesNotContain("ENGINE-", "passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.html", "code.js", "a.form", "case.cmmn", "models.zip", "../x.bpmn", "model.BPMN"})
    void nothingButModelsIsKept(String name) {
        HttpResponse<String> answer = deploy("deploy-owner", name, model("gate-fine", ""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("is no model", ".bpmn or .dmn");
    }

    @Test
    void theNameOfAMessageIsAnExpressionTooAndStandsBesideTheProcess() {
        String model = model("gate-evil", "<bpmn:receiveTask id=\"Task_Step\" messageRef=\"Message_1\"/>")
                .replace("<bpmn:process", "<bpmn:message id=\"Message_1\" name=\"${x.y()}\"/><bpmn:process");

        HttpResponse<String> answer = deploy("deploy-owner", "gate-evil", model);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Message_1", "allowed are");
    }

    @ParameterizedTest
    @ValueSource(strings = {"juel", "javascript", "groovy"})
    void aDecisionIsWrittenInFeel(String language) {
        HttpResponse<String> answer = deploy("deploy-owner", "gate-decision.dmn", """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="gate" name="gate"
                    xmlns:camunda="http://camunda.org/schema/1.0/dmn" namespace="http://homeward.org/test">
                  <decision id="gate-decision" name="gate" camunda:historyTimeToLive="P1D"><variable id="v" name="v"/>
                    <literalExpression id="Literal_1" expressionLanguage="%s"><text>${x.y()}</text></literalExpression>
                  </decision>
                </definitions>""".formatted(language));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Literal_1", "FEEL").doesNotContain("ENGINE-");
        assertThat(repository
                        .createDecisionDefinitionQuery()
                        .decisionDefinitionKey("gate-decision")
                        .count())
                .isZero();
    }

    /** Whoever writes a bean for the models puts it on the list; whoever does not, has none that models reach. */
    @Test
    void theBeansThatModelsReachAreThoseOfTheList() {
        assertThat(ModelBeans.ofTypesForModels(context)).isEqualTo(ModelBeans.listed());
    }

    @Test
    void noScriptEngineIsOnTheClassPath() {
        assertThat(new ScriptEngineManager().getEngineFactories())
                .extracting(ScriptEngineFactory::getEngineName)
                .as("JUEL is the engine's own: a gate refuses what is written in it")
                .containsExactlyInAnyOrder("feel-scala", "feel-scala-unary-tests", "juel");
    }

    @Test
    void theRestOfTheEnginesApiIsClosed() {
        Caller owner = Caller.system(port, "deploy-owner", PASSWORD);

        assertThat(owner.get("/engine-rest/task").statusCode()).isEqualTo(403);
        assertThat(owner.get("/engine-rest/history/variable-instance").statusCode())
                .isEqualTo(403);
        assertThat(owner.post("/engine-rest/task", "{}").statusCode()).isEqualTo(403);
    }
}
