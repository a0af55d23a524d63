package org.homeward.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.PersistenceSession;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/** Refuses at flush every variable that its process has not declared, or that holds a value it may not hold. */
final class GuardedEntityManager extends DbEntityManager {

    private final Map<String, ProcessVariables> declared;

    private GuardedEntityManager(IdGenerator ids, PersistenceSession session, Map<String, ProcessVariables> declared) {
        super(ids, session);
        this.declared = declared;
    }

    @Override
    public void flush() {
        TreeSet<String> undeclared = new TreeSet<>();
        List<VariableInstanceEntity> variables = getDbEntityCache().getEntitiesByType(VariableInstanceEntity.class);
        for (VariableInstanceEntity variable : variables) {
            if (!isDeleted(variable) && !getDbEntityCache().isDeleted(variable) && !allowed(variable)) {
                undeclared.add(variable.getName());
            }
        }
        if (!undeclared.isEmpty()) {
            // names only: a value may be about a patient
            throw new NotAllowed("undeclared variables: " + undeclared);
        }
        super.flush();
    }

    private boolean allowed(VariableInstanceEntity variable) {
        if (variable.getTaskId() != null || variable.getProcessDefinitionId() == null) {
            return false;
        }
        ProcessVariables process = declared.get(Context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(variable.getProcessDefinitionId())
                .getKey());
        if (process == null || !process.names().contains(variable.getName())) {
            return false;
        }
        // only plain types have a value without deserialising; the others are refused by their type
        return switch (variable.getTypeName()) {
            case "string", "integer", "long", "boolean", "null" ->
                process.allows(variable.getName(), variable.getTypedValue(false).getValue());
            default -> false;
        };
    }

    record Factory(IdGenerator ids, Map<String, ProcessVariables> declared) implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return DbEntityManager.class;
        }

        @Override
        public Session openSession() {
            return new GuardedEntityManager(
                    ids, Context.getCommandContext().getSession(PersistenceSession.class), declared);
        }
    }
}
