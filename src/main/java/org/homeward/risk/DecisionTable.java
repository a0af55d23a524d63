package org.homeward.risk;

import java.util.List;
import java.util.Map;

/** Evaluate a decision table by its key; every row that fits is one map of output names to values. */
@FunctionalInterface
public interface DecisionTable {

    List<Map<String, Object>> evaluate(String decisionKey, Map<String, ?> inputs);
}
