package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.homeward.calendar.BusinessClock;
import org.homeward.calendar.HolidayBase;
import org.homeward.calendar.TeamCalendars;
import org.homeward.engine.DueJobs;
import org.homeward.intake.InboxWorker;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sends discharges as a hospital does, to a team that is there on weekdays, and lets time pass. */
@TestConfiguration(proxyBeanMethods = false)
class Hospital {

    static final String PASSWORD = "only-for-tests-1";
    static final String TEAM = "transitions-north";
    static final ZoneId ZONE = ZoneId.of(Browser.EASTERN);

    private static final String FEED = "browser-feed";
    private static final Duration LONGEST = Duration.ofDays(45);

    @Bean
    Desk desk(
            People people,
            TeamCalendars calendars,
            InboxWorker inbox,
            Worklist worklist,
            Tasks tasks,
            Drafts drafts,
            DueJobs jobs,
            BusinessClock clock,
            RuntimeService runtime,
            JdbcClient jdbc,
            ObjectMapper json) {
        return new Desk(people, calendars, inbox, worklist, tasks, drafts, jobs, clock, runtime, jdbc, json);
    }

    record Desk(
            People people,
            TeamCalendars calendars,
            InboxWorker inbox,
            Worklist worklist,
            Tasks tasks,
            Drafts drafts,
            DueJobs jobs,
            BusinessClock clock,
            RuntimeService runtime,
            JdbcClient jdbc,
            ObjectMapper json) {

        /** One person for each role that works with patients, called by the role's code. */
        void staffed() {
            people.addOrganization("cascadia-health", "Cascadia Health");
            people.addTeam(new Team(TEAM, "cascadia-health", "Transitions North", ZONE));
            calendars.setBase(
                    TEAM,
                    HolidayBase.NONE,
                    Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                    false,
                    "tests run on any date");
            person("nurse", "Nadia Nurse, RN", Role.NURSE);
            person("second-nurse", "Sasha Second, RN", Role.NURSE);
            person("social-worker", "Soren Social, MSW", Role.SOCIAL_WORKER);
            person("pharmacist", "Phoebe Pharma, PharmD", Role.PHARMACIST);
            person("care-manager", "Carl Manager, RN", Role.CARE_MANAGER);
            person("team-lead", "Tara Lead, RN", Role.TEAM_LEAD);
            person("supervisor", "Sunny Super", Role.SUPERVISOR);
            person("on-call-clinician", "Dr. Dana Duty", Role.ON_CALL_CLINICIAN);
            if (people.find(FEED).isEmpty()) {
                people.addPerson(FEED, Person.Kind.SYSTEM, "Hospital feed", null, PASSWORD);
                people.addMembership(FEED, TEAM, Role.INTEGRATION);
            }
        }

        private void person(String id, String name, Role role) {
            if (people.find(id).isEmpty()) {
                people.addPerson(id, Person.Kind.PERSON, name, null, PASSWORD);
                people.addMembership(id, TEAM, role);
            }
        }

        /** Time moves on to the next such moment where the team is. */
        void itIs(DayOfWeek day, int hour) {
            ZonedDateTime now = clock.instant().atZone(ZONE);
            ZonedDateTime then = now.with(TemporalAdjusters.nextOrSame(day)).with(LocalTime.of(hour, 0));
            clock.advanceTo((then.isAfter(now) ? then : then.plusWeeks(1)).toInstant());
        }

        /** The day on the team's wall, and some days on. */
        LocalDate today() {
            return clock.instant().atZone(ZONE).toLocalDate();
        }

        /**
         * Puts time back, and lets what this test began rest: the next test moves time on for its own patients, and not
         * through weeks of everybody else's escalations.
         */
        void restsAt(Duration offset) {
            clock.shift(offset.minus(clock.offset()));
            ProcessInstanceQuery open = runtime.createProcessInstanceQuery().active();
            if (open.count() > 0) {
                runtime.updateProcessInstanceSuspensionState()
                        .byProcessInstanceQuery(open)
                        .suspend();
            }
        }

        /** Now, as a form's date-and-time field takes it. */
        String now() {
            return clock.instant()
                    .atZone(ZONE)
                    .toLocalDateTime()
                    .truncatedTo(ChronoUnit.MINUTES)
                    .toString();
        }

        /**
         * POSTs an example of {@code src/docs/examples} as the hospital's system does, as if the patient had left an
         * hour ago, with identifiers of its own.
         *
         * @return the episode
         */
        UUID discharges(int port, String example, String given, String family, Consumer<ObjectNode> changes) {
            String visit = "V-" + UUID.randomUUID().toString().substring(0, 13);
            ObjectNode body = example(example, clock.instant().minus(1, ChronoUnit.HOURS));
            ((ObjectNode) body.at("/patient/identifiers/0")).put("value", "MRN-" + visit);
            ((ObjectNode) body.at("/patient/name"))
                    .put("given", given)
                    .put("family", family)
                    .remove("preferred");
            ((ObjectNode) body.get("encounter")).put("visitNumber", visit).put("sourceFacility", "st-brendan");
            changes.accept(body);
            HttpResponse<String> answer =
                    Caller.system(port, FEED, PASSWORD).post("/api/v1/discharges", body.toString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            // the inbox has a thread of its own, which may have taken it already
            inbox.drain();
            return await().atMost(Duration.ofSeconds(60))
                    .until(() -> episodeOf(visit), Optional::isPresent)
                    .orElseThrow();
        }

        private Optional<UUID> episodeOf(String visit) {
            return jdbc.sql("select id from episode where visit_number = ?")
                    .param(visit)
                    .query(String.class)
                    .optional()
                    .map(UUID::fromString);
        }

        private ObjectNode example(String name, Instant dischargedAt) {
            try {
                ObjectNode body = (ObjectNode) json.readTree(
                        Path.of("src/docs/examples", name + ".json").toFile());
                Instant written = OffsetDateTime.parse(
                                body.at("/encounter/dischargedAt").asText())
                        .toInstant();
                move(body, Duration.between(written, dischargedAt.truncatedTo(ChronoUnit.MINUTES)));
                return body;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Moves every date and time by so much, birth dates excepted. */
        private static void move(JsonNode node, Duration by) {
            if (node instanceof ArrayNode array) {
                array.forEach(element -> move(element, by));
            } else if (node instanceof ObjectNode object) {
                for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
                    Map.Entry<String, JsonNode> field = fields.next();
                    String text = field.getValue().asText();
                    if (field.getKey().equals("birthDate")) {
                        continue;
                    }
                    if (text.matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
                        field.setValue(TextNode.valueOf(OffsetDateTime.parse(text)
                                .toInstant()
                                .plus(by)
                                .atZone(ZONE)
                                .toOffsetDateTime()
                                .toString()));
                    } else if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
                        field.setValue(TextNode.valueOf(
                                LocalDate.parse(text).plusDays(by.toDays()).toString()));
                    } else {
                        move(field.getValue(), by);
                    }
                }
            }
        }

        List<WorkItem> work(UUID episode) {
            return worklist.ofEpisode(episode);
        }

        /** Time moves on, every job at its own time, until this step waits for somebody. */
        WorkItem waitsFor(UUID episode, String form) {
            Instant end = clock.instant().plus(LONGEST);
            while (true) {
                for (WorkItem item : work(episode)) {
                    if (form.equals(item.form())) {
                        return item;
                    }
                }
                Instant next = jobs.nextDue()
                        .filter(due -> !due.isAfter(end))
                        .orElseThrow(() ->
                                new AssertionError("Nobody will be asked for " + form + ", but for " + work(episode)));
                jobs.runUntil(next, clock::advanceTo);
            }
        }

        /** Somebody else has done this step, in no browser. */
        void done(UUID episode, String form, String person, Map<String, Object> data) {
            WorkItem task = waitsFor(episode, form);
            Person who = people.find(person).orElseThrow();
            tasks.claim(task.taskId(), who);
            drafts.save(task.taskId(), person, 0, data);
            tasks.complete(task.taskId(), who);
        }

        /** What was submitted with a task, as it is kept for the record. */
        JsonNode submitted(String taskId) {
            String data = jdbc.sql("select data from form_submission where task_id = ?")
                    .param(taskId)
                    .query(String.class)
                    .single();
            try {
                return json.readTree(data);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
