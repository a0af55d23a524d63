package org.homeward.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.TenantQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TenantEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;

/**
 * Our people as the engine's users. A group is a role or a role within a team; a tenant is a team. Queries answer for
 * one named user, group or tenant: lists of all people are not the engine's to give.
 */
final class PeopleIdentityProvider implements ReadOnlyIdentityProvider {

    private final People people;
    private final SignedIn signedIn;

    private PeopleIdentityProvider(People people, SignedIn signedIn) {
        this.people = people;
        this.signedIn = signedIn;
    }

    @Override
    public @Nullable User findUserById(String userId) {
        return people.find(userId)
                .filter(Person::active)
                .filter(this::isOfTheAskersOrganization)
                .map(PeopleIdentityProvider::user)
                .orElse(null);
    }

    /** Nobody looks up another health system's people; the engine itself, which nobody asks, may. */
    private boolean isOfTheAskersOrganization(Person person) {
        return signedIn.current()
                .map(asker -> asker.id().equals(person.id())
                        || !Collections.disjoint(asker.organizations(), person.organizations()))
                .orElse(true);
    }

    @Override
    public boolean checkPassword(String userId, String password) {
        return people.passwordMatches(userId, password);
    }

    @Override
    public @Nullable Group findGroupById(String groupId) {
        return group(groupId);
    }

    @Override
    public @Nullable Tenant findTenantById(String tenantId) {
        return people.team(tenantId).map(team -> tenant(team.id())).orElse(null);
    }

    @Override
    public UserQuery createUserQuery() {
        return new Users();
    }

    @Override
    public UserQuery createUserQuery(CommandContext commandContext) {
        return new Users();
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new NotAllowed("People are not queried through the engine");
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new Groups();
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext commandContext) {
        return new Groups();
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new Tenants();
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext commandContext) {
        return new Tenants();
    }

    @Override
    public void flush() {
        // nothing is kept
    }

    @Override
    public void close() {
        // nothing is open
    }

    private static User user(Person person) {
        UserEntity user = new UserEntity(person.id());
        user.setFirstName(person.displayName());
        user.setLastName("");
        user.setEmail(person.email());
        return user;
    }

    private static Group group(String id) {
        GroupEntity group = new GroupEntity(id);
        group.setName(id);
        group.setType("WORKFLOW");
        return group;
    }

    private static Tenant tenant(String id) {
        TenantEntity tenant = new TenantEntity(id);
        tenant.setName(id);
        return tenant;
    }

    private static <T> List<T> page(List<T> all, @Nullable Page page) {
        if (page == null) {
            return all;
        }
        int from = Math.min(page.getFirstResult(), all.size());
        int to = (int) Math.min((long) from + page.getMaxResults(), all.size());
        return all.subList(from, to);
    }

    private final class Users extends UserQueryImpl {

        private List<User> matching() {
            List<String> ids = new ArrayList<>();
            if (getId() != null) {
                ids.add(getId());
            }
            if (getIds() != null) {
                ids.addAll(List.of(getIds()));
            }
            List<User> found = new ArrayList<>();
            for (String id : ids) {
                User user = findUserById(id);
                if (user != null) {
                    found.add(user);
                }
            }
            return found;
        }

        @Override
        public long executeCount(CommandContext context) {
            return matching().size();
        }

        @Override
        public List<User> executeList(CommandContext context, @Nullable Page page) {
            return page(matching(), page);
        }
    }

    private final class Groups extends GroupQueryImpl {

        private List<Group> matching() {
            List<Group> found = new ArrayList<>();
            if (getUserId() != null) {
                Set<String> groups = people.find(getUserId())
                        .filter(Person::active)
                        .map(Person::groups)
                        .orElse(Set.of());
                for (String group : groups) {
                    if (getId() == null || getId().equals(group)) {
                        found.add(group(group));
                    }
                }
            } else if (getId() != null) {
                found.add(group(getId()));
            } else if (getIds() != null) {
                for (String id : getIds()) {
                    found.add(group(id));
                }
            }
            return found;
        }

        @Override
        public long executeCount(CommandContext context) {
            return matching().size();
        }

        @Override
        public List<Group> executeList(CommandContext context, @Nullable Page page) {
            return page(matching(), page);
        }
    }

    private final class Tenants extends TenantQueryImpl {

        private List<Tenant> matching() {
            List<Tenant> found = new ArrayList<>();
            if (getUserId() != null) {
                for (String team : people.find(getUserId())
                        .filter(Person::active)
                        .map(Person::careTeams)
                        .orElse(Set.of())) {
                    found.add(tenant(team));
                }
            } else if (getId() != null) {
                Tenant tenant = findTenantById(getId());
                if (tenant != null) {
                    found.add(tenant);
                }
            }
            return found;
        }

        @Override
        public long executeCount(CommandContext context) {
            return matching().size();
        }

        @Override
        public List<Tenant> executeList(CommandContext context, @Nullable Page page) {
            return page(matching(), page);
        }
    }

    record Factory(People people, SignedIn signedIn) implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return ReadOnlyIdentityProvider.class;
        }

        @Override
        public Session openSession() {
            return new PeopleIdentityProvider(people, signedIn);
        }
    }
}
