package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.LoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.Task;
import org.camunda.bpm.model.bpmn.instance.TextAnnotation;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Read every model as its owner will: what the house rules ask of a process is checked here, on the files, before the
 * engine sees them. Each violation names the element and what to do.
 */
class ProcessModelTests {

    private static final Path PROCESSES = Path.of("processes");
    private static final Path FORMS = Path.of("forms");

    private static final Set<String> MODELS = Set.of(
            "transition-of-care",
            "post-discharge-outreach",
            "follow-up-appointment",
            "medication-reconciliation",
            "medication-item",
            "referral-loop",
            "pending-result",
            "service-start",
            "discharge-triage",
            "escalation");

    /** Steps whose timer ends the wait instead of escalating beside it. */
    private static final Map<String, String> ENDED_BY_THEIR_CLOCK = Map.of(
            "Task_DecideDischarge", "what nobody decided in time starts",
            "Task_AcknowledgeEscalation", "the ladder climbs to the next rung",
            "Task_ResolveEscalation", "the ladder climbs to the next rung");

    private static final Set<String> ROLES = Set.of(
            "nurse",
            "social-worker",
            "pharmacist",
            "prescriber",
            "care-manager",
            "team-lead",
            "supervisor",
            "on-call-clinician",
            // the ladder decides which role stands on a rung
            "escalation",
            // the table medication-discrepancy decides which role owns a difference
            "medication-owner",
            // clinician or social worker, by the kind of referral
            "referral-reviewer");

    private static final Set<String> RULES = Set.of(
            "first-contact",
            "outreach-call",
            "outreach-letter",
            "outreach-home-visit",
            "red-flag-handover",
            "concern-follow-up",
            "next-attempt",
            "name-care-manager",
            "obtain-discharge-summary",
            "notify-pcp",
            "reconcile-medications",
            "gather-medications",
            "medication-urgent",
            "medication-allergy",
            "medication-high-alert-call",
            "prescriber-answer",
            "prescriber-reminder",
            "tell-medication-list",
            "send-referral",
            "referral-answer",
            "referral-reminder",
            "referral-schedule",
            "referral-attendance",
            "referral-outcome",
            "referral-cancel",
            "reroute-referral",
            "review-referral-outcome",
            "tell-referral-outcome",
            "follow-pending-result",
            "confirm-service",
            "complete-risk-facts",
            "confirm-death",
            "facility-watch",
            "call-off-promises",
            "close-episode",
            "transition-end",
            "hedis-end",
            "book-appointment",
            "appointment-time",
            "visit-by-7",
            "visit-by-14",
            "confirm-attendance",
            "missed-appointment-call",
            "rebook-appointment",
            "triage-decision",
            "added-order",
            "urgent-order",
            "escalation-acknowledge",
            "escalation-resolve",
            "ama-call");

    private static final Set<String> ITEM_KINDS = Set.of(
            "care-manager",
            "outreach",
            "discharge-summary",
            "pcp-notice",
            "medication-reconciliation",
            "medication-item",
            "taken-medication-item",
            "added-medication-item",
            "appointment",
            "referral",
            "pending-result",
            "service",
            "risk-facts",
            "added-appointment",
            "added-referral",
            "added-pending-result",
            "added-service",
            "added-urgent-order",
            "added");

    private static final Set<String> BEANS = Set.of(
            "assessEpisode",
            "stratifyRisk",
            "setClocks",
            "compareLists",
            "remindPrescriber",
            "assessReferral",
            "remindProvider",
            "planAttempt",
            "concludeOutreach",
            "startByDefault",
            "nextRung",
            "notifyRung",
            "standDown",
            "escalateMissedStep");

    private static final Set<String> MESSAGES = Set.of(
            "episode.factsChanged",
            "episode.workAdded",
            "outreach.contactRecorded",
            "appointment.booked",
            "appointment.rescheduled",
            "appointment.cancelled",
            "appointment.attended",
            "medication.listsChanged",
            "referral.conversationMoved",
            "escalation.deadlineClosed");

