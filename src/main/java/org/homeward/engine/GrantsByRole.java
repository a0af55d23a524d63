package org.homeward.engine;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database once whether somebody may, and not four times at each completion: groups are not compared with those
 * that have rows first, and rows of single tasks and processes, of which none is ever written
 * ({@link NoTaskAuthorizations}), are not deleted with them.
 */
final class GrantsByRole extends AuthorizationManager {

    private static final Set<Resource> NEVER_GRANTED = Set.of(
            Resources.TASK, Resources.HISTORIC_TASK, Resources.PROCESS_INSTANCE, Resources.HISTORIC_PROCESS_INSTANCE);

    @Override
    public List<String> filterAuthenticatedGroupIds(@Nullable List<String> groups) {
        return groups == null ? List.of() : groups;
    }

    @Override
    public void deleteAuthorizationsByResourceId(Resource resource, String id) {
        if (!NEVER_GRANTED.contains(resource)) {
            super.deleteAuthorizationsByResourceId(resource, id);
        }
    }

    /**
     * Who may work on a task: whoever may work on those of its process. The engine's own question goes through four rights,
     * on the task and on the process, in a statement too long to be kept prepared; nobody is granted the other three.
     */
    static final class Checker extends AuthorizationCommandChecker {

        @Override
        public void checkTaskWork(TaskEntity task) {
            getAuthorizationManager()
                    .checkAuthorization(
                            ProcessDefinitionPermissions.TASK_WORK,
                            Resources.PROCESS_DEFINITION,
                            task.getProcessDefinition().getKey());
        }
    }

    record Factory() implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return AuthorizationManager.class;
        }

        @Override
        public Session openSession() {
            return new GrantsByRole();
        }
    }
}
