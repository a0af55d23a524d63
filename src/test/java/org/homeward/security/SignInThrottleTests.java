package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HomewardTest
class SignInThrottleTests {

    private static final String PASSWORD = "a-long-enough-password";

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void twoPeople() {
        for (String id : new String[] {"guessed", "neighbour"}) {
            if (people.passwordHash(id).isEmpty()) {
                people.addPerson(id, Person.Kind.PERSON, id, null, PASSWORD);
            }
        }
        transactions.executeWithoutResult(
                status -> jdbc.sql("delete from sign_in_failure").update());
    }

    private String answerTo(String id, String password) {
        Caller caller = Caller.anonymous(port);
        caller.get("/login");
        HttpResponse<String> answer = caller.send(caller.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "username=" + id + "&password=" + password + "&_csrf=" + caller.csrfToken())));
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void whoGuessesHasToWaitAndOthersHaveNot() {
        for (int i = 0; i < SignInThrottle.WRONG_BEFORE_WAITING; i++) {
            assertThat(answerTo("guessed", "wrong-" + i)).endsWith("?error");
        }
        assertThat(answerTo("guessed", PASSWORD)).as("the right one too").endsWith("?wait");
        assertThat(Caller.anonymous(port).get("/login?wait").body()).contains("Too many wrong passwords");
        Caller guesser = Caller.anonymous(port);
        guesser.get("/login");
        guesser.send(guesser.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "username=guessed&password=" + PASSWORD + "&_csrf=" + guesser.csrfToken())));
        assertThat(guesser.get("/login?wait").body())
                .containsPattern("For 1[45] more minutes")
                .contains("value=\"guessed\"");
        assertThat(guesser.get("/login").body()).as("once").doesNotContain("value=\"guessed\"");
        assertThat(Caller.system(port, "guessed", PASSWORD)
                        .get("/api/v1/episodes/x")
                        .statusCode())
                .as("nor through the door for systems")
                .isEqualTo(401);
        Caller.signedIn(port, "neighbour", PASSWORD);

        transactions.executeWithoutResult(
                status -> jdbc.sql("update sign_in_failure set at = date_sub(at, interval 16 minute)")
                        .update());
        Caller.signedIn(port, "guessed", PASSWORD);
    }

    @Test
    void theRightPasswordForgetsTheWrongOnes() {
        for (int i = 0; i < SignInThrottle.WRONG_BEFORE_WAITING - 1; i++) {
            assertThatIllegalStateException().isThrownBy(() -> Caller.signedIn(port, "guessed", "wrong"));
        }
        Caller.signedIn(port, "guessed", PASSWORD);
        assertThat(kept()).isZero();
        assertThat(answerTo("guessed", "wrong")).endsWith("?error");
        Caller.signedIn(port, "guessed", PASSWORD);
    }

    @Test
    void whatIsTypedForANameThatNobodyHasIsNotKept() {
        answerTo("my-secret-password", "wrong");
        assertThat(kept()).isZero();
    }

    private int kept() {
        return jdbc.sql("select count(*) from sign_in_failure")
                .query(Integer.class)
                .single();
    }
}
