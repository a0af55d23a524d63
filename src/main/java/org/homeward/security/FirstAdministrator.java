package org.homeward.security;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** In production the first administrator comes from the environment or from a group of the identity provider; there is no
 * default account. */
@Component
class FirstAdministrator implements SmartInitializingSingleton {

    /** {@code HOMEWARD_ADMIN_USER} and {@code HOMEWARD_ADMIN_PASSWORD}. */
    @ConfigurationProperties("homeward.admin")
    record Settings(@Nullable String user, @Nullable String password) {}

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final String ADMINISTRATION = "administration";

    private final People people;
    private final Settings settings;
    private final SignInSettings signIn;
    private final PasswordRules rules;
    private final Audit audit;

    FirstAdministrator(People people, Settings settings, SignInSettings signIn, PasswordRules rules, Audit audit) {
        this.people = people;
        this.settings = settings;
        this.signIn = signIn;
        this.rules = rules;
        this.audit = audit;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (signIn.oidc().grants().values().stream().flatMap(List::stream).anyMatch(grant -> grant.teamId()
                .equals(ADMINISTRATION))) {
            // a group of the identity provider needs a team to administer from before anybody can add one
            administration();
        }
        String user = settings.user();
        String password = settings.password();
        if (user == null
                || user.isBlank()
                || password == null
                || password.isBlank()
                || people.find(user).isPresent()) {
            return;
        }
        rules.problem(user, password).ifPresent(problem -> {
            throw new IllegalStateException("HOMEWARD_ADMIN_PASSWORD cannot be used: " + problem);
        });
        administration();
        people.addPerson(user, Person.Kind.PERSON, user, null, password);
        people.addMembership(user, ADMINISTRATION, Role.ADMIN);
        audit.recordAlone(
                Audit.ITSELF, "person.added", "person", user, ADMINISTRATION, Map.of("role", Role.ADMIN.code()));
        log.info("The first administrator was made from the environment; take HOMEWARD_ADMIN_PASSWORD out of it now");
    }

    private void administration() {
        if (people.team(ADMINISTRATION).isEmpty()) {
            people.addOrganization(ADMINISTRATION, "Administration");
            people.addTeam(new Team(ADMINISTRATION, ADMINISTRATION, "Administration", ZoneOffset.UTC));
        }
    }
}
