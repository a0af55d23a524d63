package org.homeward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.IdentityProvider.Identity;
import org.homeward.security.Membership;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** How people come in in production: by their organization's identity provider, here a real one beside us. */
@BrowserTest
class OidcSignInTests {

    private static final String NURSES = "cn=nurses,ou=north";
    private static final String LEADS = "leads";

    @RegisterExtension
    final Browser browser = new Browser();

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    Hospital.Desk desk;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    private Identity nora = new Identity("", "", "", "", List.of());

    @DynamicPropertySource
    static void production(DynamicPropertyRegistry settings) {
        settings.add("homeward.sign-in.passwords", () -> false);
        settings.add("homeward.sign-in.help", () -> "the service desk, extension 4711");
        settings.add("homeward.sign-in.oidc.issuer", IdentityProvider::issuer);
        settings.add("homeward.sign-in.oidc.client-id", () -> IdentityProvider.CLIENT);
        settings.add("homeward.sign-in.oidc.client-secret", () -> IdentityProvider.SECRET);
        settings.add("homeward.sign-in.oidc.name", () -> "Cascadia");
        settings.add("homeward.sign-in.oidc.groups[0]", () -> NURSES + "=nurse@" + Hospital.TEAM);
        settings.add("homeward.sign-in.oidc.groups[1]", () -> LEADS + "=team-lead@" + Hospital.TEAM);
        settings.add("homeward.sign-in.oidc.groups[2]", () -> "admins=admin@administration");
        settings.add("homeward.sign-in.oidc.groups[3]", () -> "lost=nurse@no-such-team");
    }

    @BeforeEach
    void somebodyAtTheProvider() {
        desk.staffed();
        String own = UUID.randomUUID().toString().substring(0, 8);
        nora = new Identity(
                "subject-" + own, "Nora." + own, "Nora Lindqvist, RN", own + "@example.org", List.of(NURSES, "lunch"));
        IdentityProvider.knows(nora, port);
    }

    private String id() {
        return nora.username().toLowerCase(java.util.Locale.ROOT);
    }

