package org.homeward.security;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * How people come in: {@code homeward.sign-in}.
 *
 * @param passwords whether people may have a password here; systems always have
 * @param words what nobody may have in a password, besides the names of product, organisations and person
 * @param help whom to ask for access, as people read it
 */
@ConfigurationProperties("homeward.sign-in")
record SignInSettings(
        @DefaultValue("false") boolean passwords,
        @DefaultValue List<String> words,
        @DefaultValue("") String help,
        @DefaultValue Oidc oidc) {

    /**
     * The identity provider, found by its issuer.
     *
     * @param name as it stands on the button
     * @param groups {@code group=role@team}: what a member of the provider's group is here
     */
    record Oidc(
            @DefaultValue("") String issuer,
            @DefaultValue("") String clientId,
            @DefaultValue("") String clientSecret,
            @DefaultValue("your organization") String name,
            @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
            @DefaultValue("groups") String groupsClaim,
            @DefaultValue List<String> groups) {

        boolean isOn() {
            return StringUtils.hasText(issuer);
        }

        /** What the provider's groups mean here. */
        Map<String, List<Grant>> grants() {
            Map<String, List<Grant>> grants = new LinkedHashMap<>();
            for (String line : groups) {
                Grant grant = Grant.read(line);
                if (grant == null) {
                    throw new IllegalStateException("homeward.sign-in.oidc.groups (HOMEWARD_OIDC_GROUPS): \"" + line
                            + "\" is no line of the form group=role@team, with a role for people");
                }
                grants.computeIfAbsent(grant.group(), group -> new ArrayList<>())
                        .add(grant);
            }
            return grants;
        }
    }

    /** What members of a group are, in one team. */
    record Grant(String group, Role role, String teamId) {

        /** A group's name may hold an equals sign, as in a directory's, but a role and a team do not. */
        static @Nullable Grant read(String line) {
            int at = line.lastIndexOf('@');
            int equals = line.lastIndexOf('=', at);
            if (equals < 1 || at < equals + 2 || at == line.length() - 1) {
                return null;
            }
            return Role.of(line.substring(equals + 1, at).strip())
                    .filter(role -> role != Role.INTEGRATION)
                    .map(role -> new Grant(
                            line.substring(0, equals).strip(),
                            role,
                            line.substring(at + 1).strip()))
                    .orElse(null);
        }
    }

    /**
     * An installation that nobody can enter, or with a mapping that nobody can read, does not start.
     *
     * @throws IllegalStateException naming what to set
     */
    void check() {
        if (!oidc.isOn()) {
            if (!passwords) {
                throw new IllegalStateException(
                        "Nobody could sign in. Set HOMEWARD_OIDC_ISSUER, HOMEWARD_OIDC_CLIENT_ID,"
                                + " HOMEWARD_OIDC_CLIENT_SECRET and HOMEWARD_OIDC_GROUPS (your organization's identity provider,"
                                + " src/docs/operations/sign-in.md); or HOMEWARD_PASSWORDS=true, if people shall have passwords"
                                + " here (homeward.sign-in.passwords).");
            }
            return;
        }
        List<String> missing = new ArrayList<>();
        if (!StringUtils.hasText(oidc.clientId())) {
            missing.add("HOMEWARD_OIDC_CLIENT_ID");
        }
        if (!StringUtils.hasText(oidc.clientSecret())) {
            missing.add("HOMEWARD_OIDC_CLIENT_SECRET");
        }
        if (oidc.grants().isEmpty()) {
            missing.add("HOMEWARD_OIDC_GROUPS (group=role@team, separated by commas)");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "HOMEWARD_OIDC_ISSUER is set, and nobody could sign in with it. Set " + String.join(", ", missing));
        }
        if (!oidc.scopes().contains("openid")) {
            throw new IllegalStateException(
                    "homeward.sign-in.oidc.scopes must contain openid: without it nothing ties an answer to its question");
        }
        URI issuer = URI.create(oidc.issuer());
        if (!"https".equals(issuer.getScheme())
                && !Set.of("localhost", "127.0.0.1").contains(String.valueOf(issuer.getHost()))) {
            throw new IllegalStateException("HOMEWARD_OIDC_ISSUER must begin with https://");
        }
    }
}
