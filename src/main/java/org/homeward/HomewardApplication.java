package org.homeward;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
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
@EnableScheduling
public class HomewardApplication {

    public static void main(String[] args) {
        SpringApplication.run(HomewardApplication.class, args);
    }
}
