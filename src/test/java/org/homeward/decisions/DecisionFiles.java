package org.homeward.decisions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.jspecify.annotations.Nullable;

/** Evaluates the decision tables as they lie in {@code processes/}, without a process engine. */
public final class DecisionFiles {

    /** A day on which every default row that has not been replaced is in force. */
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    static final Path FOLDER = Path.of("processes");

    private static final DmnEngine ENGINE =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private static final Map<String, DmnDecision> DECISIONS = parse();

    private DecisionFiles() {}

    public static List<Map<String, Object>> evaluate(String key, Map<String, ?> inputs) {
        DmnDecision decision = DECISIONS.get(key);
        if (decision == null) {
            throw new IllegalArgumentException("There is no decision " + key);
        }
        return ENGINE.evaluateDecisionTable(decision, new HashMap<>(inputs)).getResultList();
    }

    static Map<String, Object> only(String key, Map<String, ?> inputs) {
        List<Map<String, Object>> rows = evaluate(key, inputs);
        if (rows.size() != 1) {
            throw new AssertionError(key + " answers " + inputs + " with " + rows);
        }
        return rows.get(0);
    }

    static int number(Map<String, Object> row, String output) {
        return (Integer) Objects.requireNonNull(row.get(output), output);
    }

    static String text(Map<String, Object> row, String output) {
        return (String) Objects.requireNonNull(row.get(output), output);
    }

    static Map<String, DmnDecision> decisions() {
        return DECISIONS;
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".dmn"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Inputs by name and value in turn; a null value is an input that is not known. */
    static Map<String, Object> given(@Nullable Object... namesAndValues) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("asOf", TODAY);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            inputs.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return inputs;
    }

    private static Map<String, DmnDecision> parse() {
        Map<String, DmnDecision> decisions = new TreeMap<>();
        List<DmnDecision> parsed = new ArrayList<>();
        for (Path file : files()) {
            try (InputStream in = Files.newInputStream(file)) {
                parsed.addAll(ENGINE.parseDecisions(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        parsed.forEach(decision -> decisions.put(decision.getKey(), decision));
        return decisions;
    }
}