    private HttpResponse<String> atProvider(String address) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(address)).GET().build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    /** Where the provider sends a browser back to, that began here. */
    private String back(Caller caller) {
        String authorize = location(caller.get("/oauth2/authorization/homeward"));
        assertThat(authorize).startsWith(IdentityProvider.issuer() + "/oauth2/authorize?");
        String back = location(atProvider(authorize));
        assertThat(back).startsWith("http://127.0.0.1:" + port + "/login/oauth2/code/homeward?code=");
        return back.substring(back.indexOf("/login/"));
    }

    /** Goes the whole way and answers where it led. */
    private String signsIn(Caller caller) {
        return location(caller.get(back(caller))).replace("http://127.0.0.1:" + port, "");
    }

    private String signsIn(Identity identity) {
        IdentityProvider.knows(identity, port);
        return signsIn(Caller.anonymous(port));
    }

    private List<String> trail(String personId) {
        return jdbc.sql("select concat(action, ' ', outcome, ' ', details) from audit_event where object_id = ?"
                        + " order by at, id")
                .param(personId)
                .query(String.class)
                .list();
    }

    @Test
    void theQuestionCarriesStateNonceAndProofKey() {
        String authorize = location(Caller.anonymous(port).get("/oauth2/authorization/homeward"));
        assertThat(authorize)
                .contains("response_type=code", "scope=openid", "&state=", "&nonce=", "code_challenge=")
                .contains("code_challenge_method=S256")
                .contains("max_age=900")
                .doesNotContain("prompt=");
        assertThat(location(Caller.anonymous(port).get("/oauth2/authorization/homeward?again")))
                .contains("prompt=login");
    }

    @Test
    void whoIsInAMappedGroupComesInAndIsWhatTheGroupSays() {
        Caller caller = Caller.anonymous(port);
        assertThat(signsIn(caller)).isEqualTo("/");

        Person person = people.find(id()).orElseThrow();
        assertThat(person.displayName()).isEqualTo("Nora Lindqvist, RN");
        assertThat(person.email()).isEqualTo(nora.email());
        assertThat(person.memberships()).extracting(Membership::group).containsExactly("nurse@" + Hospital.TEAM);
        assertThat(caller.get("/my-work").body()).contains("Nora Lindqvist, RN", "My work");
        assertThat(caller.get("/account").body())
                .contains("you sign in with your organization")
                .doesNotContain("Change your password");
        assertThat(trail(id()))
                .anyMatch(line -> line.startsWith("person.added DONE"))
                .anyMatch(line -> line.startsWith("role.granted DONE") && line.contains("nurse"))
                .anyMatch(line -> line.startsWith("session.began DONE") && line.contains("127.0.0.1"));
    }

    @Test
    void tasklistKnowsTheSameSession() {
        Caller caller = Caller.anonymous(port);
        signsIn(caller);
        assertThat(caller.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        HttpResponse<String> filters =
                caller.get("/camunda/api/engine/engine/default/filter?firstResult=0&maxResults=50");
        assertThat(filters.statusCode()).isEqualTo(200);
        assertThat(filters.body()).startsWith("[");
    }

    @Test
    void aGroupThatIsLostIsLostWithTheNextSignInAndNothingStaysThatNoGroupGives() {
        signsIn(nora.with(NURSES, LEADS));
        Person lead = people.find(id()).orElseThrow();
        assertThat(lead.has(Role.TEAM_LEAD, Hospital.TEAM)).isTrue();
        // what somebody gave by hand is above what the groups allow
        people.addMembership(id(), Hospital.TEAM, Role.SUPERVISOR);

        assertThat(signsIn(nora.with(NURSES))).isEqualTo("/");
        assertThat(people.find(id()).orElseThrow().memberships())
                .extracting(Membership::role)
                .containsExactly(Role.NURSE);
        assertThat(trail(id()))
                .anyMatch(line -> line.startsWith("role.takenBack DONE") && line.contains("team-lead"))
                .anyMatch(line -> line.startsWith("role.takenBack DONE") && line.contains("supervisor"));
    }

    @Test
    void whoHasNoMappedGroupIsToldWhomToAskAndHasNoAccount() {
        assertThat(signsIn(nora.with("lunch"))).isEqualTo("/login?noGroup");
        assertThat(people.find(id())).isEmpty();
        assertThat(Caller.anonymous(port).get("/login?noGroup").body())
                .contains("You have no access to Homeward yet", "the service desk, extension 4711");
        assertThat(signsIn(nora.with("lost"))).as("a team that there is not").isEqualTo("/login?noGroup");
        assertThat(trail("unknown"))
                .anyMatch(line -> line.startsWith("session.began DENIED") && line.contains("no_group"));
    }

    @Test
    void whoLosesTheLastGroupIsNothingAnyMoreAlsoWhereASessionIsOpen() {
        Caller open = Caller.anonymous(port);
        signsIn(open);
        assertThat(signsIn(nora.with("lunch"))).isEqualTo("/login?noGroup");
        assertThat(people.find(id()).orElseThrow().memberships()).isEmpty();
        assertThat(open.get("/patients").body()).doesNotContain("<a href=\"/patients/");
        assertThat(trail(id())).anyMatch(line -> line.startsWith("session.began DENIED") && line.contains("no_group"));
    }

    @Test
    void whoWasPutOutStaysOutWhateverTheGroupsSay() {
        Caller open = Caller.anonymous(port);
        signsIn(open);
        people.deactivate(id());
        assertThat(open.get("/my-work").statusCode()).as("the open session").isEqualTo(302);
        assertThat(signsIn(nora)).isEqualTo("/login?putOut");
        assertThat(Caller.anonymous(port).get("/login?putOut").body()).contains("may not sign in any more");
        assertThat(trail(id())).anyMatch(line -> line.startsWith("session.began DENIED") && line.contains("put_out"));
    }

    @Test
    void aPersonIsKnownBySubjectAndNotByName() {
        signsIn(nora);
        people.addPerson("sofia." + id(), Person.Kind.PERSON, "Sofía Núñez", null, null);
        people.addMembership("sofia." + id(), Hospital.TEAM, Role.SUPERVISOR);

        // married, and still the same
        signsIn(new Identity(nora.subject(), "nora.married", "Nora Berg, RN", nora.email(), nora.groups()));
        assertThat(people.find(id()).orElseThrow().displayName()).isEqualTo("Nora Berg, RN");
        assertThat(people.find("nora.married")).isEmpty();

        // somebody else who calls herself as a supervisor here is called
        signsIn(new Identity(nora.subject() + "-2", "sofia." + id(), "Somebody", nora.email(), nora.groups()));
        assertThat(people.find("sofia." + id()).orElseThrow().displayName()).isEqualTo("Sofía Núñez");
        assertThat(people.find("sofia." + id() + "-2").orElseThrow().has(Role.SUPERVISOR))
                .isFalse();
    }

    @Test
    void aProviderThatTellsNoGroupsLetsNobodyInAndTakesNothingBack() {
        assertThat(signsIn(nora)).isEqualTo("/");
        for (Object claim : new Object[] {null, Map.of("nurses", true)}) {
            IdentityProvider.knows(nora, port);
            IdentityProvider.forges(claims -> claims.claims(all -> {
                all.remove("groups");
                if (claim != null) {
                    all.put("groups", claim);
                }
            }));
            assertThat(signsIn(Caller.anonymous(port))).isEqualTo("/login?provider");
            assertThat(people.find(id()).orElseThrow().has(Role.NURSE)).isTrue();
        }
        assertThat(trail("unknown")).anyMatch(line -> line.contains("no_groups_told"));
        IdentityProvider.knows(nora, port);
        IdentityProvider.forges(claims -> claims.claim("groups", LEADS));
        assertThat(signsIn(Caller.anonymous(port))).isEqualTo("/");
        assertThat(people.find(id()).orElseThrow().has(Role.TEAM_LEAD))
                .as("one group as a word")
                .isTrue();
    }

    @Test
    void aSignInAtTheProviderThatIsTooLongAgoIsAskedForAgain() {
        IdentityProvider.knows(nora, port);
        IdentityProvider.forges(claims -> claims.claim(
                "auth_time", java.time.Instant.now().minusSeconds(3600).getEpochSecond()));
        Caller passerBy = Caller.anonymous(port);
        assertThat(signsIn(passerBy)).isEqualTo("/login?again");
        assertThat(passerBy.get("/login?again").body())
                .contains("Please sign in once more", "/oauth2/authorization/homeward?again");
        assertThat(passerBy.get("/my-work").statusCode()).isEqualTo(302);
    }

    @Test
    void aPasswordDoesNotGoRoundTheProvider() {
        Caller administrator = Caller.anonymous(port);
        IdentityProvider.knows(nora.with("admins", NURSES), port);
        signsIn(administrator);
        String page = "/admin/people/" + id();
        administrator.send(administrator
                .request(page + "/password")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "password=four+words+to+remember&_csrf=" + administrator.csrfToken())));
        assertThat(people.passwordHash(id())).isEmpty();
    }

    @Test
    void theFirstAdministratorComesByAGroupToo() {
        Caller caller = Caller.anonymous(port);
        IdentityProvider.knows(nora.with("admins"), port);
        signsIn(caller);
        assertThat(caller.get("/admin/people").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenForSomebodyElseOrBySomebodyElseLetsNobodyIn() {
        Map<String, java.util.function.Consumer<org.springframework.security.oauth2.jwt.JwtClaimsSet.Builder>>
                forgeries = Map.of(
                        "another issuer", claims -> claims.issuer("https://evil.example.org"),
                        "another audience", claims -> claims.audience(List.of("payroll")),
                        "another nonce", claims -> claims.claim("nonce", "an answer to another question"),
                        "expired",
                                claims -> claims.issuedAt(java.time.Instant.EPOCH)
                                        .expiresAt(java.time.Instant.EPOCH.plusSeconds(60)));
        forgeries.forEach((what, forgery) -> {
            IdentityProvider.forges(forgery);
            Caller caller = Caller.anonymous(port);
            assertThat(signsIn(caller)).as(what).isEqualTo("/login?provider");
            assertThat(caller.get("/my-work").statusCode()).as(what).isEqualTo(302);
        });
        assertThat(people.find(id())).isEmpty();
        assertThat(trail("unknown"))
                .anyMatch(line -> line.contains("invalid_id_token"))
                .anyMatch(line -> line.contains("invalid_nonce"));
        assertThat(Caller.anonymous(port).get("/login?provider").body()).contains("could not be finished");
    }

    @Test
    void anAnswerThatWasTamperedWithUsedBeforeOrMeantForAnotherBrowserLetsNobodyIn() {
        Caller tampered = Caller.anonymous(port);
        String back = back(tampered);
        assertThat(location(tampered.get(back.replaceAll("state=[^&]+", "state=guessed"))))
                .endsWith("/login?provider");

        Caller used = Caller.anonymous(port);
        String first = back(used);
        assertThat(location(used.get(first))).endsWith("/");
        assertThat(location(used.get(first))).as("the same answer again").endsWith("/login?provider");

        Caller other = Caller.anonymous(port);
        String code = first.replaceAll(".*code=([^&]+).*", "$1");
        String own = back(other);
        assertThat(location(other.get(own.replaceAll("code=[^&]+", "code=" + code))))
                .as("a code that was used, in another flow")
                .endsWith("/login?provider");

        Caller victim = Caller.anonymous(port);
        String fresh = back(Caller.anonymous(port));
        assertThat(location(victim.get(fresh)))
                .as("somebody else's fresh answer")
                .endsWith("/login?provider");
        Caller begun = Caller.anonymous(port);
        String mine = back(begun);
        String injected = fresh.replaceAll(".*code=([^&]+).*", "$1");
        assertThat(location(begun.get(mine.replaceAll("code=[^&]+", "code=" + injected))))
                .as("somebody else's fresh code: the proof key does not fit")
                .endsWith("/login?provider");
        assertThat(begun.get("/my-work").statusCode()).isEqualTo(302);
    }

    @Test
    void peopleHaveNoPasswordsHereAndSystemsHave() {
        assertThat(Caller.anonymous(port).get("/login").body())
                .contains("Sign in with Cascadia")
                .doesNotContain("type=\"password\"");
        // the desk's people have one from elsewhere; it opens nothing
        Caller nurse = Caller.anonymous(port);
        nurse.get("/login");
        nurse.send(nurse.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "username=nurse&password=" + Hospital.PASSWORD + "&_csrf=" + nurse.csrfToken())));
        assertThat(nurse.get("/my-work").statusCode()).isEqualTo(302);
        String unknown = "/api/v1/episodes/" + UUID.randomUUID();
        assertThat(Caller.system(port, "nurse", Hospital.PASSWORD).get(unknown).statusCode())
                .isEqualTo(401);
        assertThat(Caller.system(port, "browser-feed", Hospital.PASSWORD)
                        .get(unknown)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void signingOutLeadsToTheProvidersSignOutAndBack() {
        Caller caller = Caller.anonymous(port);
        signsIn(caller);
        HttpResponse<String> out = caller.with("POST", "/logout", "");
        assertThat(location(out))
                .startsWith(IdentityProvider.issuer() + "/connect/logout?")
                .contains("id_token_hint=", "post_logout_redirect_uri=");
        assertThat(caller.get("/my-work").statusCode()).isEqualTo(302);
        assertThat(location(atProvider(location(out)))).startsWith("http://127.0.0.1:" + port + "/login?logout");
        assertThat(trail(id())).anyMatch(line -> line.startsWith("session.ended"));

        Caller inTasklist = Caller.anonymous(port);
        signsIn(inTasklist);
        assertThat(inTasklist
                        .with("POST", "/camunda/api/admin/auth/user/default/logout", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(inTasklist.get("/my-work").statusCode()).isEqualTo(302);
    }

    @Test
    void aPersonSignsInAndOutInARealBrowser() {
        Page page = browser.page(port);
        page.navigate("/patients");
        Browser.withoutBarriers(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Cascadia"))
                .click();
        // where they wanted to go
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("Patients").setExact(true)))
                .isVisible();
        page.navigate("/camunda/app/tasklist/default/");
        assertThat(page.getByText("Tasklist").first()).isVisible();
        page.navigate("/account");
        assertThat(page.getByText("Nurse, ")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page).hasURL(Pattern.compile(".*/login\\?logout.*"));
        assertThat(page.getByText("You are signed out.")).isVisible();

        IdentityProvider.knows(nora.with("lunch"), port);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Cascadia"))
                .click();
        assertThat(page.getByText("Ask the service desk, extension 4711.")).isVisible();
        Browser.withoutBarriers(page);
    }
}
