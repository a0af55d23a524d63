package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.homeward.Caller;
import org.homeward.SelfSigned;
import org.homeward.TestDatabase;
import org.homeward.TestFolder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/** A node that ends TLS itself, by the variables that the page on operations names. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.servlet.session.cookie.secure=true",
            "camunda.bpm.webapp.session-cookie.enable-secure-cookie=true",
            "camunda.bpm.webapp.header-security.hsts-disabled=false"
        })
@ActiveProfiles("test")
@Import(TestDatabase.class)
@ContextConfiguration(initializers = TlsTests.Environment.class)
class TlsTests {

    private static final String PASSWORD = "only-for-tests-1";
    private static final Path FOLDER = folder();
    private static final SelfSigned NODE = SelfSigned.madeIn(FOLDER);

    @LocalServerPort
    int port;

    @Autowired
    People people;

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(TestFolder.of("tls")), "node");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static class Environment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                context.getEnvironment()
                        .getPropertySources()
                        // by this name Spring reads it as it reads variables
                        .addFirst(new SystemEnvironmentPropertySource(
                                "tls-systemEnvironment",
                                Map.of(
                                        "SERVER_SSL_BUNDLE",
                                        "homeward",
                                        "SPRING_SSL_BUNDLE_PEM_HOMEWARD_KEYSTORE_CERTIFICATE",
                                        NODE.certificateFile(FOLDER)
                                                .toAbsolutePath()
                                                .toString(),
                                        "SPRING_SSL_BUNDLE_PEM_HOMEWARD_KEYSTORE_PRIVATE_KEY",
                                        NODE.keyFile(FOLDER).toAbsolutePath().toString())));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private URI at(String path) {
        return URI.create("https://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPersonSignsInOverTlsAndTheirBrowserKeepsToIt() throws Exception {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/New_York")));
        people.addPerson("tls-nurse", Person.Kind.PERSON, "Tilda Nurse, RN", null, PASSWORD);
        people.addMembership("tls-nurse", "transitions-north", Role.NURSE);
        CookieManager cookies = new CookieManager();
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .sslContext(NODE.trusted())
                .build();

        HttpResponse<String> page = send(browser, HttpRequest.newBuilder(at("/login")));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.sslSession())
                .hasValueSatisfying(session -> assertThat(session.getProtocol()).isIn("TLSv1.2", "TLSv1.3"));
        assertThat(page.headers().firstValue("Strict-Transport-Security"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("max-age=31536000"));
        List<String> set = page.headers().allValues("Set-Cookie");
        assertThat(set).anyMatch(cookie -> cookie.startsWith("SESSION="));
        assertThat(set).allSatisfy(cookie -> assertThat(cookie).contains("Secure"));

        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
        HttpResponse<String> in = send(
                browser,
                HttpRequest.newBuilder(at("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("username=tls-nurse&password=" + PASSWORD + "&_csrf="
                                + URLEncoder.encode(token, StandardCharsets.UTF_8))));
        assertThat(in.headers().firstValue("Location"))
                .hasValueSatisfying(there -> assertThat(there).startsWith("https://127.0.0.1:" + port + "/"));
        assertThat(in.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("SESSION=") && cookie.contains("Secure"));
        assertThat(send(browser, HttpRequest.newBuilder(at("/my-work"))).body()).contains("Tilda Nurse, RN");
    }

    @Test
    void withoutTlsThatPortServesNothing() {
        HttpResponse<String> plain = Caller.anonymous(port).get("/login");

        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(plain.body()).doesNotContain("Homeward", "password");
    }

    @Test
    void whoDoesNotTrustTheCertificateDoesNotConnect() {
        assertThatThrownBy(() -> send(HttpClient.newHttpClient(), HttpRequest.newBuilder(at("/login"))))
                .isInstanceOf(SSLHandshakeException.class);
    }
}