    /** Routing facts a gateway may ask about, by process, with the values it may ask for. */
    private static final Map<String, Map<String, Set<String>>> ROUTING_FACTS = Map.of(
            "transition-of-care",
                    Map.of(
                            "stage", Set.of("TRIAGE", "ACTIVE", "PARKED", "DEATH_REPORTED", "ENDED"),
                            "promised", Set.of("true", "false"),
                            "addedKind",
                                    Set.of(
                                            "APPOINTMENT",
                                            "REFERRAL",
                                            "PENDING_RESULT",
                                            "SERVICE",
                                            "URGENT_ORDER",
                                            "ORDER")),
            "post-discharge-outreach",
                    Map.of(
                            "next", Set.of("CALL", "LETTER", "HOME_VISIT", "STOP"),
                            "contactOutcome", Set.of("REACHED", "NOT_REACHED", "DECLINED"),
                            "urgency", Set.of("RED", "AMBER", "GREEN")),
            "follow-up-appointment",
                    Map.of(
                            "bookingOutcome", Set.of("BOOKED", "NOT_NEEDED", "DECLINED"),
                            "attendance", Set.of("ATTENDED", "MISSED", "CANCELLED")),
            "medication-reconciliation", Map.of("takenKnown", Set.of("true", "false")),
            "medication-item",
                    Map.of(
                            "urgency", Set.of("ALLERGY", "URGENT", "TEACH_BACK", "BY_VISIT"),
                            "decision", Set.of("DECIDED", "NO_DIFFERENCE", "ASK")),
            "referral-loop",
                    Map.of(
                            "stage", Set.of("SEND", "FOLLOW", "REROUTE", "REVIEW", "TELL", "CLOSED"),
                            "awaits", Set.of("ANSWER", "SCHEDULE", "ATTEND", "OUTCOME", "CANCEL")),
            "pending-result", Map.of(),
            "service-start", Map.of(),
            "discharge-triage", Map.of(),
            "escalation", Map.of());

    /** Where a person's work is committed before something follows that can fail. Nowhere on the intake path. */
    private static final Set<String> SAVE_POINTS =
            Set.of("Event_AttemptRecorded", "Event_DischargeDecided", "Event_DeathChecked", "Event_PatientAskedAfter");

    private static final Pattern ELEMENT_ID =
            Pattern.compile("(StartEvent|EndEvent|Event|Task|Gateway|Flow|SubProcess|CallActivity)_[A-Z][A-Za-z0-9]*");
    private static final Pattern CLOCK = Pattern.compile("\\$\\{deadlines\\.at\\(execution, '([a-z0-9-]+)'\\)}");
    private static final Pattern ITEMS = Pattern.compile("\\$\\{items\\.of\\(execution, '([a-z-]+)'\\)}");
    private static final Pattern BEAN = Pattern.compile("\\$\\{([a-z][A-Za-z0-9]*)}");
    private static final Pattern COMPARISON =
            Pattern.compile("\\$\\{([a-z][A-Za-z0-9]*) == (?:'([A-Z_]+)'|(true|false))}");

    private final Map<String, BpmnModelInstance> models = read();

    @Test
    void allModelsAreHere() {
        assertThat(models.keySet()).containsExactlyInAnyOrderElementsOf(MODELS);
    }

    @Test
    void aProcessIsNamedAsItsFileAndKeepsItsHistoryForHalfAYear() {
        var violations = new Violations();
        models.forEach((file, model) -> {
            var processes = model.getModelElementsByType(Process.class);
            assertThat(processes).as("processes in %s", file).hasSize(1);
            for (var process : processes) {
                violations.unless(process.getId().equals(file), file, process.getId(), "name the process as its file");
                violations.unless(process.isExecutable(), file, process.getId(), "set isExecutable");
                violations.unless(
                        "P180D".equals(process.getCamundaHistoryTimeToLiveString()),
                        file,
                        process.getId(),
                        "set the history time to live to P180D");
                violations.unless(
                        !process.getDocumentations().isEmpty(),
                        file,
                        process.getId(),
                        "say in one sentence what it is for");
            }
            var definitions = model.getDefinitions();
            var modeler = "http://camunda.org/schema/modeler/1.0";
            violations.unless(
                    "Camunda Platform".equals(definitions.getAttributeValueNs(modeler, "executionPlatform"))
                            && "7.24.0".equals(definitions.getAttributeValueNs(modeler, "executionPlatformVersion")),
                    file,
                    definitions.getId(),
                    "set the execution platform to Camunda Platform 7.24.0");
        });
        violations.verify();
    }

