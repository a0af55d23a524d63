package org.homeward.appointment.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.homeward.appointment.Appointments;
import org.homeward.engine.ProcessStarts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets each appointment know the instance that works on it, by which messages find it. The model begins with a person's
 * task and has no step of its own to do so; a listener that every version gets cannot be forgotten in a diagram.
 */
@Component
class AppointmentInstances extends AbstractBpmnParseListener {

    static final String PROCESS = "follow-up-appointment";

    private final ObjectProvider<Appointments> appointments;

    AppointmentInstances(ObjectProvider<Appointments> appointments) {
        this.appointments = appointments;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        if (PROCESS.equals(process.getKey())) {
            process.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) execution -> appointments
                    .getObject()
                    .begun(
                            UUID.fromString((String) execution.getVariable(ProcessStarts.SUBJECT)),
                            execution.getProcessInstanceId()));
        }
    }
}
