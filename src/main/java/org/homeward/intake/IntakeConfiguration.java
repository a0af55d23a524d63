package org.homeward.intake;

import java.time.Clock;
import org.homeward.patient.PatientProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeProperties.class)
class IntakeConfiguration {

    @Bean
    DischargeReader dischargeReader(PatientProperties properties, Clock clock) {
        return new DischargeReader(properties, clock);
    }
}