    @Test
    void anElementSaysInItsIdWhatItIs() {
        var violations = new Violations();
        each(FlowElement.class, (file, element) -> {
            var id = element.getId();
            violations.unless(ELEMENT_ID.matcher(id).matches(), file, id, "name it <Kind>_<What>");
            violations.unless(id.startsWith(kindOf(element) + "_"), file, id, "begin its id with " + kindOf(element));
        });
        violations.verify();
    }

    @Test
    void labelsReadAsTheHouseWritesThem() {
        var violations = new Violations();
        each(FlowNode.class, (file, node) -> {
            var name = Optional.ofNullable(node.getName()).orElse("");
            boolean diverging = node instanceof Gateway && node.getOutgoing().size() > 1;
            if (node instanceof Task || node instanceof CallActivity) {
                violations.unless(
                        name.matches("[A-Z][a-z-]+ .+"), file, node.getId(), "label it with a verb and an object");
            } else if (diverging && !node.getElementType().getTypeName().equals("parallelGateway")) {
                violations.unless(name.endsWith("?"), file, node.getId(), "label the gateway with its question");
            } else if (!(node instanceof Gateway)) {
                violations.unless(!name.isBlank(), file, node.getId(), "give it a label");
            }
            if (diverging && node instanceof ExclusiveGateway) {
                for (var answer : node.getOutgoing()) {
                    violations.unless(
                            answer.getName() != null && !answer.getName().isBlank(),
                            file,
                            answer.getId(),
                            "label the flow with the answer");
                }
            }
        });
        violations.verify();
    }

    @Test
    void aModelHoldsNoCode() {
        var forbidden = Set.of(
                "scriptTask",
                "script",
                "executionListener",
                "taskListener",
                "connector",
                "inputOutput",
                "field",
                "formData",
                "businessRuleTask",
                "sendTask");
        var attributes =
                Set.of("class", "expression", "resultVariable", "type", "topic", "decisionRef", "scriptFormat");
        var violations = new Violations();
        eachDom((file, element) -> {
            violations.unless(
                    !forbidden.contains(element.getLocalName()),
                    file,
                    nearestId(element),
                    "remove <" + element.getLocalName() + ">: a step is a bean of ours or a person's task");
            for (var attribute : attributes) {
                violations.unless(
                        !element.hasAttributeNS("http://camunda.org/schema/1.0/bpmn", attribute),
                        file,
                        nearestId(element),
                        "remove camunda:" + attribute + ": bind by camunda:delegateExpression");
            }
        });
        violations.verify();
    }

    @Test
    void anExpressionIsAClockAListABeanOrOneComparison() {
        var violations = new Violations();
        eachDom((file, element) -> {
            for (var text : texts(element)) {
                if (!text.contains("${") && !text.contains("#{")) {
                    continue;
                }
                var id = nearestId(element);
                var clock = CLOCK.matcher(text);
                var items = ITEMS.matcher(text);
                var bean = BEAN.matcher(text);
                var comparison = COMPARISON.matcher(text);
                if (clock.matches()) {
                    violations.unless(
                            RULES.contains(clock.group(1)), file, id, "use a known rule instead of " + clock.group(1));
                } else if (items.matches()) {
                    violations.unless(
                            ITEM_KINDS.contains(items.group(1)), file, id, "use a known kind, not " + items.group(1));
                } else if (bean.matches()) {
                    violations.unless(
                            BEANS.contains(bean.group(1)), file, id, "list the bean " + bean.group(1) + " here");
                } else if (comparison.matches()) {
                    var values = ROUTING_FACTS.getOrDefault(file, Map.of()).get(comparison.group(1));
                    var value = comparison.group(2) == null ? comparison.group(3) : comparison.group(2);
                    violations.unless(
                            values != null && values.contains(value),
                            file,
                            id,
                            "declare " + comparison.group(1) + " with the value " + value);
                } else {
                    violations.add(file, id, "put a bean, a clock, a list or one comparison instead of " + text);
                }
            }
        });
        violations.verify();
    }

