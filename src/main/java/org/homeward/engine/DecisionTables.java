package org.homeward.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads the decision tables in force as they are written: what each row asks and answers. */
@Component
public class DecisionTables {

    /** @param text as it stands in the cell; empty for "any" */
    public record Cell(String name, String text) {}

    public record Row(List<Cell> inputs, List<Cell> outputs) {}

    /** The newest deployed version of one table. */
    public record Table(String key, String name, int version, List<Row> rows) {}

    private final ProcessEngine engine;

    DecisionTables(@Lazy ProcessEngine engine) {
        this.engine = engine;
    }

    /** All of them, by key. */
    @Transactional(readOnly = true)
    public List<Table> inForce() {
        return engine
                .getRepositoryService()
                .createDecisionDefinitionQuery()
                .withoutTenantId()
                .latestVersion()
                .orderByDecisionDefinitionKey()
                .asc()
                .list()
                .stream()
                .map(this::table)
                .filter(table -> !table.rows().isEmpty())
                .toList();
    }

    private Table table(DecisionDefinition definition) {
        DmnModelInstance model = engine.getRepositoryService().getDmnModelInstance(definition.getId());
        List<Row> rows = new ArrayList<>();
        Decision decision = model.getModelElementById(definition.getKey());
        if (decision.getExpression() instanceof org.camunda.bpm.model.dmn.instance.DecisionTable table) {
            List<Input> inputs = new ArrayList<>(table.getInputs());
            List<Output> outputs = new ArrayList<>(table.getOutputs());
            for (Rule rule : table.getRules()) {
                List<Cell> asks = new ArrayList<>();
                List<InputEntry> entries = new ArrayList<>(rule.getInputEntries());
                for (int i = 0; i < inputs.size(); i++) {
                    asks.add(new Cell(textOf(inputs.get(i).getInputExpression()), textOf(entries.get(i))));
                }
                List<Cell> answers = new ArrayList<>();
                List<OutputEntry> results = new ArrayList<>(rule.getOutputEntries());
                for (int i = 0; i < outputs.size(); i++) {
                    answers.add(new Cell(outputs.get(i).getName(), textOf(results.get(i))));
                }
                rows.add(new Row(asks, answers));
            }
        }
        String name = definition.getName();
        return new Table(definition.getKey(), name == null ? definition.getKey() : name, definition.getVersion(), rows);
    }

    private static String textOf(@Nullable DmnElement element) {
        if (element == null) {
            return "";
        }
        Collection<Text> texts = element.getChildElementsByType(Text.class);
        return texts.isEmpty()
                ? ""
                : texts.iterator().next().getTextContent().strip().replaceAll("\\s+", " ");
    }
}
