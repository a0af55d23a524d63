package org.homeward.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.homeward.security.Role;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What each role may do in the engine: a fixed handful of rows, whatever the number of tasks. */
@Component
@Order(2)
class Grants implements SmartInitializingSingleton {

    private final AuthorizationService authorizations;

    Grants(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Arrays.stream(Role.values())
                .filter(Role::worksWithPatients)
                .map(Role::code)
                .forEach(role -> {
                    grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
                    grant(role, Resources.FILTER, "*", Permissions.READ);
                    // the wall between teams is the tenant; within it a role reads tasks and works those it holds
                    grant(
                            role,
                            Resources.PROCESS_DEFINITION,
                            "*",
                            ProcessDefinitionPermissions.READ,
                            ProcessDefinitionPermissions.READ_TASK,
                            ProcessDefinitionPermissions.TASK_WORK);
                });
        grant(Role.PROCESS_OWNER.code(), Resources.DEPLOYMENT, "*", Permissions.CREATE, Permissions.READ);
        grant(Role.PROCESS_OWNER.code(), Resources.PROCESS_DEFINITION, "*", Permissions.READ);
    }

    private void grant(String group, Resource resource, String id, Permission... permissions) {
        boolean there = authorizations
                        .createAuthorizationQuery()
                        .groupIdIn(group)
                        .resourceType(resource)
                        .resourceId(id)
                        .count()
                > 0;
        if (there) {
            return;
        }
        Authorization authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        authorization.setGroupId(group);
        authorization.setResource(resource);
        authorization.setResourceId(id);
        List<Permission> list = new ArrayList<>(Arrays.asList(permissions));
        list.forEach(authorization::addPermission);
        authorizations.saveAuthorization(authorization);
    }
}
