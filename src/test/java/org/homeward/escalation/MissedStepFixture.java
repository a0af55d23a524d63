package org.homeward.escalation;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.homeward.calendar.BusinessCalendar;
import org.homeward.calendar.BusinessClock;
import org.homeward.calendar.ClockSubject;
import org.homeward.calendar.ClockSubjects;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.DeadlineTerms;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.Rosters;
import org.homeward.calendar.RuleTerms;
import org.homeward.engine.ProcessStarts;
import org.homeward.engine.ProcessVariables;
import org.homeward.engine.WalkingSkeleton;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkContexts;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A team of four, a patient to be called within an hour, and the words to tell what happens then. */
@TestConfiguration(proxyBeanMethods = false)
public class MissedStepFixture {

    public static final String TEAM = "transitions-north";
    public static final String NURSE = "ladder-nurse";
    public static final String LEAD = "ladder-lead";
    public static final String SUPERVISOR = "ladder-supervisor";
    public static final String CLINICIAN = "ladder-clinician";

    /** The class of the steps whose subject it is. */
    private static final Map<UUID, RuleTerms.StepClass> CLASSES = new ConcurrentHashMap<>();

    @Bean
    ProcessVariables missedStepVariables() {
        return ProcessVariables.of("missed-step").word("answer", "YES", "NO");
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ClockSubjects missedSteps() {
        return subject -> new ClockSubject(
                subject,
                subject,
                TEAM,
                ZoneId.of("America/Los_Angeles"),
                CLASSES.getOrDefault(subject, RuleTerms.StepClass.CLINICAL).name(),
                Map.of());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WorkContexts missedStepContexts() {
        return (subject, role, instance) -> new WorkContexts.WorkContext(
                subject, WalkingSkeleton.PATIENT, "cascadia-health", TEAM, role, "HIGH", null);
    }

    /** The fixture's tier is the class of the step, so that one rule serves all three. */
    @Bean
    @Primary
    DeadlineTerms missedStepTerms() {
        return (rule, tier, asOf) -> switch (rule) {
            case "outreach-call" ->
                RuleTerms.duty(rule, RuleTerms.NOW, 60, RuleTerms.Unit.MINUTES, "the test")
                        .withRoom(Duration.ZERO)
                        .withStepClass(RuleTerms.StepClass.valueOf(tier == null ? "CLINICAL" : tier));
            case "escalation-acknowledge" ->
                RuleTerms.duty(rule, RuleTerms.NOW, 30, RuleTerms.Unit.MINUTES, "the test");
            case "escalation-resolve" -> RuleTerms.duty(rule, RuleTerms.NOW, 4, RuleTerms.Unit.HOURS, "the test");
            default -> throw new IllegalArgumentException(rule);
        };
    }

    @Bean
    Story story(
            ProcessStarts starts,
            ManagementService jobs,
            TaskService engineTasks,
            Tasks tasks,
            Drafts drafts,
            Deadlines deadlines,
            EscalationRows rows,
            People people,
            Rosters rosters,
            BusinessClock clock,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        return new Story(
                starts, jobs, engineTasks, tasks, drafts, deadlines, rows, people, rosters, clock, jdbc, transaction);
    }

    @Bean
    LadderStory ladderStory(Story story) {
        return new LadderStory(story);
    }

    /** What tests do, in the words of the ward. */
    record Story(
            ProcessStarts starts,
            ManagementService jobs,
            TaskService engineTasks,
            Tasks tasks,
            Drafts drafts,
            Deadlines deadlines,
            EscalationRows rows,
            People people,
            Rosters rosters,
            BusinessClock clock,
            JdbcClient jdbc,
            TransactionTemplate transaction) {

        /** A step whose clock began just now. */
        record Step(UUID subject, String instance, String task, UUID deadline) {}

        void team() {
            people.addOrganization("cascadia-health", "Cascadia Health");
            people.addTeam(new Team(TEAM, "cascadia-health", "North", ZoneId.of("America/Los_Angeles")));
            person(NURSE, Role.NURSE);
            person(LEAD, Role.TEAM_LEAD);
            person(SUPERVISOR, Role.SUPERVISOR);
            person(CLINICIAN, Role.ON_CALL_CLINICIAN);
        }

        void person(String id, Role role) {
            people.addPerson(id, Person.Kind.PERSON, "Name of " + id, id + "@homeward.example", null);
            people.addMembership(id, TEAM, role);
        }

        void comesBack(String id) {
            person(id, Role.ON_CALL_CLINICIAN);
            transaction.executeWithoutResult(status -> jdbc.sql("update person set active = true where id = ?")
                    .param(id)
                    .update());
        }

        void loses(String id, Role role) {
            transaction.executeWithoutResult(
                    status -> jdbc.sql("delete from membership where person_id = ? and team_id = ? and role = ?")
                            .params(id, TEAM, role.code())
                            .update());
        }

        Person who(String id) {
            return people.find(id).orElseThrow();
        }

        /** Time moves on to a moment of the coming week: {@code 1} Monday to {@code 7} Sunday, in the team's zone. */
        void itIs(int dayOfWeek, int hour, int minute) {
            var local = clock.instant().atZone(ZoneId.of("America/Los_Angeles"));
            var then = local.plusDays(1);
            while (then.getDayOfWeek().getValue() != dayOfWeek || nearAHoliday(then.toLocalDate())) {
                then = then.plusDays(1);
            }
            clock.advanceTo(then.withHour(hour)
                    .withMinute(minute)
                    .withSecond(0)
                    .withNano(0)
                    .toInstant());
            engineFollows();
        }

        private static boolean nearAHoliday(LocalDate day) {
            return day.datesUntil(day.plusDays(5))
                    .anyMatch(
                            each -> BusinessCalendar.usFederal().holidayOn(each).isPresent());
        }

        void after(Duration time) {
            clock.shift(time);
            engineFollows();
        }

        private void engineFollows() {
            ClockUtil.setCurrentTime(Date.from(clock.instant()));
        }

        Step step(RuleTerms.StepClass stepClass) {
            UUID subject = UuidCreator.getTimeOrderedEpoch();
            CLASSES.put(subject, stepClass);
            String instance = starts.start("missed-step", subject, TEAM);
            String task = engineTasks
                    .createTaskQuery()
                    .processInstanceId(instance)
                    .singleResult()
                    .getId();
            return new Step(
                    subject,
                    instance,
                    task,
                    deadlines.find(subject, "outreach-call").orElseThrow().id());
        }

        /** A step whose time is up, its timer not yet run. */
        Step missedStep(RuleTerms.StepClass stepClass) {
            Step step = step(stepClass);
            after(Duration.ofMinutes(61));
            return step;
        }

        Step escalatedStep(RuleTerms.StepClass stepClass) {
            Step step = missedStep(stepClass);
            dueTimersRun(step.instance());
            return step;
        }

        /** Runs the timers of an instance that are due by the business clock. */
        int dueTimersRun(String instance) {
            List<Job> due = jobs.createJobQuery()
                    .processInstanceId(instance)
                    .timers()
                    .duedateLowerThan(Date.from(clock.instant()))
                    .list();
            due.forEach(job -> jobs.executeJob(job.getId()));
            return due.size();
        }

        Escalation escalation(Step step) {
            return escalations(step).get(0);
        }

        /** The instance that its ladder runs in. */
        String ladderOf(Step step) {
            return Objects.requireNonNull(escalation(step).processInstanceId());
        }

        List<Escalation> escalations(Step step) {
            return rows.ofEpisode(step.subject());
        }

        List<Escalation.Rung> rungs(Step step) {
            UUID id = escalation(step).id();
            return rows.rungs(List.of(id)).getOrDefault(id, List.of());
        }

        /** Time runs until the ladder should climb, and its timer fires. */
        void nobodyAnswers(Step step) {
            Instant at = Objects.requireNonNull(escalation(step).nextRungAt());
            clock.advanceTo(at.plusMillis(1));
            engineFollows();
            dueTimersRun(ladderOf(step));
        }

        Task ladderTask(Step step) {
            return engineTasks
                    .createTaskQuery()
                    .processInstanceId(escalation(step).processInstanceId())
                    .singleResult();
        }

        void completes(String person, Task task, Map<String, Object> data) {
            tasks.claim(task.getId(), who(person));
            drafts.save(task.getId(), person, 0, data);
            tasks.complete(task.getId(), who(person));
        }

        Deadline deadline(Step step) {
            return deadlines.find(step.deadline()).orElseThrow();
        }

        List<String> notices(Step step) {
            return jdbc.sql(
                            "select concat(recipient, ' ', template) from notification where subject_id = ? order by id")
                    .param(escalation(step).id().toString())
                    .query(String.class)
                    .list();
        }
    }
}