    @Test
    void everyClockInUseIsARowOfTheDeadlineTable() throws IOException {
        var table = Files.readString(PROCESSES.resolve("transition-deadlines.dmn"));
        var violations = new Violations();
        eachDom((file, element) -> {
            for (var text : texts(element)) {
                var clock = CLOCK.matcher(text);
                if (clock.matches()) {
                    violations.unless(
                            table.contains(">\"" + clock.group(1) + "\"<"),
                            file,
                            nearestId(element),
                            "add a row for " + clock.group(1) + " to transition-deadlines.dmn");
                }
            }
        });
        violations.verify();
    }

    @Test
    void aServiceTaskIsNamedAfterItsBean() {
        var violations = new Violations();
        each(ServiceTask.class, (file, task) -> {
            var bean = BEAN.matcher(
                    Optional.ofNullable(task.getCamundaDelegateExpression()).orElse(""));
            violations.unless(
                    bean.matches() && BEANS.contains(bean.group(1)), file, task.getId(), "bind it to a listed bean");
            if (bean.matches()) {
                violations.unless(
                        bean.group(1).equals("escalateMissedStep")
                                || task.getId().equals("Task_" + capital(bean.group(1))),
                        file,
                        task.getId(),
                        "call it Task_" + capital(bean.group(1)));
            }
        });
        violations.verify();
    }

    @Test
    void everyHumanTaskHasARoleAFormAndADueDate() {
        var violations = new Violations();
        each(UserTask.class, (file, task) -> {
            violations.unless(
                    ROLES.contains(String.valueOf(task.getCamundaCandidateGroups())),
                    file,
                    task.getId(),
                    "give it to one role (camunda:candidateGroups)");
            violations.unless(
                    task.getCamundaAssignee() == null && task.getCamundaCandidateUsers() == null,
                    file,
                    task.getId(),
                    "name a role, never a person");
            violations.unless(
                    task.getCamundaFormKey() != null
                            && Files.isRegularFile(FORMS.resolve(task.getCamundaFormKey() + ".form")),
                    file,
                    task.getId(),
                    "set camunda:formKey to a file in forms/");
            violations.unless(
                    CLOCK.matcher(String.valueOf(task.getCamundaDueDate())).matches(),
                    file,
                    task.getId(),
                    "set its due date to ${deadlines.at(execution, '<rule>')}");
        });
        violations.verify();
    }

    @Test
    void everyHumanTaskThatIsMissedEscalates() {
        var violations = new Violations();
        each(UserTask.class, (file, task) -> {
            var timer = timersAt(task).stream()
                    .filter(it -> clockOf(it).equals(task.getCamundaDueDate()))
                    .findFirst();
            if (timer.isEmpty()) {
                violations.add(file, task.getId(), "attach a timer with the rule of its due date");
                return;
            }
            if (ENDED_BY_THEIR_CLOCK.containsKey(task.getId())) {
                violations.unless(
                        timer.get().cancelActivity(),
                        file,
                        timer.get().getId(),
                        "let it interrupt: " + ENDED_BY_THEIR_CLOCK.get(task.getId()));
                return;
            }
            violations.unless(
                    !timer.get().cancelActivity(),
                    file,
                    timer.get().getId(),
                    "do not interrupt: the work stays to be done");
            violations.unless(
                    escalates(timer.get()),
                    file,
                    timer.get().getId(),
                    "lead it to ${escalateMissedStep} and an end event");
        });
        violations.verify();
    }

