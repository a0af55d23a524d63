package org.homeward;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.homeward.calendar.BusinessClock;
import org.homeward.calendar.Deadlines;
import org.homeward.calendar.HolidayBase;
import org.homeward.calendar.TeamCalendars;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Disposition;
import org.homeward.episode.Episodes;
import org.homeward.episode.FactPayload;
import org.homeward.episode.PatientClass;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.episode.VisitKey;
import org.homeward.patient.PatientDetails;
import org.homeward.patient.PatientIdentifier;
import org.homeward.patient.Patients;
import org.homeward.patient.PersonName;
import org.homeward.patient.Phone;
import org.homeward.patient.Registration;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.GenericBeanDefinition;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What tests do to a transition, in the words of the ward. */
@TestConfiguration(proxyBeanMethods = false)
public class Transitions {

    public static final String TEAM = "transitions-north";
    public static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    /** Facts that make the lowest tier. */
    public static final Map<String, Object> LOW_RISK = Map.of(
            "lengthOfStayDays",
            1,
            "acuteAdmission",
            false,
            "comorbidities",
            List.of(),
            "emergencyVisits6Months",
            0,
            "hemoglobin",
            14.0,
            "sodium",
            140.0,
            "procedure",
            false,
            "urgentAdmission",
            false,
            "admissions12Months",
            0,
            "oncologyService",
            false);

    @Bean
    Ward ward(
            People people,
            Patients patients,
            TeamCalendars calendars,
            VisitFacts facts,
            Episodes episodes,
            Worklist worklist,
            Tasks tasks,
            Drafts drafts,
            BusinessClock clock,
            ManagementService jobs,
            RuntimeService runtime,
            HistoryService history) {
        return new Ward(
                people, patients, calendars, facts, episodes, worklist, tasks, drafts, clock, jobs, runtime, history);
    }

    /** Stands in for the escalation's own step where that module is not part of the application yet. */
    @Bean
    static BeanDefinitionRegistryPostProcessor missedSteps() {
        return new BeanDefinitionRegistryPostProcessor() {
            @Override
            public void postProcessBeanDefinitionRegistry(
                    org.springframework.beans.factory.support.BeanDefinitionRegistry registry) {
                if (!registry.containsBeanDefinition("escalateMissedStep")) {
                    GenericBeanDefinition missed = new GenericBeanDefinition();
                    missed.setBeanClass(MarkMissed.class);
                    missed.setAutowireMode(GenericBeanDefinition.AUTOWIRE_CONSTRUCTOR);
                    missed.setRole(BeanDefinition.ROLE_SUPPORT);
                    registry.registerBeanDefinition("escalateMissedStep", missed);
                }
            }
        };
    }

    static final class MarkMissed implements JavaDelegate {

        private final Deadlines deadlines;

        MarkMissed(Deadlines deadlines) {
            this.deadlines = deadlines;
        }

        @Override
        public void execute(org.camunda.bpm.engine.delegate.DelegateExecution execution) {
            deadlines.missIn(execution.getProcessInstanceId());
        }
    }

    /** One patient on the way home. */
    public record Case(UUID patientId, UUID episodeId, VisitKey visit, Instant dischargedAt) {}

    /** A team in Los Angeles, there on weekdays from 8 to 17, without holidays so that any week will do. */
    public static final class Ward {

        private final People people;
        private final Patients patients;
        private final TeamCalendars calendars;
        private final VisitFacts facts;
        private final Episodes episodes;
        private final Worklist worklist;
        private final Tasks tasks;
        private final Drafts drafts;
        private final BusinessClock clock;
        private final ManagementService jobs;
        private final RuntimeService runtime;
        private final HistoryService history;

        Ward(
                People people,
                Patients patients,
                TeamCalendars calendars,
                VisitFacts facts,
                Episodes episodes,
                Worklist worklist,
                Tasks tasks,
                Drafts drafts,
                BusinessClock clock,
                ManagementService jobs,
                RuntimeService runtime,
                HistoryService history) {
            this.people = people;
            this.patients = patients;
            this.calendars = calendars;
            this.facts = facts;
            this.episodes = episodes;
            this.worklist = worklist;
            this.tasks = tasks;
            this.drafts = drafts;
            this.clock = clock;
            this.jobs = jobs;
            this.runtime = runtime;
            this.history = history;
        }

