package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Set;
import org.homeward.security.SignInSettings.Grant;
import org.homeward.security.SignInSettings.Oidc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInSettingsTests {

    private static SignInSettings settings(boolean passwords, String issuer, String secret, String... groups) {
        return new SignInSettings(
                passwords,
                List.of(),
                "",
                new Oidc(
                        issuer,
                        "homeward",
                        secret,
                        "Cascadia",
                        Set.of("openid", "profile"),
                        "groups",
                        List.of(groups)));
    }

    @Test
    void anInstallationThatNobodyCouldEnterDoesNotStart() {
        assertThatIllegalStateException()
                .isThrownBy(settings(false, "", "")::check)
                .withMessageContaining("Nobody could sign in")
                .withMessageContaining("HOMEWARD_OIDC_ISSUER")
                .withMessageContaining("HOMEWARD_PASSWORDS=true");
        assertThatCode(settings(true, "", "")::check).doesNotThrowAnyException();
    }

    @Test
    void aProviderThatCouldLetNobodyInIsRefusedNamingWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(settings(false, "https://id.example.org", " ")::check)
                .withMessageContaining("HOMEWARD_OIDC_CLIENT_SECRET")
                .withMessageContaining("HOMEWARD_OIDC_GROUPS");
        assertThatCode(settings(false, "https://id.example.org", "s", "nurses=nurse@north")::check)
                .doesNotThrowAnyException();
    }

    @Test
    void whoSignsInIsNotToldOverAWireThatAnybodyReads() {
        assertThatIllegalStateException()
                .isThrownBy(settings(false, "http://id.example.org", "s", "nurses=nurse@north")::check)
                .withMessageContaining("https://");
    }

    @Test
    void withoutOpenidNothingTiesAnAnswerToItsQuestion() {
        SignInSettings settings = new SignInSettings(
                false,
                List.of(),
                "",
                new Oidc(
                        "https://id.example.org",
                        "homeward",
                        "s",
                        "",
                        Set.of("profile"),
                        "groups",
                        List.of("nurses=nurse@north")));
        assertThatIllegalStateException().isThrownBy(settings::check).withMessageContaining("openid");
    }

    @Test
    void aGroupMeansARoleInATeamAlsoByADirectorysName() {
        assertThat(Grant.read("nurses=nurse@transitions-north"))
                .isEqualTo(new Grant("nurses", Role.NURSE, "transitions-north"));
        assertThat(Grant.read("CN=leads,OU=care,DC=example = team-lead@transitions-north"))
                .isEqualTo(new Grant("CN=leads,OU=care,DC=example", Role.TEAM_LEAD, "transitions-north"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nurses",
                "=nurse@north",
                "nurses=nurse",
                "nurses=@north",
                "nurses=nurse@",
                "nurses=king@north",
                "feeds=integration@north"
            })
    void aLineThatIsNoneIsRefusedAtTheStart(String line) {
        assertThatIllegalStateException()
                .isThrownBy(settings(false, "https://id.example.org", "s", line)::check)
                .withMessageContaining(line);
    }
}
