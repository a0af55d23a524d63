package org.homeward.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One's own account, over HTTP. */
@HomewardTest
class AccountPageTests {

    private static final String PASSWORD = "four words to remember";
    private static final String FRESH = "five other words to remember";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    private String person = "";

    @BeforeEach
    void somebody() {
        person = "own-" + UUID.randomUUID().toString().substring(0, 8);
        people.addPerson(person, Person.Kind.PERSON, "Olive Owner", null, PASSWORD);
    }

    private Caller signedIn(String password) {
        return Caller.signedIn(port, person, password);
    }

    private static HttpResponse<String> post(Caller caller, String path, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return caller.send(caller.request(path)
                .header("X-XSRF-TOKEN", caller.csrfToken())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static int status(Caller caller) {
        return caller.get("/account").statusCode();
    }

    @Test
    void aNewPasswordNeedsTheOldOneAndEndsTheOtherSessions() {
        Caller here = signedIn(PASSWORD);
        Caller elsewhere = signedIn(PASSWORD);
        assertThat(here.get("/account").body()).contains("Olive Owner", "(this one)", "End my other sessions");

        assertThat(post(here, "/account/password", "current", "not it at all", "fresh", FRESH)
                        .body())
                .contains("This is not the password you have now");
        assertThat(post(here, "/account/password", "current", PASSWORD, "fresh", "Olive is a password")
                        .body())
                .contains("out of the password");
        assertThat(post(here, "/account/password", "current", PASSWORD, "fresh", PASSWORD)
                        .body())
                .contains("Choose another password");
        assertThat(people.passwordMatches(person, PASSWORD)).isTrue();

        assertThat(post(here, "/account/password", "current", PASSWORD, "fresh", FRESH, "endOthers", "true")
                        .statusCode())
                .isEqualTo(302);
        assertThat(here.get("/account").body()).contains("Password changed.");
        assertThat(status(elsewhere)).as("the other session").isEqualTo(302);
        assertThat(people.passwordMatches(person, PASSWORD)).isFalse();
        assertThat(status(signedIn(FRESH))).isEqualTo(200);
        assertThat(jdbc.sql("select concat(action, ' ', outcome) from audit_event where object_id = ? and action like"
                                + " 'password%' order by at, id")
                        .param(person)
                        .query(String.class)
                        .list())
                .containsExactly("password.changed DENIED", "password.changed DONE");
    }

    @Test
    void whatWasWrongStandsAtItsFieldAndNothingTicksItself() {
        Caller here = signedIn(PASSWORD);
        assertThat(here.get("/account").body()).containsPattern("name=\"endOthers\"[^>]*checked");
        assertThat(post(here, "/account/password", "current", "not it at all", "fresh", FRESH)
                        .body())
                .containsPattern("id=\"current\"[^>]*aria-invalid=\"true\"[^>]*aria-describedby=\"current-error\"")
                .doesNotContainPattern("id=\"fresh\"[^>]*aria-invalid")
                .doesNotContainPattern("name=\"endOthers\"[^>]*checked");
    }

    @Test
    void whoseSessionIsOverIsToldWhyAndComesBackToThePageAskedFor() {
        Caller here = signedIn(PASSWORD);
        Caller reading = signedIn(PASSWORD);
        Caller sending = signedIn(PASSWORD);
        post(here, "/account/sessions/end");

        assertThat(reading.get("/account?from=there").headers().firstValue("Location"))
                .hasValueSatisfying(where -> assertThat(where).endsWith("/login?over"));
        assertThat(reading.get("/login?over").body())
                .contains("You were signed out", "nothing for <span>15</span> minutes")
                .doesNotContain("was not kept");
        assertThat(reading.send(reading.request("/my-work")
                                .header("HX-Request", "true")
                                .GET())
                        .statusCode())
                .as("what a page asks for by itself is nothing to come back to")
                .isEqualTo(302);
        assertThat(post(reading, "/login", "username", person, "password", PASSWORD)
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(where -> assertThat(where).contains("/account?from=there"));

        assertThat(post(sending, "/account/password", "current", PASSWORD)
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(where -> assertThat(where).endsWith("/login?over&notKept"));
        assertThat(sending.get("/login?over&notKept").body()).contains("What you sent last was not kept");
        assertThat(Caller.anonymous(port).get("/account").headers().firstValue("Location"))
                .as("who was never signed in was not signed out")
                .hasValueSatisfying(where -> assertThat(where).endsWith("/login"));
    }

    @Test
    void theOtherSessionsStayWhereThatIsWanted() {
        Caller here = signedIn(PASSWORD);
        Caller elsewhere = signedIn(PASSWORD);
        post(here, "/account/password", "current", PASSWORD, "fresh", FRESH);
        assertThat(status(elsewhere)).isEqualTo(200);

        post(here, "/account/sessions/end");
        assertThat(status(elsewhere)).isEqualTo(302);
        assertThat(status(here)).isEqualTo(200);
    }

    @Test
    void aPassphraseOfAHundredCharactersWorksToItsLastOne() {
        Caller here = signedIn(PASSWORD);
        String longest = "a sentence that goes on and on ".repeat(4) + "end";
        post(here, "/account/password", "current", PASSWORD, "fresh", longest);
        assertThat(people.passwordMatches(person, longest)).isTrue();
        assertThat(people.passwordMatches(person, longest.substring(0, longest.length() - 1) + "D"))
                .isFalse();
        assertThat(status(signedIn(longest))).isEqualTo(200);
    }

    /** Whoever sits down at somebody's open session must not find the password out there. */
    @Test
    void theOldPasswordCannotBeGuessedHereEither() {
        Caller here = signedIn(PASSWORD);
        for (int i = 0; i < 10; i++) {
            post(here, "/account/password", "current", "wrong guess " + i, "fresh", FRESH);
        }
        assertThat(post(here, "/account/password", "current", PASSWORD, "fresh", FRESH)
                        .body())
                .contains("wait a quarter of an hour");
        assertThat(people.passwordMatches(person, PASSWORD)).isTrue();
    }

    @Test
    void pastingAndPasswordManagersAreHelpedAndNothingExpires() {
        String page = signedIn(PASSWORD).get("/account").body();
        assertThat(page)
                .contains("autocomplete=\"current-password\"", "autocomplete=\"new-password\"", "Show passwords")
                .doesNotContain("onpaste", "maxlength");
    }
}