        public void staffed() {
            people.addOrganization("cascadia-health", "Cascadia Health");
            people.addTeam(new Team(TEAM, "cascadia-health", "North", ZONE));
            calendars.setBase(
                    TEAM,
                    HolidayBase.NONE,
                    Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                    false,
                    "tests run on any date");
            for (Role role : Role.values()) {
                if (role.worksWithPatients()) {
                    person("ward-" + role.code(), role);
                }
            }
            person("ward-other-nurse", Role.NURSE);
        }

        private void person(String id, Role role) {
            people.addPerson(id, Person.Kind.PERSON, "Name of " + id, null, null);
            people.addMembership(id, TEAM, role);
        }

        public Person who(String id) {
            return people.find(id).orElseThrow();
        }

        public Person nurse() {
            return who("ward-nurse");
        }

        public Instant now() {
            return clock.instant();
        }

        public ZonedDateTime local(Instant at) {
            return at.atZone(ZONE);
        }

        /** Time moves on to the next such moment on the team's clock. */
        public Instant itIs(DayOfWeek day, int hour, int minute) {
            ZonedDateTime now = clock.instant().atZone(ZONE);
            ZonedDateTime then = now.with(TemporalAdjusters.nextOrSame(day))
                    .with(LocalTime.of(hour, minute))
                    .truncatedTo(ChronoUnit.MINUTES);
            clock.advanceTo((then.isAfter(now) ? then : then.plusWeeks(1)).toInstant());
            return clock.instant();
        }

        public void passes(Duration time) {
            clock.shift(time);
        }

        public void advanceTo(Instant moment) {
            clock.advanceTo(moment);
        }

        public Case discharged() {
            return discharged(builder -> builder);
        }

        /** Discharged home just now. */
        public Case discharged(UnaryOperator<DischargeDetails.Builder> details) {
            return discharged(details, clock.instant().truncatedTo(ChronoUnit.MINUTES), nothing -> nothing);
        }

        public Case discharged(
                UnaryOperator<DischargeDetails.Builder> details, Instant at, UnaryOperator<PatientDetails> patient) {
            UUID marker = UUID.randomUUID();
            Registration registered = patients.register(
                    patient.apply(new PatientDetails(
                            List.of(new PatientIdentifier("urn:test", marker.toString(), "MR")),
                            PersonName.of("Zoë", "Testcase"),
                            LocalDate.of(1950, 3, 1),
                            null,
                            "en",
                            null,
                            null,
                            List.of(),
                            List.of(patients.phone("+1 206 555 0142", Phone.Use.MOBILE, 1)),
                            null,
                            null,
                            List.of(),
                            null,
                            List.of(),
                            null)),
                    at);
            UUID patientId = ((Registration.Registered) registered).patientId();
            VisitKey visit = new VisitKey("st-brendan", marker.toString().substring(0, 18));
            facts.append(VisitFact.of(
                    visit,
                    patientId,
                    new FactPayload.Discharged(details.apply(DischargeDetails.builder()
                                    .patientClass(PatientClass.INPATIENT)
                                    .admittedAt(at.minus(Duration.ofDays(2)))
                                    .dischargedAt(at)
                                    .zone(ZONE)
                                    .disposition(new Disposition("nubc:01", "HOME"))
                                    .ageInYears(71)
                                    .service("cardiology")
                                    .area("north"))
                            .build()),
                    at,
                    clock.instant(),
                    "test"));
            UUID episode = episodes.findLatest(visit.sourceFacility(), visit.visitNumber())
                    .orElseThrow()
                    .id();
            return new Case(patientId, episode, visit, at);
        }

        public List<WorkItem> work(Case of) {
            return worklist.ofEpisode(of.episodeId());
        }

        public Set<String> steps(Case of) {
            return work(of).stream().map(WorkItem::elementId).collect(Collectors.toCollection(TreeSet::new));
        }

        public WorkItem task(Case of, String element) {
            return work(of).stream()
                    .filter(item -> item.elementId().equals(element))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(element + " is not open, but " + steps(of)));
        }

        public void completes(Person person, WorkItem task, Map<String, Object> data) {
            fillsIn(person, task, data);
            tasks.complete(task.taskId(), person);
        }

        public void fillsIn(Person person, WorkItem task, Map<String, Object> data) {
            tasks.claim(task.taskId(), person);
            int revision = drafts.find(task.taskId(), person.id())
                    .map(Drafts.Draft::revision)
                    .orElse(0);
            drafts.save(task.taskId(), person.id(), revision, data);
        }