    /** A timer on a repeated task is one timer for all its items, with none of them as its subject. */
    @Test
    void aRepeatedStepRunsItsClockPerItem() {
        var violations = new Violations();
        each(MultiInstanceLoopCharacteristics.class, (file, loop) -> {
            var activity = (Activity) loop.getParentElement();
            violations.unless(
                    activity instanceof SubProcess || activity instanceof CallActivity,
                    file,
                    activity.getId(),
                    "put the step into a repeated sub-process");
            violations.unless(
                    ITEMS.matcher(String.valueOf(loop.getCamundaCollection())).matches()
                            && "subjectId".equals(loop.getCamundaElementVariable())
                            && !loop.isSequential(),
                    file,
                    activity.getId(),
                    "repeat it in parallel over ${items.of(execution, '<kind>')} as subjectId");
        });
        each(
                UserTask.class,
                (file, task) -> violations.unless(
                        task.getChildElementsByType(LoopCharacteristics.class).isEmpty(),
                        file,
                        task.getId(),
                        "put the repetition on a sub-process around it"));
        violations.verify();
    }

    @Test
    void everyExclusiveGatewayHasASafeDefault() {
        var violations = new Violations();
        each(ExclusiveGateway.class, (file, gateway) -> {
            if (gateway.getOutgoing().size() < 2) {
                return;
            }
            violations.unless(gateway.getDefault() != null, file, gateway.getId(), "set a default flow");
            for (var flow : gateway.getOutgoing()) {
                boolean isDefault = flow.equals(gateway.getDefault());
                violations.unless(
                        isDefault == (flow.getConditionExpression() == null),
                        file,
                        flow.getId(),
                        isDefault ? "remove the condition of the default flow" : "give the flow a condition");
            }
        });
        violations.verify();
    }

    @Test
    void everyMessageIsKnownAndUsed() {
        var violations = new Violations();
        models.forEach((file, model) -> {
            var used = model.getModelElementsByType(MessageEventDefinition.class).stream()
                    .map(MessageEventDefinition::getMessage)
                    .collect(Collectors.toSet());
            for (var message : model.getModelElementsByType(Message.class)) {
                violations.unless(used.contains(message), file, message.getId(), "remove the message nobody waits for");
                violations.unless(
                        MESSAGES.contains(message.getName()),
                        file,
                        message.getId(),
                        "list the message " + message.getName() + " as <module>.<pastEvent>");
            }
            violations.unless(!used.contains(null), file, "a message event", "refer to a declared message");
        });
        violations.verify();
    }

    @Test
    void aCallPassesTheSubjectInAndTheOutcomeOut() {
        var violations = new Violations();
        each(CallActivity.class, (file, call) -> {
            violations.unless(MODELS.contains(call.getCalledElement()), file, call.getId(), "call a process of ours");
            violations.unless(
                    "latest".equals(call.getCamundaCalledElementBinding()),
                    file,
                    call.getId(),
                    "bind to the latest version");
            var in = extensions(call, CamundaIn.class);
            var out = extensions(call, CamundaOut.class);
            violations.unless(
                    in.size() == 1
                            && "subjectId".equals(in.get(0).getCamundaSource())
                            && "subjectId".equals(in.get(0).getCamundaTarget()),
                    file,
                    call.getId(),
                    "pass subjectId in and nothing else");
            violations.unless(
                    out.size() == 1
                            && "outcome".equals(out.get(0).getCamundaSource())
                            && "outcome".equals(out.get(0).getCamundaTarget()),
                    file,
                    call.getId(),
                    "pass outcome out and nothing else");
        });
        violations.verify();
    }

    @Test
    void savePointsStandOnlyWhereAPersonsWorkCouldBeLost() {
        var violations = new Violations();
        each(FlowNode.class, (file, node) -> {
            var camunda = "http://camunda.org/schema/1.0/bpmn";
            boolean saves = "true".equals(node.getAttributeValueNs(camunda, "asyncBefore"));
            violations.unless(
                    node.getAttributeValueNs(camunda, "asyncAfter") == null,
                    file,
                    node.getId(),
                    "use asyncBefore on what follows");
            violations.unless(
                    saves == SAVE_POINTS.contains(node.getId()),
                    file,
                    node.getId(),
                    "list every save point here, and no others are needed");
            if (saves) {
                violations.unless(
                        notesOn(node).stream().anyMatch(note -> note.startsWith("Save point")),
                        file,
                        node.getId(),
                        "say in an annotation what it keeps");
            }
        });
        violations.verify();
    }

