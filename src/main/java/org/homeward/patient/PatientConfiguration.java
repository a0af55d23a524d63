package org.homeward.patient;

import java.nio.file.Path;
import org.homeward.keys.InstallationKeys;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PatientProperties.class, EncryptionProperties.class})
class PatientConfiguration {

    @Bean
    AtRest atRest(EncryptionProperties properties, InstallationKeys keys) {
        return new AtRest(keys.find(
                "homeward.encryption.keys",
                properties.keys(),
                properties.keyFile(),
                Path.of(".homeward/encryption.key")));
    }
}