        public void completes(Case of, String element, Map<String, Object> data) {
            WorkItem task = task(of, element);
            completes(who("ward-" + task.role()), task, data);
        }

        /** Runs what is due, and what becomes due by that. */
        public void dueJobsRun(Case of) {
            for (List<Job> due = due(of); !due.isEmpty(); due = due(of)) {
                due.forEach(job -> jobs.executeJob(job.getId()));
            }
        }

        /** Time moves on to the moment at which a timer event fires, and it fires. */
        public Instant fires(Case of, String timerActivity) {
            Job timer = jobsOf(of).stream()
                    .filter(job -> timerActivity.equals(activityOf(job)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No timer waits at " + timerActivity));
            Instant at = timer.getDuedate().toInstant();
            clock.advanceTo(at);
            dueJobsRun(of);
            return at;
        }

        public boolean waitsAt(Case of, String timerActivity) {
            return jobsOf(of).stream().anyMatch(job -> timerActivity.equals(activityOf(job)));
        }

        private String activityOf(Job job) {
            return jobs.createJobDefinitionQuery()
                    .jobDefinitionId(job.getJobDefinitionId())
                    .singleResult()
                    .getActivityId();
        }

        private List<Job> due(Case of) {
            // the engine keeps whole seconds, to which MySQL rounds up: what is due now is due within the second
            Date now = Date.from(clock.instant().plusSeconds(1));
            return jobsOf(of).stream()
                    .filter(job -> job.getDuedate() == null || !job.getDuedate().after(now))
                    .sorted(Comparator.comparing(Job::getDuedate, Comparator.nullsFirst(Comparator.naturalOrder())))
                    .limit(1)
                    .toList();
        }

        private List<Job> jobsOf(Case of) {
            String root = Objects.requireNonNull(
                    episodes.findById(of.episodeId()).orElseThrow().processInstanceId());
            Map<String, ProcessInstance> instances = new HashMap<>();
            runtime.createProcessInstanceQuery()
                    .rootProcessInstanceId(root)
                    .list()
                    .forEach(instance -> instances.put(instance.getId(), instance));
            return instances.keySet().stream()
                    .flatMap(id -> jobs.createJobQuery().processInstanceId(id).list().stream())
                    .toList();
        }

        public boolean ended(String processInstanceId, String endEvent) {
            return history.createHistoricActivityInstanceQuery()
                            .processInstanceId(processInstanceId)
                            .activityId(endEvent)
                            .finished()
                            .count()
                    > 0;
        }

        public boolean isRunning(String processInstanceId) {
            return runtime.createProcessInstanceQuery()
                            .processInstanceId(processInstanceId)
                            .count()
                    > 0;
        }

        /** Nobody sent a list, nothing is taken: the shortest way of a reconciliation up to its signature. */
        public void gathersNoMedicines(Case of) {
            completes(of, "Task_GatherMedications", Map.of("askedWhom", "PATIENT", "othersAsked", true));
        }

        /** The signature of a pharmacist. */
        public Map<String, Object> medicinesSigned() {
            return Map.of(
                    "reconciledOn", local(now()).toLocalDate().toString(),
                    "reconciledBy", "CLINICAL_PHARMACIST",
                    "evidenceKind", "BOTH_LISTS_REVIEWED");
        }

        /** The final list reached whom it must reach. */
        public Map<String, Object> medicineListTold() {
            return Map.of(
                    "listSentOn", local(now()).toLocalDate().toString(),
                    "patientTold", "BY_PHONE",
                    "pcpTold", "SENT",
                    "pcpName", "front desk",
                    "pharmacyTold", "NO_PHARMACY");
        }

        public Map<String, Object> reached(Object... more) {
            Map<String, Object> sheet = new HashMap<>(Map.of(
                    "contactOutcome", "REACHED",
                    "identifiersConfirmed", List.of("NAME", "BIRTH_DATE"),
                    "spokeWith", "PATIENT",
                    "channel", "PHONE",
                    "interpreter", "NOT_NEEDED",
                    "condition", "BETTER",
                    "medicinesObtained", "ALL",
                    "medicinesTaken", "AS_PRESCRIBED",
                    "knowsWhomToCall", "KNOWS",
                    "teachBackPassed", List.of("WHOM_TO_CALL")));
            for (int i = 0; i < more.length; i += 2) {
                sheet.put((String) more[i], more[i + 1]);
            }
            return sheet;
        }
    }
}
