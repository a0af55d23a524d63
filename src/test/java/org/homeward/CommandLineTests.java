package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.homeward.audit.Audit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The application called with a command, as an operator calls it: a process of its own, beside a running node. */
@HomewardTest
class CommandLineTests {

    @Autowired
    JdbcConnectionDetails database;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    private record Ended(int code, String said) {}

    private Ended run(String... words) throws IOException, InterruptedException {
        String classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-Duser.timezone=UTC",
                "-cp",
                classPath,
                "org.homeward.HomewardApplication"));
        command.addAll(List.of(words));
        command.addAll(List.of(
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword(),
                "--homeward.audit.key-file=" + TestFolder.of("test-trail.key"),
                "--homeward.audit.signing-key-file=" + TestFolder.of("test-trail-signing.key"),
                "--homeward.encryption.key-file=" + TestFolder.of("test-encryption.key"),
                "--homeward.notification.mail-required=false"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(said).isTrue();
        return new Ended(process.exitValue(), said);
    }

    @Test
    void theTrailIsVerifiedAndTheExitCodeSaysHow() throws Exception {
        String object = UUID.randomUUID().toString();
        audit.recordAlone("nora", "thing.read", "thing", object, null, Map.of());
        Ended well = run("audit", "verify");
        assertThat(well.said()).contains("The trail is intact.", "not sealed yet");
        assertThat(well.code()).as(well.said()).isZero();
        assertThat(well.said()).as("no engine at work, no port").doesNotContain("Tomcat started on port");

        touch(object, "somebody");
        try {
            Ended touched = run("audit", "verify");
            assertThat(touched.said()).contains("THE TRAIL WAS TOUCHED", "EVENT_CHANGED event ");
            assertThat(touched.code()).isEqualTo(1);
        } finally {
            touch(object, "nora");
        }
    }

    private void touch(String object, String actor) {
        transactions.executeWithoutResult(
                status -> jdbc.sql("update audit_event set actor = ? where object_id = ? and action = 'thing.read'")
                        .params(actor, object)
                        .update());
    }

    @Test
    void whoAsksForSomethingElseIsToldWhatThereIs() throws Exception {
        Ended ended = run("make", "coffee");
        assertThat(ended.code()).isEqualTo(64);
        assertThat(ended.said()).contains("audit verify", "audit retire", "keys rotate", "export-patient");
    }
}