    @Test
    void everyTimerSaysWhichRuleItRunsOn() {
        var violations = new Violations();
        each(TimerEventDefinition.class, (file, timer) -> {
            var event = (Event) timer.getParentElement();
            var notes = new ArrayList<>(notesOn(event));
            if (event instanceof BoundaryEvent boundary) {
                notes.addAll(notesOn(boundary.getAttachedTo()));
            }
            var rule = rule(clockOf(event));
            violations.unless(
                    notes.stream().anyMatch(note -> note.contains(rule) && note.contains("(")),
                    file,
                    event.getId(),
                    "annotate it with the rule " + rule + " and its source");
        });
        violations.verify();
    }

    @Test
    void theDiagramIsComplete() {
        var violations = new Violations();
        models.forEach((file, model) -> {
            var shapes = model.getModelElementsByType(BpmnShape.class).stream()
                    .collect(Collectors.toMap(it -> it.getBpmnElement().getId(), it -> it));
            var edges = model.getModelElementsByType(BpmnEdge.class).stream()
                    .collect(Collectors.toMap(it -> it.getBpmnElement().getId(), it -> it));
            for (var node : model.getModelElementsByType(FlowNode.class)) {
                var shape = shapes.get(node.getId());
                if (shape == null || shape.getBounds() == null) {
                    violations.add(file, node.getId(), "draw it");
                    continue;
                }
                boolean outside = node instanceof Event || node instanceof Gateway;
                violations.unless(
                        !outside || node.getName() == null || shape.getBpmnLabel() != null,
                        file,
                        node.getId(),
                        "place its label");
                violations.unless(
                        !(node instanceof SubProcess) || shape.isExpanded(), file, node.getId(), "draw it expanded");
                if (node.getParentElement() instanceof SubProcess around) {
                    violations.unless(
                            contains(shapes.get(around.getId()).getBounds(), shape.getBounds()),
                            file,
                            node.getId(),
                            "draw it inside " + around.getId());
                }
            }
            for (var note : model.getModelElementsByType(TextAnnotation.class)) {
                violations.unless(shapes.containsKey(note.getId()), file, note.getId(), "draw it");
            }
            for (var flow : model.getModelElementsByType(SequenceFlow.class)) {
                var edge = edges.get(flow.getId());
                violations.unless(edge != null && edge.getWaypoints().size() > 1, file, flow.getId(), "draw it");
                violations.unless(
                        edge == null || flow.getName() == null || edge.getBpmnLabel() != null,
                        file,
                        flow.getId(),
                        "place its label");
            }
            for (var association : model.getModelElementsByType(Association.class)) {
                violations.unless(edges.containsKey(association.getId()), file, association.getId(), "draw it");
            }
        });
        violations.verify();
    }

    @Test
    void nothingInTheDiagramLiesOnSomethingElse() {
        var violations = new Violations();
        models.forEach((file, model) -> {
            var shapes = new HashMap<String, Bounds>();
            model.getModelElementsByType(BpmnShape.class)
                    .forEach(it -> shapes.put(it.getBpmnElement().getId(), it.getBounds()));
            var byScope = model.getModelElementsByType(FlowNode.class).stream()
                    .filter(it -> !(it instanceof BoundaryEvent))
                    .collect(Collectors.groupingBy(FlowNode::getParentElement));
            for (var siblings : byScope.values()) {
                for (int i = 0; i < siblings.size(); i++) {
                    for (int j = i + 1; j < siblings.size(); j++) {
                        var one = siblings.get(i).getId();
                        var other = siblings.get(j).getId();
                        violations.unless(
                                !overlap(shapes.get(one), shapes.get(other)), file, one, "move it away from " + other);
                    }
                }
            }
        });
        violations.verify();
    }

    /** A missed step and its end are drawn beside each clock; they are the same everywhere and do not count. */
    @Test
    void aScopeStaysSmallEnoughToRead() {
        var violations = new Violations();
        models.forEach((file, model) -> model.getModelElementsByType(FlowNode.class).stream()
                .filter(it -> !(it instanceof BoundaryEvent))
                .filter(it -> !it.getId().startsWith("Task_EscalateMissed"))
                .filter(it -> !it.getId().startsWith("EndEvent_Missed"))
                .collect(Collectors.groupingBy(FlowNode::getParentElement, Collectors.counting()))
                .forEach((scope, nodes) -> violations.unless(
                        nodes <= 16,
                        file,
                        scope.getAttributeValue("id"),
                        "group some of its " + nodes + " nodes into a sub-process or a call activity")));
        violations.verify();
    }

