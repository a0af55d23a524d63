package org.homeward.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.intake.Delivery;
import org.homeward.intake.FieldProblem;
import org.homeward.intake.Inbox;
import org.homeward.intake.InboxWorker;
import org.homeward.intake.Receipt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A handful of made-up discharges in different states, sent through the same inbox that a hospital uses: the example
 * requests, with their times moved to these days.
 */
@Component
@Profile("demo")
class DemoDischarges {

    private static final Logger log = LoggerFactory.getLogger(DemoDischarges.class);
    private static final String SENDER = "st-brendan-adt";
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*");

    /**
     * One discharge of the demo.
     *
     * @param hoursAgo when the patient left, before the first start of the demo
     * @param fact an example of what happened afterwards, or null
     */
    private record Story(
            String example,
            String visit,
            int hoursAgo,
            @Nullable String fact) {}

    private static final List<Story> STORIES = List.of(
            new Story("discharge-heart-failure", "D-1001", 20, null),
            new Story("discharge-spanish-speaking", "D-1002", 4, null),
            new Story("discharge", "D-1003", 76, null),
            new Story("discharge-unknown-disposition", "D-1004", 6, null),
            new Story("discharge-against-advice", "D-1005", 3, null),
            new Story("discharge-expired", "D-1006", 30, null));

    private final Inbox inbox;
    private final InboxWorker worker;
    private final ObjectMapper json;
    private final Clock clock;
    private final JdbcClient jdbc;

    DemoDischarges(Inbox inbox, InboxWorker worker, ObjectMapper json, Clock clock, JdbcClient jdbc) {
        this.inbox = inbox;
        this.worker = worker;
        this.json = json;
        this.clock = clock;
        this.jdbc = jdbc;
    }

    @EventListener
    @Order(0)
    void ready(ApplicationReadyEvent started) {
        Integer there = jdbc.sql("select count(*) from inbox_message")
                .query(Integer.class)
                .single();
        if (there > 0) {
            return;
        }
        for (Story story : STORIES) {
            Receipt receipt = send("rest-discharge", null, discharge(story), story.visit());
            if (receipt.outcome() != Receipt.Outcome.ACCEPTED) {
                throw new IllegalStateException("The demo's " + story.example() + " was refused: "
                        + receipt.answer().body());
            }
        }
        worker.drain();
        log.info("{} synthetic discharges came in", STORIES.size());
    }

    private Receipt send(String kind, @Nullable UUID about, JsonNode body, String key) {
        try {
            return inbox.receive(
                    new Delivery(SENDER, kind, about, "application/json", json.writeValueAsBytes(body), "demo-" + key),
                    new PlainAnswers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode discharge(Story story) {
        ObjectNode body;
        try {
            body = (ObjectNode)
                    json.readTree(new ClassPathResource("examples/" + story.example() + ".json").getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectNode encounter = (ObjectNode) body.get("encounter");
        Instant left =
                OffsetDateTime.parse(encounter.get("dischargedAt").asText()).toInstant();
        Instant wanted =
                clock.instant().minus(story.hoursAgo(), ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
        move(body, Duration.between(left, wanted));
        encounter.put("sourceFacility", "st-brendan");
        encounter.put("visitNumber", story.visit());
        return body;
    }

    /** Moves every date and time by so much; a birth date stays. */
    private static void move(JsonNode node, Duration by) {
        if (node instanceof ObjectNode object) {
            Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (field.getValue().isTextual() && !field.getKey().equals("birthDate")) {
                    field.setValue(TextNode.valueOf(moved(field.getValue().asText(), by)));
                } else {
                    move(field.getValue(), by);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> move(element, by));
        }
    }

    private static String moved(String text, Duration by) {
        if (DATE_TIME.matcher(text).matches()) {
            return OffsetDateTime.parse(text)
                    .toInstant()
                    .plus(by)
                    .atZone(ZONE)
                    .toOffsetDateTime()
                    .toString();
        }
        return DATE.matcher(text).matches()
                ? LocalDate.parse(text).plusDays(by.toDays()).toString()
                : text;
    }

    private static final class PlainAnswers implements Receipt.Answers {

        @Override
        public Receipt.Answer accepted(UUID id, Instant receivedAt) {
            return new Receipt.Answer(202, id.toString());
        }

        @Override
        public Receipt.Answer refused(UUID id, List<FieldProblem> problems, boolean malformed) {
            return new Receipt.Answer(422, problems.toString());
        }

        @Override
        public Receipt.Answer conflict(UUID id) {
            return new Receipt.Answer(409, id.toString());
        }
    }
}
