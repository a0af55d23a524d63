package org.homeward;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.homeward.command.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@OpenAPIDefinition(
        info =
                @Info(
                        title = "Homeward",
                        version = "1",
                        description = "Discharges in, their corrections, and what became of them. Basic credentials"
                                + " of a system account; synthetic patients only in these examples."))
@SpringBootApplication
@ConfigurationPropertiesScan
public class HomewardApplication {

    public static void main(String[] args) {
        if (Commands.asked(args)) {
            System.exit(Commands.run(HomewardApplication.class, args));
        }
        SpringApplication.run(HomewardApplication.class, args);
    }

    /** A command does what it was asked and nothing by itself. */
    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    @ConditionalOnProperty(name = Commands.PROPERTY, havingValue = "false", matchIfMissing = true)
    static class Schedules {}
}
