package org.homeward.intake.web;

import java.util.List;
import java.util.UUID;
import org.homeward.intake.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Answers what goes wrong: passing trouble with 503 and when to come back, the rest with a code to find it by. */
@RestControllerAdvice(assignableTypes = DischargeController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class DischargeErrors {

    private static final Logger log = LoggerFactory.getLogger(DischargeErrors.class);
    private static final String COME_BACK_SECONDS = "30";

    @ExceptionHandler({Inbox.Full.class, DataAccessException.class, TransactionException.class})
    ResponseEntity<String> comeBack(RuntimeException trouble) {
        log.warn("A message could not be taken: {}", trouble.getClass().getSimpleName());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, COME_BACK_SECONDS)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.of(
                        "come-back",
                        "Nothing can be taken at the moment",
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Nothing was kept. Send the same message, with the same key, again later.",
                        null,
                        List.of()));
    }

    @ExceptionHandler
    ResponseEntity<String> noSuchId(MethodArgumentTypeMismatchException mismatch) {
        return DischargeController.problem(
                HttpStatus.NOT_FOUND,
                Problems.of(
                        "not-found",
                        "There is no such message",
                        HttpStatus.NOT_FOUND,
                        "Use the Location that was answered when it was reported.",
                        null,
                        List.of()));
    }

    @ExceptionHandler(RuntimeException.class)
    ResponseEntity<String> unexpected(RuntimeException fault) {
        String correlation = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        StackTraceElement[] frames = fault.getStackTrace();
        // not the exception's words: they may quote the patient
        log.error(
                "A message could not be taken [{}]: {} at {}",
                correlation,
                fault.getClass().getName(),
                frames.length == 0 ? "unknown" : frames[0]);
        return DischargeController.problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                Problems.of(
                        "fault",
                        "Something went wrong here",
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "Nothing was kept. Name this code when you ask about it: " + correlation,
                        null,
                        List.of()));
    }
}
