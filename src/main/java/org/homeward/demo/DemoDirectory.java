package org.homeward.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.homeward.audit.Audit;
import org.homeward.directory.DirectoryImports;
import org.homeward.directory.Programmes;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** A made-up directory, taken from a file as a site would take its own; once, so that what is edited stays. */
@Component
@Profile("demo")
class DemoDirectory {

    private static final String OWNER = "cascadia-health";

    private final DirectoryImports imports;
    private final Programmes programmes;

    DemoDirectory(DirectoryImports imports, Programmes programmes) {
        this.imports = imports;
        this.programmes = programmes;
    }

    /** Before the first discharge comes in, so that its referrals find somebody. */
    @EventListener
    @Order(-1)
    void ready(ApplicationReadyEvent started) {
        if (programmes.isEmpty(OWNER)) {
            try (InputStream file = new ClassPathResource("org/homeward/demo/directory.csv").getInputStream()) {
                imports.takeAll(OWNER, new String(file.readAllBytes(), StandardCharsets.UTF_8), Audit.ITSELF);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
