package org.homeward.medication.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.homeward.engine.ProcessStarts;
import org.homeward.medication.MedicationItem;
import org.homeward.medication.Reconciliations;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Lets each item know the instance that works on it, and the instance which of its clocks the table asks for. */
@Component
class ItemInstances extends AbstractBpmnParseListener {

    static final String PROCESS = "medication-item";

    private final ObjectProvider<Reconciliations> reconciliations;

    ItemInstances(ObjectProvider<Reconciliations> reconciliations) {
        this.reconciliations = reconciliations;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        if (PROCESS.equals(process.getKey())) {
            process.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) execution -> {
                UUID item = UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT));
                MedicationItem begun = reconciliations.getObject().begunItem(item, execution.getProcessInstanceId());
                execution.setVariable("urgency", urgency(begun.dueRule()));
            });
        }
    }

    private static String urgency(String rule) {
        return switch (rule) {
            case "medication-allergy" -> "ALLERGY";
            case "medication-urgent" -> "URGENT";
            case "medication-high-alert-call" -> "TEACH_BACK";
            default -> "BY_VISIT";
        };
    }
}
