package org.homeward.engine;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A listener's exception comes out wrapped (ENGINE-03051, 500), as does one from within a query; a refusal inside it
 * is let out as what it is, and the request knows that its answer is in words of ours.
 */
final class RefusalInterceptor extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (RuntimeException thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof TaskAlreadyClaimedException) {
                    throw inOurWords(new Refused(Refused.Kind.CONFLICT, "Somebody else has just taken this task."));
                }
                if (cause instanceof Refused refused) {
                    throw inOurWords(refused);
                }
                if (cause instanceof NotAllowed refused) {
                    throw inOurWords(refused);
                }
                if (cause instanceof SAXException unreadable) {
                    throw inOurWords(new NotAllowed("A file is no model that can be read" + place(unreadable)
                            + "; use one that the Modeler has saved."));
                }
                if (cause instanceof BadUserRequestException badRequest) {
                    throw badRequest;
                }
            }
            throw thrown;
        }
    }

    private static String place(SAXException unreadable) {
        return unreadable instanceof SAXParseException at && at.getLineNumber() > 0
                ? " (line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ")"
                : "";
    }

    private static <E extends RuntimeException> E inOurWords(E refusal) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(Refused.IN_OUR_WORDS, refusal, RequestAttributes.SCOPE_REQUEST);
        }
        return refusal;
    }
}
