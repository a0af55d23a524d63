package org.homeward.intake;

import org.homeward.patient.PatientProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeProperties.class)
class IntakeConfiguration {

    @Bean
    DischargeReader dischargeReader(PatientProperties properties) {
        return new DischargeReader(properties);
    }
}
