package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.homeward.Caller;
import org.homeward.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

/** What really goes out behind a proxy that ends TLS, with the settings of an installation: a demo's and a test's differ. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.servlet.session.cookie.secure=true",
            "camunda.bpm.webapp.session-cookie.enable-secure-cookie=true",
            "camunda.bpm.webapp.header-security.hsts-disabled=false",
            "server.forward-headers-strategy=native"
        })
@ActiveProfiles("test")
@Import(TestDatabase.class)
class SecureAnswersTests {

    @LocalServerPort
    int port;

    private HttpResponse<String> throughTls(String path) {
        Caller nobody = Caller.anonymous(port);
        return nobody.send(
                nobody.request(path).header("X-Forwarded-Proto", "https").GET());
    }

    @Test
    void everyCookieNeedsTls() {
        List<String> cookies = throughTls("/login").headers().allValues("Set-Cookie");

        assertThat(cookies).anyMatch(cookie -> cookie.startsWith("SESSION="));
        assertThat(cookies).anyMatch(cookie -> cookie.startsWith("XSRF-TOKEN="));
        assertThat(cookies).allSatisfy(cookie -> assertThat(cookie).contains("Secure", "SameSite=Lax"));
        assertThat(cookies).filteredOn(cookie -> cookie.startsWith("SESSION=")).allSatisfy(cookie -> assertThat(cookie)
                .contains("HttpOnly"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/my-work", "/camunda/app/tasklist/default/", "/api/v1/episodes/x", "/r/x"})
    void browsersAreToldToKeepToTls(String path) {
        assertThat(throughTls(path).headers().firstValue("Strict-Transport-Security"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("max-age=31536000"));
    }
}
