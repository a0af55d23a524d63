package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** What no test runs with, because a test has no TLS: the settings of an installation that nobody has configured. */
class SecureByDefaultTests {

    private static Properties settings(String file) {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource(file));
        return java.util.Objects.requireNonNull(yaml.getObject());
    }

    @Test
    void outsideTheDemoCookiesNeedTlsAndBrowsersKeepToIt() {
        Properties settings = settings("application.yaml");
        assertThat(settings)
                .containsEntry("server.servlet.session.cookie.secure", true)
                .containsEntry("server.servlet.session.cookie.http-only", true)
                .containsEntry("camunda.bpm.webapp.session-cookie.enable-secure-cookie", true)
                .containsEntry("homeward.rules.approval-required", true)
                .containsEntry("homeward.sign-in.passwords", "${HOMEWARD_PASSWORDS:false}")
                .containsEntry("homeward.notification.mail-required", true);
        assertThat(settings.get("camunda.bpm.webapp.header-security.hsts-disabled"))
                .isEqualTo(false);
    }

    @Test
    void theDemoIsForThisMachineAlone() {
        assertThat(settings("application-demo.yaml")).containsEntry("server.address", "127.0.0.1");
    }
}