    @Test
    void nothingStopsHalfway() {
        var violations = new Violations();
        each(FlowNode.class, (file, node) -> {
            boolean begins = node instanceof StartEvent
                    || node instanceof BoundaryEvent
                    || node instanceof SubProcess sub && sub.triggeredByEvent();
            boolean ends = node instanceof EndEvent || node instanceof SubProcess sub && sub.triggeredByEvent();
            violations.unless(begins || !node.getIncoming().isEmpty(), file, node.getId(), "lead a flow to it");
            violations.unless(ends || !node.getOutgoing().isEmpty(), file, node.getId(), "lead a flow from it");
        });
        violations.verify();
    }

    @Test
    void noNameInAModelSoundsLikePatientData() {
        var telling = Pattern.compile(
                "(?i)(firstname|lastname|surname|patientname|birth|phone|email|address|mrn|ssn|diagnos|medicare|memberid)");
        var violations = new Violations();
        eachDom((file, element) -> {
            for (var text : texts(element)) {
                var names = new TreeSet<String>();
                addGroup(names, BEAN.matcher(text));
                addGroup(names, COMPARISON.matcher(text));
                if (Set.of("in", "out").contains(element.getLocalName())) {
                    names.add(text);
                }
                for (var name : names) {
                    violations.unless(
                            !telling.matcher(name).find(),
                            file,
                            nearestId(element),
                            "carry ids and routing facts only");
                }
            }
        });
        violations.verify();
    }

    @Test
    void everyFormIsUsedByAModel() throws IOException {
        // a screening is opened from the patient's page, whenever the patient has time for it; no step asks for it
        var used = new HashSet<String>(Set.of("screen-social-needs.form"));
        each(UserTask.class, (file, task) -> used.add(task.getCamundaFormKey() + ".form"));
        try (Stream<Path> files = Files.list(FORMS)) {
            assertThat(files.map(it -> it.getFileName().toString())).containsExactlyInAnyOrderElementsOf(used);
        }
    }

    // reading

