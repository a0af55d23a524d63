package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** No container engine runs here; that the file can be read at all, as strictly as compose reads it, is shown. */
class ComposeFileTests {

    @Test
    void theComposeFileIsReadStrictlyAndHasNoUsableSecret() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try (Reader file = Files.newBufferedReader(Path.of("docker-compose.yml"))) {
            Map<String, Object> compose = new Yaml(strict).load(file);
            assertThat(compose).containsKeys("services", "volumes");
        }
        assertThat(Files.readAllLines(Path.of("docker-compose.yml")))
                .filteredOn(line -> line.matches("\\s+\\w*(PASSWORD|KEYS|SECRET):.*"))
                // either these or the others: the application itself refuses to start without
                .filteredOn(line -> !line.matches("\\s+(HOMEWARD_ADMIN_PASSWORD: \\$\\{HOMEWARD_ADMIN_PASSWORD:-}"
                        + "|HOMEWARD_OIDC_CLIENT_SECRET: \\$\\{HOMEWARD_OIDC_CLIENT_SECRET:-})"))
                .isNotEmpty()
                .allMatch(line -> line.contains(":?set "), "a secret that is missing stops the start");
    }
}
