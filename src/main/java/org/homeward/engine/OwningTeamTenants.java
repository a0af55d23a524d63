package org.homeward.engine;

import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.jspecify.annotations.Nullable;

/**
 * Every instance carries its owning team as tenant, so that the engine's own lists and counts stop at the wall. A
 * called process has its caller's; a root has what {@link ProcessStarts} was given.
 */
final class OwningTeamTenants implements TenantIdProvider {

    private final ThreadLocal<@Nullable String> starting = new ThreadLocal<>();

    <T> T during(String teamId, Supplier<T> start) {
        starting.set(teamId);
        try {
            return start.get();
        } finally {
            starting.remove();
        }
    }

    @Override
    public @Nullable String provideTenantIdForProcessInstance(TenantIdProviderProcessInstanceContext context) {
        return context.getSuperExecution() == null
                ? starting.get()
                : context.getSuperExecution().getTenantId();
    }

    @Override
    public @Nullable String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext context) {
        return null;
    }

    @Override
    public @Nullable String provideTenantIdForHistoricDecisionInstance(
            TenantIdProviderHistoricDecisionInstanceContext context) {
        return context.getExecution() == null ? null : context.getExecution().getTenantId();
    }
}
