package org.homeward.calendar;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.homeward.engine.ModelBean;

/** What a trial model loops over. Public for the expression language. */
public class ItemsOfTrial implements ModelBean {

    static final Map<String, List<String>> ITEMS = new ConcurrentHashMap<>();

    public List<String> of(DelegateExecution execution) {
        return ITEMS.getOrDefault(String.valueOf(execution.getVariable("subjectId")), List.of());
    }
}
