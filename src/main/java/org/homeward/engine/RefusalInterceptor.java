package org.homeward.engine;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * A listener's exception comes out wrapped (ENGINE-03051, 500), as does one from within a query; a refusal inside it
 * is let out as what it is.
 */
final class RefusalInterceptor extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (RuntimeException thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof Refused refused) {
                    throw refused;
                }
                if (cause instanceof BadUserRequestException badRequest) {
                    throw badRequest;
                }
            }
            throw thrown;
        }
    }
}
