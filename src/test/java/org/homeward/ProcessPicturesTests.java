package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures of the models, drawn from the models. {@code -Dhomeward.pictures=true} writes them to
 * {@code src/docs/pictures}; otherwise they go to {@code target/pictures}.
 */
@Tag("browser")
class ProcessPicturesTests {

    private static final Path FOLDER =
            Path.of(Boolean.getBoolean("homeward.pictures") ? "src/docs/pictures" : "target/pictures");
    private static final Path VIEWER = Path.of("src/main/web/node_modules/bpmn-js/dist/bpmn-viewer.production.min.js");

    @RegisterExtension
    final Browser browser = new Browser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transition-of-care",
                "post-discharge-outreach",
                "follow-up-appointment",
                "medication-reconciliation",
                "medication-item",
                "referral-loop",
                "pending-result",
                "service-start",
                "discharge-triage",
                "escalation"
            })
    void everyModelDrawsItselfWithoutAWarning(String process) throws IOException {
        Page page = browser.page(80);
        page.setContent("<!doctype html><div id=\"canvas\" style=\"width:1600px;height:1000px\"></div>");
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(VIEWER));
        Object drawn = page.evaluate("""
                async (xml) => {
                  const viewer = new BpmnJS({ container: '#canvas' });
                  const { warnings } = await viewer.importXML(xml);
                  if (warnings.length) throw new Error(warnings.join('; '));
                  return (await viewer.saveSVG()).svg;
                }""", Files.readString(Path.of("processes", process + ".bpmn")));

        assertThat(drawn.toString()).startsWith("<?xml").contains("</svg>");
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(process + ".svg"), drawn.toString());
    }
}
