package org.homeward.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every decision table has in common: it can be read, dated, traced to its source, and opened in the modeler. */
class DecisionFilesTests {

    private static final Pattern INTERVAL = Pattern.compile(
            ">= date\\(\"\\d{4}-\\d\\d-\\d\\d\"\\)|\\[date\\(\"\\d{4}-\\d\\d-\\d\\d\"\\)\\.\\.date\\(\"\\d{4}-\\d\\d-\\d\\d\"\\)\\]");

    static Stream<Path> files() {
        return DecisionFiles.files().stream();
    }

    @Test
    void everyDecisionOfTheLibraryIsThere() {
        assertThat(DecisionFiles.decisions().keySet())
                .contains(
                        "discharge-eligibility",
                        "team-assignment",
                        "lace-index",
                        "lace-comorbidity",
                        "hospital-score",
                        "risk-tier",
                        "transition-deadlines",
                        "outreach-cadence",
                        "red-flag-triage",
                        "escalation-ladder",
                        "medication-discrepancy",
                        "social-needs",
                        "hunger-vital-sign");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsNamedAfterItsDecisionAndForgetsItsHistory(Path file) {
        Collection<Decision> decisions = decisions(file);
        assertThat(decisions).extracting(Decision::getId).contains(nameOf(file));
        assertThat(decisions).allSatisfy(decision -> {
            assertThat(decision.getCamundaHistoryTimeToLiveString()).isEqualTo("180");
            assertThat(decision.getDescription()).isNotNull();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileOpensInTheModelerWithAShapeForEverything(Path file) {
        DomElement root = model(file).getDocument().getRootElement();
        assertThat(root.getAttribute("http://camunda.org/schema/modeler/1.0", "executionPlatformVersion"))
                .isEqualTo("7.24.0");
        Set<String> drawn = new HashSet<>();
        collect(root, "DMNShape", "dmnElementRef", drawn);
        collect(root, "DMNEdge", "dmnElementRef", drawn);
        Set<String> elements = new HashSet<>();
        for (String kind :
                List.of("decision", "inputData", "knowledgeSource", "informationRequirement", "authorityRequirement")) {
            collect(root, kind, "id", elements);
        }
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(elements);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRowIsDatedAnnotatedAndHasASource(Path file) {
        for (Decision decision : decisions(file)) {
            DecisionTable table = table(decision);
            List<Input> inputs = List.copyOf(table.getInputs());
            // The interval stands last: the engine narrows the rows down column by column, and it fits nearly all.
            assertThat(inputs.get(inputs.size() - 1)
                            .getInputExpression()
                            .getText()
                            .getTextContent())
                    .isEqualTo("date(asOf)");
            assertThat(table.getOutputs()).extracting(Output::getName).endsWith("rule", "source", "verified");
            Set<String> rules = new HashSet<>();
            for (Rule row : table.getRules()) {
                assertThat(entry(row, inputs.size() - 1)).matches(INTERVAL);
                List<String> outputs = row.getOutputEntries().stream()
                        .map(OutputEntry::getTextContent)
                        .map(String::strip)
                        .toList();
                String rule = outputs.get(outputs.size() - 3);
                String source = outputs.get(outputs.size() - 2);
                String verified = outputs.get(outputs.size() - 1);
                assertThat(rule).matches("\"[A-Za-z0-9_.-]+\"");
                assertThat(rules.add(rule)).as("%s is there twice", rule).isTrue();
                assertThat(source).matches("\".{10,}\"");
                assertThat(verified).isIn("true", "false");
                assertThat(row.getDescription().getTextContent())
                        .contains("In force")
                        .contains(verified.equals("true") ? " Clinically verified." : "Not clinically verified.");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsDerivedUnverifiedOrSitePolicyNeverCountsAsVerified(Path file) {
        for (Decision decision : decisions(file)) {
            for (Rule row : table(decision).getRules()) {
                List<OutputEntry> outputs = List.copyOf(row.getOutputEntries());
                String source = outputs.get(outputs.size() - 2).getTextContent();
                if (source.contains("derived") || source.contains("unverified") || source.contains("site policy")) {
                    assertThat(outputs.get(outputs.size() - 1).getTextContent().strip())
                            .as(row.getId())
                            .isEqualTo("false");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void expressionsAreFeelOnlyNeverScripts(Path file) {
        Set<String> languages = new HashSet<>();
        collect(model(file).getDocument().getRootElement(), null, "expressionLanguage", languages);
        // the schema's own default, which the parser fills in at the root
        assertThat(languages).isSubsetOf("https://www.omg.org/spec/DMN/20191111/FEEL/");
    }

    private static DmnModelInstance model(Path file) {
        return Dmn.readModelFromFile(new File(file.toString()));
    }

    private static Collection<Decision> decisions(Path file) {
        return model(file).getModelElementsByType(Decision.class);
    }

    private static DecisionTable table(Decision decision) {
        return (DecisionTable) decision.getExpression();
    }

    private static String entry(Rule row, int index) {
        return List.copyOf(row.getInputEntries())
                .get(index)
                .getText()
                .getTextContent()
                .strip();
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".dmn", "");
    }

    private static void collect(DomElement element, @Nullable String kind, String attribute, Set<String> into) {
        if ((kind == null || element.getLocalName().equals(kind)) && element.hasAttribute(attribute)) {
            into.add(element.getAttribute(attribute));
        }
        element.getChildElements().forEach(child -> collect(child, kind, attribute, into));
    }
}
