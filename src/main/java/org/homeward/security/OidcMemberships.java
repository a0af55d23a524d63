package org.homeward.security;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.audit.Audit;
import org.homeward.security.SignInSettings.Grant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes of what an identity provider tells one of our people, with the roles that its groups mean here: those and no
 * others, at each sign-in anew. A person is known again by issuer and subject, never by a name or an address, which may
 * be given to somebody else.
 */
@Component
class OidcMemberships {

    private static final Logger log = LoggerFactory.getLogger(OidcMemberships.class);
    private static final int LONGEST_ID = 60;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ADDRESS = 254;

    private final JdbcClient jdbc;
    private final People people;
    private final Audit audit;
    private final Clock clock;
    private final Map<String, List<Grant>> grants;

    OidcMemberships(
            JdbcClient jdbc,
            People people,
            Audit audit,
            SignInSettings settings,
            @Qualifier("systemClock") Clock clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
        this.grants = settings.oidc().grants();
    }

    /**
     * What the provider tells.
     *
     * @param suggestedId what they are called there
     */
    record Told(
            String issuer,
            String subject,
            @Nullable String suggestedId,
            @Nullable String name,
            @Nullable String email,
            Collection<String> groups) {}

    /**
     * @param who the person; unknown where somebody without a group never had an account here
     * @param why why they may not come in; null where they may
     */
    record Outcome(Optional<Person> who, NotLetIn.@Nullable Why why) {}

    @Transactional
    Outcome meet(Told told) {
        Optional<Person> known = jdbc.sql("select person_id from person_identity where issuer = ? and subject = ?")
                .params(told.issuer(), told.subject())
                .query(String.class)
                .optional()
                .flatMap(people::find);
        if (known.isPresent() && !known.get().active()) {
            return new Outcome(known, NotLetIn.Why.PUT_OUT);
        }
        Set<Grant> granted = granted(told.groups());
        if (granted.isEmpty()) {
            known.ifPresent(person -> follow(person, granted));
            return new Outcome(known, NotLetIn.Why.NO_GROUP);
        }
        Person person = known.map(one -> renamed(one, told)).orElseGet(() -> added(told));
        follow(person, granted);
        return new Outcome(people.find(person.id()), null);
    }

    /** What the groups mean, in teams that there are. */
    private Set<Grant> granted(Collection<String> groups) {
        Set<Grant> granted = new LinkedHashSet<>();
        for (String group : groups) {
            for (Grant grant : grants.getOrDefault(group, List.of())) {
                if (people.team(grant.teamId()).isPresent()) {
                    granted.add(grant);
                } else {
                    log.warn("homeward.sign-in.oidc.groups names the team {}, which there is not", grant.teamId());
                }
            }
        }
        return granted;
    }

    private void follow(Person person, Set<Grant> granted) {
        Set<Membership> had = new LinkedHashSet<>(person.memberships());
        for (Membership membership : had) {
            if (granted.stream()
                    .noneMatch(grant ->
                            grant.role() == membership.role() && grant.teamId().equals(membership.teamId()))) {
                people.removeMembership(person.id(), membership.teamId(), membership.role());
                tell("role.takenBack", person.id(), membership.teamId(), membership.role());
            }
        }
        for (Grant grant : granted) {
            if (!person.has(grant.role(), grant.teamId())) {
                people.addMembership(person.id(), grant.teamId(), grant.role());
                tell("role.granted", person.id(), grant.teamId(), grant.role());
            }
        }
    }

    private void tell(String what, String personId, String teamId, Role role) {
        audit.record(
                Audit.ITSELF, what, "person", personId, teamId, Map.of("role", role.code(), "by", "identityProvider"));
    }

    private Person renamed(Person person, Told told) {
        String name = told.name() == null ? person.displayName() : cut(told.name());
        // a provider that tells no address takes none away: messages go there
        String email = address(told) == null ? person.email() : address(told);
        if (!name.equals(person.displayName()) || !Objects.equals(email, person.email())) {
            people.change(person, name, email);
            audit.record(Audit.ITSELF, "person.changed", "person", person.id(), null, Map.of("by", "identityProvider"));
        }
        return person;
    }

    private static @Nullable String address(Told told) {
        String email = told.email();
        return email == null || email.length() > LONGEST_ADDRESS ? null : email;
    }

    private Person added(Told told) {
        String id = newId(told);
        jdbc.sql("insert into person_identity (issuer, subject, person_id, created_at) values (?, ?, ?, ?)")
                .params(told.issuer(), told.subject(), id, LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
        audit.record(Audit.ITSELF, "person.added", "person", id, null, Map.of("by", "identityProvider"));
        return people.find(id).orElseThrow();
    }

    /** Nobody becomes somebody who is here already, or since a moment ago, by being called the same. */
    private String newId(Told told) {
        String wanted = Objects.requireNonNullElse(told.suggestedId(), told.subject())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._@+-]+", "-")
                .replaceAll("^[^a-z0-9]+", "");
        String id = wanted.isEmpty() ? "person" : wanted.substring(0, Math.min(wanted.length(), LONGEST_ID));
        return Stream.iterate(1, number -> number + 1)
                .map(number -> number == 1 ? id : id + "-" + number)
                .filter(free -> people.addNew(
                        free,
                        Person.Kind.PERSON,
                        cut(Objects.requireNonNullElse(told.name(), free)),
                        address(told),
                        null))
                .findFirst()
                .orElseThrow();
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
