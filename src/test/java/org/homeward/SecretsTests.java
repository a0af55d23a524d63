package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Secrets come from the environment or from files, and none has a value that everybody knows. */
class SecretsTests {

    private static final Pattern SECRET =
            Pattern.compile("(?i)^\\s*[a-z-]*(password|secret|token|keys?|credentials?|signing-keys?):\\s*(\\S.*)$");

    @Test
    void noSecretHasADefault() throws IOException {
        List<String> found = new ArrayList<>();
        for (String file : List.of("application.yaml", "application-demo.yaml")) {
            for (String line : Files.readAllLines(Path.of("src/main/resources", file))) {
                Matcher secret = SECRET.matcher(line);
                if (secret.matches() && !secret.group(2).matches("true|false")) {
                    found.add(line.strip());
                    assertThat(secret.group(2)).as(line).matches("\\$\\{HOMEWARD_[A-Z_]+:}");
                }
            }
        }
        assertThat(found).as("the pattern finds them").hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aFileHoldsASecretAsTheVariableDoes(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("HOMEWARD_DB_PASSWORD"), "from-a-file\n");
        Files.writeString(folder.resolve("HOMEWARD_AUDIT_KEYS"), "a2V5");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run("--HOMEWARD_SECRETS=" + folder + "/", "--spring.main.banner-mode=off")) {
            assertThat(context.getEnvironment().getProperty("spring.datasource.password"))
                    .isEqualTo("from-a-file");
            assertThat(context.getEnvironment().getProperty("homeward.audit.keys"))
                    .isEqualTo("a2V5");
        }
    }

    static class Nothing {}
}