    private static Map<String, BpmnModelInstance> read() {
        try (Stream<Path> files = Files.list(PROCESSES)) {
            return files.filter(it -> it.toString().endsWith(".bpmn"))
                    .collect(Collectors.toMap(
                            it -> it.getFileName().toString().replace(".bpmn", ""),
                            it -> Bpmn.readModelFromFile(it.toFile())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private interface Check<T> {
        void of(String file, T element);
    }

    private <T extends org.camunda.bpm.model.xml.instance.ModelElementInstance> void each(
            Class<T> type, Check<T> check) {
        models.forEach((file, model) -> {
            Collection<T> elements = model.getModelElementsByType(type);
            elements.forEach(it -> check.of(file, it));
        });
    }

    /** Every element as it stands in the file, whatever the model API makes of it. */
    private void eachDom(Check<Element> check) {
        models.keySet().forEach(file -> {
            try {
                var factory = DocumentBuilderFactory.newInstance();
                factory.setNamespaceAware(true);
                var elements = factory.newDocumentBuilder()
                        .parse(PROCESSES.resolve(file + ".bpmn").toFile())
                        .getElementsByTagNameNS("*", "*");
                for (int i = 0; i < elements.getLength(); i++) {
                    check.of(file, (Element) elements.item(i));
                }
            } catch (IOException | ParserConfigurationException | SAXException unreadable) {
                throw new IllegalStateException(file, unreadable);
            }
        });
    }

    /** All attributes of an element, and its own text when it has no children and is not an annotation. */
    private static List<String> texts(Element element) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            add(texts, element.getAttributes().item(i).getNodeValue());
        }
        if (element.getElementsByTagNameNS("*", "*").getLength() == 0
                && !element.getLocalName().equals("text")) {
            add(texts, element.getTextContent());
        }
        return texts;
    }

    private static void add(List<String> texts, String text) {
        if (text != null && !text.isBlank()) {
            texts.add(text.strip());
        }
    }

    private static void addGroup(Set<String> names, Matcher matcher) {
        if (matcher.matches()) {
            names.add(matcher.group(1));
        }
    }

    private static String nearestId(Element element) {
        if (element.hasAttribute("id")) {
            return element.getAttribute("id");
        }
        return element.getParentNode() instanceof Element parent ? nearestId(parent) : element.getLocalName();
    }

    private static String kindOf(FlowElement element) {
        if (element instanceof StartEvent) {
            return "StartEvent";
        } else if (element instanceof EndEvent) {
            return "EndEvent";
        } else if (element instanceof Event) {
            return "Event";
        } else if (element instanceof Gateway) {
            return "Gateway";
        } else if (element instanceof SubProcess) {
            return "SubProcess";
        } else if (element instanceof CallActivity) {
            return "CallActivity";
        } else if (element instanceof SequenceFlow) {
            return "Flow";
        }
        return "Task";
    }

    private static List<BoundaryEvent> timersAt(Activity activity) {
        return activity.getModelInstance().getModelElementsByType(TimerEventDefinition.class).stream()
                .map(EventDefinition::getParentElement)
                .filter(BoundaryEvent.class::isInstance)
                .map(BoundaryEvent.class::cast)
                .filter(it -> activity.equals(it.getAttachedTo()))
                .toList();
    }

    private static String clockOf(Event event) {
        return ((CatchEvent) event)
                .getEventDefinitions().stream()
                        .filter(TimerEventDefinition.class::isInstance)
                        .map(it -> ((TimerEventDefinition) it).getTimeDate())
                        .map(it -> it == null ? "" : it.getTextContent().strip())
                        .findFirst()
                        .orElse("");
    }

    private static String rule(String clock) {
        var matcher = CLOCK.matcher(clock);
        return matcher.matches() ? matcher.group(1) : "(none)";
    }

    private static boolean escalates(BoundaryEvent timer) {
        return timer.getOutgoing().size() == 1
                && timer.getOutgoing().iterator().next().getTarget() instanceof ServiceTask task
                && "${escalateMissedStep}".equals(task.getCamundaDelegateExpression())
                && task.getOutgoing().size() == 1
                && task.getOutgoing().iterator().next().getTarget() instanceof EndEvent;
    }

    private static List<String> notesOn(FlowNode node) {
        return node.getModelInstance().getModelElementsByType(Association.class).stream()
                .filter(it -> node.equals(it.getSource()))
                .map(it -> ((TextAnnotation) it.getTarget()).getText().getTextContent())
                .toList();
    }

    private static <T extends org.camunda.bpm.model.bpmn.instance.BpmnModelElementInstance> List<T> extensions(
            CallActivity call, Class<T> type) {
        return call.getExtensionElements() == null
                ? List.of()
                : List.copyOf(call.getExtensionElements().getChildElementsByType(type));
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static boolean contains(Bounds around, Bounds inner) {
        // a boundary event stands on the edge of its sibling, never on the edge of the scope around it
        return inner.getX() >= around.getX()
                && inner.getY() >= around.getY()
                && inner.getX() + inner.getWidth() <= around.getX() + around.getWidth()
                && inner.getY() + inner.getHeight() <= around.getY() + around.getHeight();
    }

    private static boolean overlap(Bounds one, Bounds other) {
        return one.getX() < other.getX() + other.getWidth()
                && other.getX() < one.getX() + one.getWidth()
                && one.getY() < other.getY() + other.getHeight()
                && other.getY() < one.getY() + one.getHeight();
    }

    private static final class Violations {
        private final List<String> found = new ArrayList<>();

        void unless(boolean right, String file, String element, String remedy) {
            if (!right) {
                add(file, element, remedy);
            }
        }

        void add(String file, String element, String remedy) {
            found.add(file + ".bpmn, " + element + ": " + remedy);
        }

        void verify() {
            assertThat(found).isEmpty();
        }
    }
}
