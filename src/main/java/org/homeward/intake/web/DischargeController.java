package org.homeward.intake.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.episode.DispositionDecision;
import org.homeward.episode.DispositionDecisions;
import org.homeward.intake.Delivery;
import org.homeward.intake.FieldProblem;
import org.homeward.intake.Inbox;
import org.homeward.intake.InboxMessage.State;
import org.homeward.intake.IntakeProperties;
import org.homeward.intake.MessageStatus;
import org.homeward.intake.Receipt;
import org.homeward.intake.Receipt.Answer;
import org.homeward.intake.Receipt.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes discharges and what happens to them afterwards from the systems of a hospital. */
@RestController
@RequestMapping("/api/v1/discharges")
@Tag(name = "Discharges", description = "Report a discharge, correct it, and see what became of it")
class DischargeController {

    static final String PATH = "/api/v1/discharges";
    static final String DISCHARGE = "rest-discharge";
    static final String FACT = "rest-fact";

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,4})");
    private static final int LONGEST_WAIT_SECONDS = 10;
    private static final String KEY = "Idempotency-Key";
    private static final int LONGEST_KEY = 200;

    private final Inbox inbox;
    private final DispositionDecisions decisions;

    // a thread that waits serves nobody else: past these, callers are told "received" at once
    private final Semaphore waiting = new Semaphore(20);

    DischargeController(Inbox inbox, DispositionDecisions decisions) {
        this.inbox = inbox;
        this.decisions = decisions;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "reportDischarge", summary = "Report a discharge", description = """
                    Stored and committed before it is answered. The same Idempotency-Key with the same body gets the \
                    first answer again; with another body it is refused and kept for a person to look at. Without a \
                    key, equal bodies are one discharge. A discharge of a visit that was reported before replaces \
                    what was said of it, if it was recorded later.""")
    ResponseEntity<String> report(
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) Principal client,
            @Parameter(description = "The sender's own key for this message, at most 200 characters")
                    @RequestHeader(value = KEY, required = false)
                    @Nullable
                    String key,
            @Parameter(description = "wait=5 waits up to 5 seconds for the discharge to be applied (201 then)")
                    @RequestHeader(value = "Prefer", required = false)
                    @Nullable
                    String prefer)
            throws IOException {
        return take(request, client, DISCHARGE, null, key, prefer);
    }

    @PostMapping(path = "/{id}/facts", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "reportFact", summary = "Report what happened after a discharge", description = """
                    Cancelled, changed, readmitted, an admission cancelled, died, a service refused, transferred. \
                    Facts count in the order in which they occurred, however they arrive.""")
    ResponseEntity<String> report(
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) Principal client,
            @Parameter(description = "The discharge, as its Location named it") @PathVariable UUID id,
            @Parameter(description = "The sender's own key for this message, at most 200 characters")
                    @RequestHeader(value = KEY, required = false)
                    @Nullable
                    String key,
            @Parameter(description = "wait=5 waits up to 5 seconds for the fact to be applied (201 then)")
                    @RequestHeader(value = "Prefer", required = false)
                    @Nullable
                    String prefer)
            throws IOException {
        Optional<MessageStatus> discharge = find(id, DISCHARGE, client);
        if (discharge.isEmpty()) {
            return noSuch();
        }
        if (discharge.get().state() == State.REFUSED) {
            return problem(
                    HttpStatus.CONFLICT,
                    Problems.of(
                            "discharge-refused",
                            "The discharge was refused",
                            HttpStatus.CONFLICT,
                            "Nothing can be added to a discharge that was refused: report it again, mended, first.",
                            self(id, null),
                            List.of()));
        }
        return take(request, client, FACT, id, key, prefer);
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "dischargeStatus",
            summary = "See what became of a discharge",
            description = "received, applied (with the episode, if one was started), quarantined or refused, and why")
    ResponseEntity<String> status(@Parameter(hidden = true) Principal client, @PathVariable UUID id) {
        return find(id, DISCHARGE, client)
                .map(status -> json(HttpStatus.OK, body(status)))
                .orElseGet(DischargeController::noSuch);
    }

    @GetMapping("/{id}/facts/{factId}")
    @Operation(operationId = "factStatus", summary = "See what became of a fact")
    ResponseEntity<String> status(
            @Parameter(hidden = true) Principal client, @PathVariable UUID id, @PathVariable UUID factId) {
        return find(factId, FACT, client)
                .filter(status -> id.equals(status.about()))
                .map(status -> json(HttpStatus.OK, body(status)))
                .orElseGet(DischargeController::noSuch);
    }

    private ResponseEntity<String> take(
            HttpServletRequest request,
            Principal client,
            String kind,
            @Nullable UUID about,
            @Nullable String key,
            @Nullable String prefer)
            throws IOException {
        if (Collections.list(request.getHeaders(KEY)).size() > 1) {
            // joined, as they would be, they are a key that no other try of the sender has
            return problem(
                    HttpStatus.BAD_REQUEST,
                    Problems.of(
                            "idempotency-key",
                            "There is more than one Idempotency-Key",
                            HttpStatus.BAD_REQUEST,
                            "Send the header once; nothing was kept.",
                            null,
                            List.of()));
        }
        String unreadable = unreadable(request);
        if (unreadable != null) {
            return problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    Problems.of(
                            "unsupported-media-type",
                            "The message is encoded in a way that is not read here",
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            unreadable,
                            null,
                            List.of()));
        }
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY || !key.matches("[\\x20-\\x7E]+"))) {
            return problem(
                    HttpStatus.BAD_REQUEST,
                    Problems.of(
                            "idempotency-key",
                            "The Idempotency-Key cannot be used",
                            HttpStatus.BAD_REQUEST,
                            "Send from 1 to " + LONGEST_KEY + " printable ASCII characters, or leave the header out.",
                            null,
                            List.of()));
        }
        byte[] raw = request.getContentLengthLong() > IntakeProperties.LARGEST_BODY
                ? null
                : request.getInputStream().readNBytes(IntakeProperties.LARGEST_BODY + 1);
        if (raw == null || raw.length > IntakeProperties.LARGEST_BODY) {
            return problem(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    Problems.of(
                            "too-large",
                            "The message is too large",
                            HttpStatus.PAYLOAD_TOO_LARGE,
                            "At most 10 MB are read; nothing was kept.",
                            null,
                            List.of()));
        }
        Receipt receipt = inbox.receive(
                new Delivery(client.getName(), kind, about, MediaType.APPLICATION_JSON_VALUE, raw, key),
                new RestAnswers(about));
        if (receipt.outcome() == Outcome.ACCEPTED && prefer != null) {
            MessageStatus applied = waitUntilApplied(receipt.id(), prefer);
            if (applied != null) {
                Answer better = new Answer(HttpStatus.CREATED.value(), Problems.json(body(applied)));
                inbox.answered(receipt.id(), better);
                return answer(receipt.id(), about, better);
            }
        }
        return answer(receipt.id(), about, receipt.answer());
    }

    /** What to send instead; null when the body is as it is read here. */
    private static @Nullable String unreadable(HttpServletRequest request) {
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            return "Send the body as it is, without Content-Encoding; nothing was kept.";
        }
        Charset charset = MediaType.parseMediaType(request.getContentType()).getCharset();
        return charset == null || charset.equals(StandardCharsets.UTF_8)
                ? null
                : "Send the body in UTF-8, and as its charset in Content-Type none or utf-8; nothing was kept.";
    }

    private @Nullable MessageStatus waitUntilApplied(UUID id, String prefer) {
        Matcher wait = WAIT.matcher(prefer.toLowerCase(Locale.ROOT));
        if (!wait.find() || !waiting.tryAcquire()) {
            return null;
        }
        try {
            long until = System.nanoTime()
                    + TimeUnit.SECONDS.toNanos(Math.min(LONGEST_WAIT_SECONDS, Integer.parseInt(wait.group(1))));
            do {
                MessageStatus status = inbox.status(id).orElseThrow();
                if (status.state() == State.APPLIED || status.state() == State.DUPLICATE) {
                    return status;
                }
                if (status.state() != State.RECEIVED) {
                    return null;
                }
                TimeUnit.MILLISECONDS.sleep(25);
            } while (System.nanoTime() < until);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            waiting.release();
        }
    }

    /** Another client's message is not there. */
    private Optional<MessageStatus> find(UUID id, String kind, Principal client) {
        return inbox.status(id)
                .filter(status -> status.kind().equals(kind) && status.client().equals(client.getName()));
    }

    private Map<String, Object> body(MessageStatus status) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", status.id().toString());
        body.put(
                "status",
                status.state() == State.DUPLICATE
                        ? "applied"
                        : status.state().name().toLowerCase(Locale.ROOT));
        body.put("receivedAt", status.receivedAt().toString());
        if (status.appliedAt() != null) {
            body.put("appliedAt", status.appliedAt().toString());
        }
        DispositionDecision decided = decided(status);
        UUID episodeId = decided != null && decided.episodeId() != null ? decided.episodeId() : status.episodeId();
        if (episodeId != null) {
            body.put("episodeId", episodeId.toString());
        }
        if (decided != null) {
            body.put(
                    "decision",
                    Map.of(
                            "value",
                            decided.verdict().decision().name().toLowerCase(Locale.ROOT),
                            "reason",
                            decided.verdict().reason()));
        }
        if (status.state() == State.QUARANTINED) {
            body.put("reason", Objects.requireNonNullElse(status.reason(), "could-not-be-applied"));
            if (status.correlationId() != null) {
                body.put("correlationId", status.correlationId());
            }
        }
        if (status.state() == State.REFUSED) {
            Object errors = Problems.errorsIn(status.answer().body());
            if (errors != null) {
                body.put("errors", errors);
            }
        }
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", self(status.about() == null ? status.id() : status.about(), fact(status)));
        if (episodeId != null) {
            links.put("episode", "/api/v1/episodes/" + episodeId);
        }
        body.put("links", links);
        return body;
    }

    /** What holds now: a correction may have started an episode that the discharge itself did not. */
    private @Nullable DispositionDecision decided(MessageStatus status) {
        return status.about() == null && (status.state() == State.APPLIED || status.state() == State.DUPLICATE)
                ? inbox.visitOf(status.id()).flatMap(decisions::inForce).orElse(null)
                : null;
    }

    private static @Nullable UUID fact(MessageStatus status) {
        return status.about() == null ? null : status.id();
    }

    private static String self(UUID discharge, @Nullable UUID fact) {
        return PATH + "/" + discharge + (fact == null ? "" : "/facts/" + fact);
    }

    private static ResponseEntity<String> answer(UUID id, @Nullable UUID about, Answer answer) {
        HttpStatus status = HttpStatus.valueOf(answer.status());
        URI location = URI.create(self(about == null ? id : about, about == null ? null : id));
        return ResponseEntity.status(status)
                .contentType(status.isError() ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON)
                .location(location)
                .body(answer.body());
    }

    private static ResponseEntity<String> json(HttpStatus status, Map<String, Object> body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(Problems.json(body));
    }

    static ResponseEntity<String> problem(HttpStatus status, String problem) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ResponseEntity<String> noSuch() {
        return problem(
                HttpStatus.NOT_FOUND,
                Problems.of(
                        "not-found",
                        "There is no such message",
                        HttpStatus.NOT_FOUND,
                        "Use the Location that was answered when it was reported.",
                        null,
                        List.of()));
    }

    /** Words what is stored together with the message, so that a repeat gets the same. */
    private record RestAnswers(@Nullable UUID about) implements Receipt.Answers {

        @Override
        public Answer accepted(UUID id, Instant receivedAt) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("id", id.toString());
            body.put("status", "received");
            body.put("receivedAt", receivedAt.toString());
            body.put("links", Map.of("self", where(id)));
            return new Answer(HttpStatus.ACCEPTED.value(), Problems.json(body));
        }

        @Override
        public Answer refused(UUID id, List<FieldProblem> problems, boolean malformed) {
            HttpStatus status = malformed ? HttpStatus.BAD_REQUEST : HttpStatus.UNPROCESSABLE_ENTITY;
            return new Answer(
                    status.value(),
                    malformed
                            ? Problems.of(
                                    "malformed",
                                    "The message cannot be read",
                                    status,
                                    "Nothing was started. The message is kept as refused.",
                                    where(id),
                                    problems)
                            : Problems.of(
                                    "invalid-fields",
                                    "Some fields cannot be taken",
                                    status,
                                    "Nothing was started. Mend the fields and send the message again, with a new"
                                            + " Idempotency-Key. The message is kept as refused.",
                                    where(id),
                                    problems));
        }

        @Override
        public Answer conflict(UUID id) {
            HttpStatus status = HttpStatus.UNPROCESSABLE_ENTITY;
            return new Answer(
                    status.value(),
                    Problems.of(
                            "control-id-conflict",
                            "The Idempotency-Key was used for another message",
                            status,
                            "Nothing was applied. The message is in quarantine, where a person decides; send new"
                                    + " messages with new keys.",
                            where(id),
                            List.of()));
        }

        private String where(UUID id) {
            return about == null ? self(id, null) : self(about, id);
        }
    }
}
