package org.homeward.engine;

import org.camunda.bpm.engine.impl.history.HistoryLevelActivity;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;

/** Process, activity and task instances and incidents; no variables, details or identity links. */
final class HomewardHistory extends HistoryLevelActivity {

    @Override
    public int getId() {
        return 50;
    }

    @Override
    public String getName() {
        return "homeward";
    }

    @Override
    public boolean isHistoryEventProduced(HistoryEventType eventType, Object entity) {
        return eventType == HistoryEventTypes.INCIDENT_CREATE
                || eventType == HistoryEventTypes.INCIDENT_RESOLVE
                || eventType == HistoryEventTypes.INCIDENT_DELETE
                || super.isHistoryEventProduced(eventType, entity);
    }
}
