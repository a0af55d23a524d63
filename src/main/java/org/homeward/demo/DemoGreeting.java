package org.homeward.demo;

import java.io.PrintStream;
import java.util.stream.Collectors;
import org.homeward.security.Role;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Tells whoever started the demo where to go and as whom, when everything is there. */
@Component
@Profile("demo")
class DemoGreeting {

    private final ServletWebServerApplicationContext server;

    DemoGreeting(ServletWebServerApplicationContext server) {
        this.server = server;
    }

    @EventListener
    @Order
    void greet(ApplicationReadyEvent ready) {
        String address = "http://localhost:" + server.getWebServer().getPort();
        PrintStream out = System.out;
        out.println();
        out.println("  Homeward is ready. Made-up patients, on this machine only.");
        out.println();
        out.println("  " + address + "            My work, patients, escalations");
        out.println("  " + address + "/camunda    the same tasks in Camunda Tasklist");
        out.println();
        out.println("  Everybody's password is " + DemoPeople.PASSWORD);
        for (DemoPeople.DemoPerson person : DemoPeople.PEOPLE) {
            out.printf(
                    "  %-9s %-24s %-45s %s%n",
                    person.id(),
                    person.name(),
                    person.roles().stream().map(Role::code).collect(Collectors.joining(", ")),
                    String.join(", ", person.teams()));
        }
        out.println("  st-brendan-adt            the hospital's system, for POST /api/v1/discharges");
        out.println();
        out.println("  The bar on each page moves time on, from due step to due step. Start as nora.");
        out.println();
    }
}
