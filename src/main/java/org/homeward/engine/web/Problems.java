package org.homeward.engine.web;

import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.engine.Faults;
import org.homeward.engine.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Refusals and faults as RFC 9457 problems. A fault says a reference and nothing else. */
@RestControllerAdvice(annotations = RestController.class)
@Order(100)
class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail refused(Refused refused) {
        HttpStatus status =
                switch (refused.kind()) {
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case INVALID -> HttpStatus.UNPROCESSABLE_ENTITY;
                    case FORBIDDEN -> HttpStatus.FORBIDDEN;
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                };
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                refused.fields().isEmpty()
                        ? refused.getMessage()
                        : refused.fields().stream()
                                .map(Refused.Field::message)
                                .distinct()
                                .collect(Collectors.joining(" ")));
        if (!refused.fields().isEmpty()) {
            problem.setProperty("errors", refused.fields());
        }
        return problem;
    }

    @ExceptionHandler
    ProblemDetail fault(RuntimeException fault) throws RuntimeException {
        if (fault instanceof org.springframework.web.ErrorResponse
                || fault instanceof org.springframework.security.access.AccessDeniedException
                || fault instanceof org.springframework.http.converter.HttpMessageConversionException) {
            throw fault;
        }
        if (Faults.raced(fault)) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, Faults.FASTER);
        }
        String reference = UUID.randomUUID().toString();
        // the class and the place; never the message, which may be about a patient
        log.error("Fault {}: {}", reference, Faults.describe(fault));
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong and nothing was changed. Try again, or give support this reference: "
                        + reference);
    }
}
