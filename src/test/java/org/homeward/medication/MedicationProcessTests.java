package org.homeward.medication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.Transitions.LOW_RISK;
import static org.homeward.Transitions.ZONE;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.TransitionTest;
import org.homeward.Transitions;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.homeward.calendar.Deadline;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.FactPayload;
import org.homeward.episode.VisitFact;
import org.homeward.episode.VisitFacts;
import org.homeward.medication.MedicationItem.Decision;
import org.homeward.medication.MedicationItem.Status;
import org.homeward.notification.Notifications;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskBackground;
import org.homeward.worklist.TaskForms;
import org.homeward.worklist.Tasks;
import org.homeward.worklist.WorkItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TransitionTest
@Tag("mysql")
class MedicationProcessTests {

    private static final String GATHER = "Task_GatherMedications";
    private static final String DECIDE = "Task_DecideItem";
    private static final String URGENT = "Task_DecideUrgentItem";
    private static final String ALLERGY = "Task_DecideAllergy";
    private static final String TEACH = "Task_TeachBackMedication";
    private static final String ANSWER = "Task_AnswerQuestion";
    private static final String SIGN = "Task_ReconcileMedications";
    private static final String TELL = "Task_TellMedicationList";

    private static final Map<String, Object> LISINOPRIL = medicine("Lisinopril 10 mg tablet", "1 tablet", "once a day");
    private static final Map<String, Object> FUROSEMIDE = medicine("Furosemide 20 mg tablet", "1 tablet", "once a day");
    private static final Map<String, Object> MORE_FUROSEMIDE =
            medicine("Furosemide 40 mg tablet", "1 tablet", "twice a day", "change", "changed");
    private static final Map<String, Object> APIXABAN = medicine(
            "Apixaban 5 mg tablet", "1 tablet", "twice a day", "purpose", "atrial fibrillation", "change", "new");

    @Autowired
    Ward ward;

    @Autowired
    Reconciliations reconciliations;

    @Autowired
    Duties duties;

    @Autowired
    Deadlines deadlines;

    @Autowired
    VisitFacts facts;

    @Autowired
    EpisodeTimeline timeline;

    @Autowired
    TaskForms forms;

    @Autowired
    Tasks tasks;

    @Autowired
    List<TaskBackground> background;

    @Autowired
    People people;

    @Autowired
    Notifications notifications;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void staffed() {
        ward.staffed();
        ward.itIs(DayOfWeek.MONDAY, 10, 0);
    }

    private static Map<String, Object> medicine(String text, String dose, String frequency, Object... more) {
        Map<String, Object> medicine =
                new LinkedHashMap<>(Map.of("text", text, "dose", dose, "route", "by mouth", "frequency", frequency));
        for (int i = 0; i < more.length; i += 2) {
            medicine.put((String) more[i], more[i + 1]);
        }
        return medicine;
    }

    private Case discharged(List<Map<String, Object>> before, List<Map<String, Object>> after) {
        return discharged(before, after, List.of());
    }

    private Case discharged(
            List<Map<String, Object>> before, List<Map<String, Object>> after, List<Map<String, Object>> allergies) {
        return ward.discharged(details -> details.riskFacts(LOW_RISK)
                .clinical(Map.of(
                        "preAdmissionMedications", before,
                        "dischargeMedications", after,
                        "allergies", allergies)));
    }

    private void changed(Case of, List<Map<String, Object>> after) {
        facts.append(VisitFact.of(
                of.visit(),
                of.patientId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .clinical(Map.of("dischargeMedications", after))
                        .build()),
                ward.now(),
                ward.now(),
                "test"));
    }

    private Reconciliation reconciliation(Case of) {
        return reconciliations.ofEpisode(of.episodeId()).orElseThrow();
    }

    private List<MedicationItem> items(Case of) {
        return reconciliations.items(reconciliation(of).id());
    }

    private List<String> open(Case of) {
        return items(of).stream()
                .filter(MedicationItem::isOpen)
                .map(item -> item.category() + " " + item.words().split(":")[0])
                .toList();
    }

    private WorkItem taskFor(Case of, Category category) {
        return ward.work(of).stream()
                .filter(task -> items(of).stream()
                        .anyMatch(item -> item.id().equals(task.subjectId()) && item.category() == category))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No task for " + category + ", but " + open(of)));
    }

    /** Every listed medicine is taken as listed, and what else there is. */
    private Map<String, Object> asListed(Case of, String others) {
        Map<String, Object> data = prefilled(of, GATHER);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> row : rows(data, "medicines")) {
            rows.add(with(row, "taken", "AS_LISTED"));
        }
        data.put("medicines", rows);
        data.put("askedWhom", "PATIENT");
        data.put("othersAsked", true);
        data.put("others", others);
        return data;
    }

    private Map<String, Object> signed(Case of) {
        Map<String, Object> data = prefilled(of, SIGN);
        data.put("reconciledBy", "CLINICAL_PHARMACIST");
        data.put("evidenceKind", "BOTH_LISTS_REVIEWED");
        return data;
    }

    private Map<String, Object> told() {
        return Map.of(
                "listSentOn", ward.local(ward.now()).toLocalDate().toString(),
                "patientTold", "BY_PHONE",
                "pcpTold", "SENT",
                "pcpName", "front desk of Dr. Lee",
                "pharmacyTold", "NO_PHARMACY");
    }

    private Map<String, Object> prefilled(Case of, String element) {
        return new HashMap<>(forms.open(ward.task(of, element), "nobody").data());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> data, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(data.get(key));
    }

    private static Map<String, Object> with(Map<String, Object> row, Object... more) {
        Map<String, Object> copy = new LinkedHashMap<>(row);
        for (int i = 0; i < more.length; i += 2) {
            copy.put((String) more[i], more[i + 1]);
        }
        return copy;
    }

    private void decides(Case of, WorkItem task, Decision decision, String reason) {
        ward.completes(ward.who("ward-" + task.role()), task, Map.of("decision", decision.name(), "reason", reason));
    }

    private void decidesAll(Case of) {
        for (WorkItem task : ward.work(of)) {
            if (List.of(DECIDE, URGENT, ALLERGY).contains(task.elementId())) {
                decides(of, task, Decision.AS_DISCHARGED, "as the letter says");
            } else if (task.elementId().equals(TEACH)) {
                ward.completes(of, TEACH, taught("PASSED"));
            }
        }
    }

    private Map<String, Object> taught(String teachBack) {
        return Map.of(
                "taughtAt",
                FormTimes.field(ward.now(), ZONE),
                "withWhom",
                "PATIENT",
                "teachBack",
                teachBack,
                "obtained",
                "YES");
    }

    private Deadline clock(WorkItem task) {
        return deadlines.ofExecution(task.executionId()).orElseThrow();
    }

    private List<String> story(Case of) {
        return timeline.of(of.episodeId()).stream()
                .map(EpisodeTimeline.Entry::words)
                .toList();
    }

    @Test
    void eachDifferenceIsATaskOfTheRoleThatTheTableNamesOnTheClockThatItNames() {
        Case lee = discharged(List.of(LISINOPRIL, FUROSEMIDE), List.of(LISINOPRIL, MORE_FUROSEMIDE, APIXABAN));

        assertThat(open(lee)).containsExactlyInAnyOrder("CHANGED Furosemide", "NEW Apixaban", "HIGH_ALERT Apixaban");
        WorkItem furosemide = taskFor(lee, Category.CHANGED);
        assertThat(furosemide.role()).isEqualTo("pharmacist");
        assertThat(clock(furosemide).rule()).isEqualTo("reconcile-medications");
        WorkItem apixaban = taskFor(lee, Category.NEW);
        assertThat(apixaban.role()).isEqualTo("nurse");
        assertThat(clock(apixaban).due()).isEqualTo(lee.dischargedAt().plus(Duration.ofHours(48)));
        WorkItem teach = taskFor(lee, Category.HIGH_ALERT);
        assertThat(teach.elementId()).isEqualTo(TEACH);
        assertThat(clock(teach).rule()).isEqualTo("medication-high-alert-call");
        assertThat(ward.steps(lee)).contains(GATHER).doesNotContain(SIGN);
    }

    @Test
    void aMedicineThatMeetsAnAllergyIsThePrescribersWithinHours() {
        Case lee = discharged(
                List.of(),
                List.of(medicine(
                        "Amoxicillin 500 mg capsule", "1 capsule", "three times a day", "purpose", "infection")),
                List.of(Map.of("text", "Penicillin", "reaction", "Rash")));

        WorkItem allergy = ward.task(lee, ALLERGY);

        assertThat(allergy.role()).isEqualTo("prescriber");
        assertThat(clock(allergy).due())
                .isBetween(
                        lee.dischargedAt().plus(Duration.ofHours(4)), ward.now().plus(Duration.ofHours(4)));
        ward.fires(lee, "Event_AllergyOverdue");
        assertThat(ward.steps(lee)).contains(ALLERGY);
        assertThat(deadlines.ofEpisode(lee.episodeId()))
                .anyMatch(clock -> clock.rule().equals("medication-allergy") && clock.missedAt() != null);
    }

    @Test
    void whoeverOpensADifferenceReadsWhatEachListSays() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        WorkItem task = taskFor(lee, Category.CHANGED);

        assertThat(background.stream().flatMap(source -> source.of(task).stream()))
                .map(TaskBackground.Note::words)
                .anyMatch(words -> words.contains("Before: Furosemide 20 mg tablet, 1 tablet by mouth once a day")
                        && words.contains("Discharge: Furosemide 40 mg tablet"))
                .anyMatch(words -> words.startsWith("To do: A change carries its reason")
                        && words.contains("not clinically verified"));
    }

    @Test
    void theWholeWayFromTheListsToTheFinalOneToldToEverybody() {
        Case lee = discharged(List.of(LISINOPRIL, FUROSEMIDE), List.of(LISINOPRIL, MORE_FUROSEMIDE));
        decidesAll(lee);
        ward.completes(lee, GATHER, asListed(lee, "Ibuprofen 400 mg tablet, 1 tablet as needed\n"));
        assertThat(open(lee)).containsExactly("NEW Ibuprofen");
        decides(lee, taskFor(lee, Category.NEW), Decision.STOP, "harms the kidneys beside furosemide");

        assertThat(ward.steps(lee)).contains(SIGN).doesNotContain(GATHER, DECIDE);
        Map<String, Object> signature = signed(lee);
        assertThat(rows(signature, "finalList"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("label", "Furosemide")
                        .containsEntry("what", "CHANGED")
                        .containsEntry("why", "as the letter says"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("label", "Ibuprofen")
                        .containsEntry("what", "STOP")
                        .containsEntry("why", "harms the kidneys beside furosemide"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("label", "Lisinopril")
                        .containsEntry("what", "CONTINUE")
                        .containsEntry("how", "Lisinopril 10 mg tablet, 1 tablet by mouth once a day"));
        ward.completes(lee, SIGN, signature);
        String instance = Objects.requireNonNull(reconciliation(lee).processInstanceId());
        ward.completes(lee, TELL, told());

        assertThat(ward.ended(instance, "EndEvent_MedicinesReconciled")).isTrue();
        Reconciliation done = reconciliation(lee);
        assertThat(done.status()).isEqualTo(Reconciliation.Status.TOLD);
        assertThat(done.reconciledOn()).isEqualTo(ward.local(ward.now()).toLocalDate());
        assertThat(done.signedBy()).isEqualTo("ward-pharmacist");
        assertThat(done.signedAs()).isEqualTo(Reconciliation.Signature.CLINICAL_PHARMACIST);
        assertThat(done.evidenceKind()).isEqualTo(Reconciliation.Evidence.BOTH_LISTS_REVIEWED);
        assertThat(reconciliations.finalList(done.id())).hasSize(3);
        Duty duty = duties.get(done.dutyId());
        assertThat(duty.status()).isEqualTo(Duty.Status.DONE);
        assertThat(duty.outcome()).contains("clinical pharmacist", "2 differences decided", "PCP sent");
    }

    @Test
    void aDecisionCarriesItsReasonWhereTheTableAsksForOne() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        WorkItem task = taskFor(lee, Category.CHANGED);

        assertThatThrownBy(() -> ward.completes(
                        ward.who("ward-pharmacist"), task, Map.of("decision", Decision.AS_DISCHARGED.name())))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting("field")
                        .containsExactly("reason"));

        assertThat(items(lee)).allMatch(item -> item.status() == Status.OPEN);
    }

    @Test
    void aPrescriberOfTheTeamIsAskedRemindedAndAnswers() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        ward.completes(
                ward.who("ward-pharmacist"),
                taskFor(lee, Category.CHANGED),
                Map.of(
                        "decision", "ASK_PRESCRIBER",
                        "answerer", "TEAM",
                        "askedWhom", "Dr. Lee",
                        "question", "Is 40 mg twice a day meant?",
                        "askedHow", "HOMEWARD"));

        WorkItem question = ward.task(lee, ANSWER);
        assertThat(question.role()).isEqualTo("prescriber");
        assertThat(clock(question).rule()).isEqualTo("prescriber-answer");
        ward.fires(lee, "Event_ReminderDue");
        assertThat(items(lee).get(0).remindedAt()).isNotNull();
        assertThat(notifications.of("ward-prescriber"))
                .anyMatch(told -> told.subjectId().equals(items(lee).get(0).id())
                        && !told.line().words().contains("Furosemide"));
        ward.fires(lee, "Event_AnswerOverdue");
        assertThat(ward.steps(lee)).contains(ANSWER);
        ward.completes(
                ward.who("ward-prescriber"),
                question,
                Map.of(
                        "answeredBy", "Dr. Lee",
                        "answeredAt", FormTimes.field(ward.now(), ZONE),
                        "decision", Decision.OTHERWISE.name(),
                        "how", "Furosemide 40 mg, 1 tablet in the morning",
                        "reason", "twice a day was a slip"));

        MedicationItem decided = items(lee).get(0);
        assertThat(decided.status()).isEqualTo(Status.DECIDED);
        assertThat(decided.decisionWords()).contains("1 tablet in the morning", "a slip", "answered by Dr. Lee");
        assertThat(ward.steps(lee)).doesNotContain(ANSWER);
    }

    @Test
    void anOutsidePrescribersAnswerIsObtainedByWhoeverOwnsTheItemAndAnAnswerBeforeTheReminderStopsIt() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        ward.completes(
                ward.who("ward-pharmacist"),
                taskFor(lee, Category.CHANGED),
                Map.of(
                        "decision", "ASK_PRESCRIBER",
                        "answerer", "OUTSIDE",
                        "askedWhom", "Dr. Stranger, heart clinic",
                        "question", "Is 40 mg twice a day meant?",
                        "askedHow", "PHONE"));

        WorkItem question = ward.task(lee, ANSWER);
        assertThat(question.role()).isEqualTo("pharmacist");
        assertThat(forms.open(question, "ward-pharmacist").data())
                .containsEntry("answeredBy", "Dr. Stranger, heart clinic");
        ward.completes(
                ward.who("ward-pharmacist"),
                question,
                Map.of(
                        "answeredBy",
                        "Dr. Stranger, heart clinic",
                        "answeredAt",
                        FormTimes.field(ward.now(), ZONE),
                        "decision",
                        Decision.AS_DISCHARGED.name(),
                        "reason",
                        "meant so"));

        assertThat(deadlines.find(items(lee).get(0).id(), Reconciliations.REMINDER))
                .isEmpty();
        assertThat(ward.waitsAt(lee, "Event_ReminderDue")).isFalse();
    }

    @Test
    void aListThatChangesKeepsWhatIsDecidedWithdrawsWhatIsGoneAddsTheRestAndSaysSo() {
        Case lee = discharged(
                List.of(
                        LISINOPRIL,
                        FUROSEMIDE,
                        medicine("Metoprolol tartrate 25 mg tablet", "1 tablet", "twice a day")),
                List.of(LISINOPRIL, MORE_FUROSEMIDE));
        decides(lee, taskFor(lee, Category.CHANGED), Decision.AS_DISCHARGED, "more water");
        WorkItem omission = taskFor(lee, Category.OMISSION);

        changed(
                lee,
                List.of(
                        LISINOPRIL,
                        MORE_FUROSEMIDE,
                        APIXABAN,
                        medicine("Metoprolol tartrate 25 mg tablet", "1 tablet", "twice a day")));

        assertThat(open(lee)).containsExactlyInAnyOrder("NEW Apixaban", "HIGH_ALERT Apixaban");
        assertThat(items(lee))
                .filteredOn(item -> item.category() == Category.CHANGED)
                .singleElement()
                .satisfies(item -> assertThat(item.decisionWords()).contains("more water"));
        assertThat(ward.work(lee)).extracting(WorkItem::taskId).doesNotContain(omission.taskId());
        assertThat(ward.steps(lee)).contains(URGENT, TEACH);
        assertThat(story(lee))
                .contains("The medication list changed: 2 added to decide, 1 withdrawn, 1 decided before and kept");
    }

    @Test
    void aDecisionOnWhatTheListNoLongerSaysIsAskedForAgain() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        decides(lee, taskFor(lee, Category.CHANGED), Decision.AS_DISCHARGED, "more water");

        changed(lee, List.of(medicine("Furosemide 80 mg tablet", "1 tablet", "twice a day", "change", "changed")));

        assertThat(open(lee)).containsExactly("CHANGED Furosemide");
        assertThat(items(lee)).extracting(MedicationItem::status).containsExactly(Status.DECIDED, Status.OPEN);
        assertThat(ward.steps(lee)).contains(DECIDE);
    }

    @Test
    void whoeverWasDecidingWhatTheListNoLongerSaysIsTold() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        WorkItem task = taskFor(lee, Category.CHANGED);
        Person pharmacist = ward.who("ward-pharmacist");
        ward.fillsIn(pharmacist, task, Map.of("decision", "STOP", "reason", "no"));

        changed(lee, List.of(FUROSEMIDE));

        assertThatThrownBy(() -> tasks.complete(task.taskId(), pharmacist))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_FOUND));
        assertThat(items(lee)).extracting(MedicationItem::status).containsExactly(Status.WITHDRAWN);
    }

    @Test
    void theSameListToldAgainChangesNothing() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        List<String> before = ward.work(lee).stream().map(WorkItem::taskId).toList();
        ward.passes(Duration.ofMinutes(1));

        changed(lee, List.of(MORE_FUROSEMIDE));

        assertThat(ward.work(lee)).extracting(WorkItem::taskId).containsExactlyInAnyOrderElementsOf(before);
        assertThat(story(lee)).noneMatch(words -> words.startsWith("The medication list changed"));
    }

    @Test
    void aListThatChangesAfterTheSignatureIsSignedAgain() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, ""));
        ward.completes(lee, SIGN, signed(lee));
        assertThat(ward.steps(lee)).contains(TELL);

        changed(lee, List.of(LISINOPRIL, APIXABAN));

        assertThat(ward.steps(lee)).contains(URGENT).doesNotContain(TELL, SIGN);
        assertThat(reconciliation(lee).status()).isEqualTo(Reconciliation.Status.OPEN);
        assertThat(reconciliation(lee).signedBy()).isNull();
        decidesAll(lee);
        // the patient has not said whether the new one is taken, and the comparison says so
        decidesAll(lee);
        assertThat(ward.steps(lee)).contains(SIGN);
    }

    @Test
    void aListThatChangesAfterEverybodyWasToldIsLookedAtByAPerson() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, ""));
        ward.completes(lee, SIGN, signed(lee));
        ward.completes(lee, TELL, told());

        changed(lee, List.of(LISINOPRIL, APIXABAN));

        assertThat(ward.steps(lee)).contains("Task_WorkUrgentOrder");
        assertThat(duties.open(lee.episodeId()))
                .anyMatch(duty -> duty.description().contains("changed the medication list after it was reconciled"));
    }

    @Test
    void anAllergyThatIsToldAfterEverybodyWasToldIsLookedAtByAPerson() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, ""));
        ward.completes(lee, SIGN, signed(lee));
        ward.completes(lee, TELL, told());

        facts.append(VisitFact.of(
                lee.visit(),
                lee.patientId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .clinical(Map.of("allergies", List.of(Map.of("text", "Lisinopril", "reaction", "angioedema"))))
                        .build()),
                ward.now(),
                ward.now(),
                "the hospital"));

        assertThat(ward.steps(lee)).contains("Task_WorkUrgentOrder");
    }

    @Test
    void anAnswerStaysWithItsMedicineWhenTheListIsSentInAnotherOrder() {
        Case lee = discharged(List.of(), List.of(LISINOPRIL, FUROSEMIDE));
        decidesAll(lee);
        Map<String, Object> data = asListed(lee, "");
        data.put(
                "medicines",
                rows(data, "medicines").stream()
                        .map(row -> String.valueOf(row.get("label")).startsWith("Furosemide")
                                ? with(row, "taken", "NOT_TAKEN")
                                : row)
                        .toList());
        changed(lee, List.of(FUROSEMIDE, LISINOPRIL));

        ward.completes(lee, GATHER, data);

        assertThat(open(lee)).containsExactly("OMISSION Furosemide");
    }

    @Test
    void whatThePatientTakesIsNotDecidedBeforeAnybodyHasAsked() {
        Case lee = discharged(List.of(), List.of(FUROSEMIDE));
        WorkItem task = taskFor(lee, Category.NEW);
        assertThatThrownBy(() -> decides(lee, task, Decision.AS_TAKEN, "as at home"))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting("field")
                        .containsExactly("decision"));
    }

    @Test
    void aWorseAllergyAsksAgainWhatWasDecidedAboutTheMilderOne() {
        List<Map<String, Object>> mild = List.of(Map.of("text", "Penicillin", "reaction", "upset stomach"));
        Case lee = discharged(
                List.of(), List.of(medicine("Amoxicillin 500 mg capsule", "1 capsule", "three times a day")), mild);
        WorkItem task = taskFor(lee, Category.ALLERGY);
        decides(lee, task, Decision.NOTHING_TO_CHANGE, "tolerated before");
        assertThat(open(lee)).noneMatch(open -> open.startsWith("ALLERGY"));

        facts.append(VisitFact.of(
                lee.visit(),
                lee.patientId(),
                new FactPayload.DischargeChanged(DischargeDetails.builder()
                        .clinical(Map.of("allergies", List.of(Map.of("text", "Penicillin", "reaction", "anaphylaxis"))))
                        .build()),
                ward.now(),
                ward.now(),
                "the hospital"));

        assertThat(open(lee)).anyMatch(open -> open.startsWith("ALLERGY"));
    }

    private FinalLine proposed(Case of, String medicine) {
        return reconciliations.finalList(reconciliation(of).id()).stream()
                .filter(line -> line.medicine().startsWith(medicine))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRoutineDecisionDoesNotUndoWhatWasDecidedAboutAnAllergy() {
        Case lee = discharged(
                List.of(),
                List.of(medicine("Amoxicillin 500 mg capsule", "1 capsule", "three times a day")),
                List.of(Map.of("text", "Penicillin")));
        decides(lee, taskFor(lee, Category.ALLERGY), Decision.STOP, "allergic");
        assertThat(proposed(lee, "Amoxicillin").what()).isEqualTo(FinalLine.What.STOP);

        decides(lee, taskFor(lee, Category.NEW), Decision.AS_DISCHARGED, "explained");
        assertThat(proposed(lee, "Amoxicillin").what())
                .as("two who contradict each other: whoever signs says it")
                .isNull();
    }

    @Test
    void aMedicineThatIsToBeAsBeforeAndWasNotTakenBeforeIsStopped() {
        Case lee = discharged(List.of(), List.of(FUROSEMIDE));
        decides(lee, taskFor(lee, Category.NEW), Decision.AS_BEFORE, "should not have been started");
        assertThat(proposed(lee, "Furosemide"))
                .satisfies(line -> assertThat(line.what()).isEqualTo(FinalLine.What.STOP))
                .satisfies(line -> assertThat(line.how()).isEmpty());
    }

    @Test
    void aDecisionAboutTwoMedicinesReachesBothAndWhoeverSignsSaysWhich() {
        Map<String, Object> simvastatin = medicine("Simvastatin 40 mg tablet", "1 tablet", "once a day");
        Case lee = discharged(
                List.of(simvastatin),
                List.of(simvastatin, medicine("Clarithromycin 500 mg tablet", "1 tablet", "twice a day")));
        decides(lee, taskFor(lee, Category.INTERACTION), Decision.STOP, "no simvastatin with clarithromycin");
        for (String medicine : List.of("Simvastatin", "Clarithromycin")) {
            assertThat(proposed(lee, medicine).what()).as(medicine).isNull();
            assertThat(proposed(lee, medicine).why()).contains("no simvastatin with clarithromycin");
        }
    }

    @Test
    void nobodySignsAsWhatTheyAreNot() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, ""));
        WorkItem task = ward.task(lee, SIGN);
        Person pharmacist = ward.who("ward-pharmacist");

        assertThatThrownBy(() -> ward.completes(ward.who("ward-social-worker"), task, signed(lee)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));
        assertThatThrownBy(() -> ward.completes(pharmacist, task, with(signed(lee), "reconciledBy", "PRESCRIBER")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));

        assertThat(reconciliation(lee).status()).isEqualTo(Reconciliation.Status.OPEN);
    }

    @Test
    void whoeverLostTheRoleAfterClaimingSignsNothing() {
        people.addPerson("ward-leaving", Person.Kind.PERSON, "Name of ward-leaving", null, null);
        people.addMembership("ward-leaving", Transitions.TEAM, Role.PHARMACIST);
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, ""));
        WorkItem task = ward.task(lee, SIGN);
        Person leaving = ward.who("ward-leaving");
        ward.fillsIn(leaving, task, signed(lee));
        people.addMembership("ward-leaving", Transitions.TEAM, Role.SOCIAL_WORKER);
        people.removeMembership("ward-leaving", Transitions.TEAM, Role.PHARMACIST);

        assertThatThrownBy(() -> tasks.complete(task.taskId(), ward.who("ward-leaving")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.FORBIDDEN));

        assertThat(reconciliation(lee).status()).isEqualTo(Reconciliation.Status.OPEN);
    }

    @Test
    void aSignedListHasEveryMedicineOfTheListsOnce() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, "St. John's wort"));
        decidesAll(lee);
        decidesAll(lee);
        Map<String, Object> signature = signed(lee);
        List<Map<String, Object>> short1 = new ArrayList<>(rows(signature, "finalList"));
        short1.replaceAll(row -> with(row, "what", "CONTINUE", "how", "as before"));
        Map<String, Object> whole = with(signature, "finalList", short1);
        Map<String, Object> missing = with(signature, "finalList", List.of(short1.get(0)));
        Map<String, Object> twice = with(signature, "finalList", List.of(short1.get(0), short1.get(0), short1.get(1)));

        for (Map<String, Object> wrong : List.of(missing, twice)) {
            assertThatThrownBy(() -> ward.completes(lee, SIGN, wrong))
                    .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                            .extracting("field")
                            .containsExactly("finalList"));
        }
        ward.completes(lee, SIGN, whole);
        assertThat(ward.steps(lee)).contains(TELL);
    }

    @Test
    void aStopWithoutAReasonIsNotSigned() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.completes(lee, GATHER, asListed(lee, ""));
        Map<String, Object> signature = signed(lee);
        Map<String, Object> row = rows(signature, "finalList").get(0);
        signature.put("finalList", List.of(with(row, "what", "STOP")));

        assertThatThrownBy(() -> ward.completes(lee, SIGN, signature))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting("field")
                        .containsExactly("finalList[0].why"));
    }

    @Test
    void whatThePatientTakesOtherwiseOrNotAtAllIsADifferenceOfItsOwn() {
        Case lee = discharged(List.of(LISINOPRIL, FUROSEMIDE), List.of(LISINOPRIL, FUROSEMIDE));
        Map<String, Object> data = asListed(lee, "");
        List<Map<String, Object>> rows = rows(data, "medicines").stream()
                .map(row -> String.valueOf(row.get("label")).startsWith("Lisinopril")
                        ? with(row, "taken", "NOT_TAKEN")
                        : with(row, "taken", "OTHERWISE", "dose", "1 tablet", "frequency", "twice a day"))
                .toList();
        data.put("medicines", rows);

        ward.completes(lee, GATHER, data);

        assertThat(open(lee)).containsExactlyInAnyOrder("CHANGED Furosemide", "OMISSION Lisinopril");
        assertThat(taskFor(lee, Category.OMISSION).role()).isEqualTo("nurse");
        assertThat(ward.steps(lee)).doesNotContain(SIGN, GATHER);
    }

    @Test
    void aStoppedMedicineIsAskedForTooAndTakenAllTheSameIsUrgent() {
        Case lee = discharged(
                List.of(medicine("Ibuprofen 400 mg tablet", "1 tablet", "three times a day")),
                List.of(new LinkedHashMap<>(Map.of("text", "Ibuprofen 400 mg tablet", "change", "stopped"))));
        decidesAll(lee);
        Map<String, Object> data = asListed(lee, "");
        assertThat(rows(data, "medicines")).singleElement().satisfies(row -> assertThat(row.get("label"))
                .isEqualTo("Ibuprofen 400 mg tablet, 1 tablet by mouth three times a day (stopped at discharge)"));

        ward.completes(lee, GATHER, data);

        WorkItem task = taskFor(lee, Category.NEW);
        assertThat(task.elementId()).isEqualTo(URGENT);
        assertThat(items(lee))
                .anyMatch(item -> item.isOpen() && item.words().equals("Ibuprofen: taken although it was stopped"));
    }

    @Test
    void gatheringAsksForEveryListedMedicineAndForNoOther() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL, FUROSEMIDE));
        decidesAll(lee);
        Map<String, Object> data = asListed(lee, "");
        List<Map<String, Object>> rows = rows(data, "medicines");
        assertThat(rows).hasSize(2);
        data.put("medicines", rows.subList(0, 1));

        assertThatThrownBy(() -> ward.completes(lee, GATHER, data))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.fields())
                        .extracting("field")
                        .containsExactly("medicines"));
        assertThatThrownBy(() -> ward.completes(
                        lee, GATHER, with(data, "medicines", List.of(rows.get(0), with(rows.get(1), "id", "B99")))))
                .isInstanceOf(Refused.class);
        assertThat(ward.steps(lee)).contains(GATHER);
    }

    @Test
    void whatWasSaidInACallStandsInTheFormThatGathers() {
        Case lee = discharged(List.of(LISINOPRIL), List.of(LISINOPRIL));
        ward.fires(lee, "Event_CallingWindowOpens");
        ward.completes(
                lee,
                "Task_CallPatient",
                ward.reached("medicinesTaken", "DIFFERENTLY", "medicinesWords", "half a tablet"));

        assertThat(prefilled(lee, GATHER).get("note")).asString().contains("half a tablet");
    }

    @Test
    void aTeachBackThatDidNotWorkIsDoneAgain() {
        Case lee = discharged(List.of(), List.of(APIXABAN));

        ward.completes(lee, TEACH, taught("NOT_PASSED"));

        assertThat(duties.open(lee.episodeId()))
                .anyMatch(duty -> duty.description().startsWith("Teach back again: Apixaban"));
    }

    @Test
    void nobodyWhoWorksOnTheSameMedicineTellsThePatientToTakeItWhileAnAllergyIsOpen() {
        Case of = discharged(List.of(), List.of(APIXABAN), List.of(Map.of("text", "apixaban", "reaction", "rash")));
        WorkItem introduced = taskFor(of, Category.NEW);
        String warning = "tell nobody to take it";

        assertThat(background.stream().flatMap(source -> source.of(introduced).stream()))
                .anyMatch(note -> note.words().contains(warning));

        decides(of, taskFor(of, Category.ALLERGY), Decision.AS_DISCHARGED, "no true allergy");

        assertThat(background.stream().flatMap(source -> source.of(introduced).stream()))
                .noneMatch(note -> note.words().contains(warning));
    }

    private static Map<String, Object> unknownPill() {
        return medicine("blue water pill", "1 tablet", "once a day");
    }

    @Test
    void whoeverKnowsWhatUnreadWordsMeanSaysSoAndItIsCheckedAtOnce() {
        Case of = discharged(
                List.of(LISINOPRIL),
                List.of(LISINOPRIL, unknownPill()),
                List.of(Map.of("text", "furosemide", "reaction", "rash")));
        WorkItem unread = taskFor(of, Category.UNCODED);
        assertThatThrownBy(() -> ward.completes(
                        ward.who("ward-" + unread.role()),
                        unread,
                        Map.of("decision", "READ_AS", "readAs", "zzyzxin forte")))
                .hasMessageContaining("not known here either");

        ward.completes(
                ward.who("ward-" + unread.role()),
                unread,
                Map.of("decision", "READ_AS", "readAs", "furosemide 20 mg tablet"));

        assertThat(open(of)).contains("ALLERGY Furosemide").noneMatch(words -> words.startsWith("UNCODED"));
        assertThat(ward.work(of)).anyMatch(task -> task.elementId().equals(ALLERGY));
        assertThat(reconciliations.readings(reconciliation(of).id()))
                .singleElement()
                .satisfies(reading -> assertThat(reading.words()).isEqualTo("blue water pill"));
        assertThat(reconciliations.finalList(reconciliation(of).id()))
                .anyMatch(line -> line.medicine().equals("Furosemide"));
    }

    @Test
    void aWrongReadingIsTakenBackAndAskedForAgain() {
        Case of = discharged(List.of(), List.of(unknownPill()));
        UUID id = reconciliation(of).id();
        MedicationItem unread = items(of).stream()
                .filter(item -> item.category() == Category.UNCODED)
                .findFirst()
                .orElseThrow();
        String key = reconciliations
                .comparison(id)
                .lines()
                .get(0)
                .entries()
                .get(0)
                .entry()
                .nameKey();

        reconciliations.read(id, key, "furosemide 20 mg tablet", "ward-pharmacist");
        assertThat(items(of)).anyMatch(item -> item.words().startsWith("Furosemide"));
        assertThat(ward.work(of)).noneMatch(task -> task.subjectId().equals(unread.id()));

        reconciliations.takeBackReading(id, reconciliations.readings(id).get(0).id(), "ward-pharmacist");

        assertThat(open(of)).anyMatch(words -> words.startsWith("UNCODED blue water pill"));
        assertThat(open(of)).noneMatch(words -> words.contains("Furosemide"));
        taskFor(of, Category.UNCODED);
    }

    @Test
    void aReadingFromTheFormIsTakenBackToo() {
        Case of = discharged(List.of(), List.of(unknownPill()));
        UUID id = reconciliation(of).id();
        WorkItem unread = taskFor(of, Category.UNCODED);
        ward.completes(
                ward.who("ward-" + unread.role()), unread, Map.of("decision", "READ_AS", "readAs", "furosemide 20 mg"));
        assertThat(open(of)).noneMatch(words -> words.startsWith("UNCODED blue"));

        reconciliations.takeBackReading(id, reconciliations.readings(id).get(0).id(), "ward-pharmacist");

        assertThat(open(of)).anyMatch(words -> words.startsWith("UNCODED blue water pill"));
        assertThat(taskFor(of, Category.UNCODED).subjectId()).isNotEqualTo(unread.subjectId());
    }

    @Test
    void whatTheListsSayClearlyIsNotReadAnew() {
        Case of = discharged(
                List.of(FUROSEMIDE), List.of(FUROSEMIDE), List.of(Map.of("text", "furosemide", "reaction", "rash")));
        UUID id = reconciliation(of).id();
        MedicationEntry clear =
                reconciliations.comparison(id).lines().get(0).entries().get(0).entry();

        assertThatThrownBy(() -> reconciliations.read(id, clear.nameKey(), "apixaban 5 mg", "ward-nurse"))
                .hasMessageContaining("Reload and look");
        assertThat(open(of)).contains("ALLERGY Furosemide");
    }

    @Test
    void whatWasDecidedAboutUnreadWordsIsNotLostWhenTheyAreReadLater() {
        Case of = discharged(List.of(unknownPill()), List.of(unknownPill()));
        UUID id = reconciliation(of).id();
        String key = reconciliations
                .comparison(id)
                .lines()
                .get(0)
                .entries()
                .get(0)
                .entry()
                .nameKey();
        decides(of, taskFor(of, Category.UNCODED), Decision.STOP, "nobody knows what it is");

        assertThatThrownBy(() -> reconciliations.read(id, key, "furosemide 20 mg", "ward-nurse"))
                .hasMessageContaining("take that decision back first");
    }

    @Test
    void wordsThatTurnTheMeaningStillDoWhateverMedicineTheyAreReadAs() {
        Case of = discharged(
                List.of(), List.of(medicine("blue water pill, hold until INR below 3", "1 tablet", "daily")));
        UUID id = reconciliation(of).id();
        String key = reconciliations
                .comparison(id)
                .lines()
                .get(0)
                .entries()
                .get(0)
                .entry()
                .nameKey();

        reconciliations.read(id, key, "warfarin 5 mg tablet", "ward-pharmacist");

        assertThat(open(of)).anyMatch(words -> words.startsWith("UNCODED"));
        assertThat(reconciliations.finalList(id)).allMatch(line -> line.what() == null);
    }

    @Test
    void aReadingOfAnAllergyTakesNothingAwayAndNoneIsNoReading() {
        Case of = discharged(
                List.of(FUROSEMIDE),
                List.of(FUROSEMIDE),
                List.of(Map.of("text", "furosemide and the sulphur pinkies", "reaction", "rash")));
        assertThat(open(of)).contains("ALLERGY Furosemide");
        WorkItem unread = taskFor(of, Category.UNCODED);
        assertThatThrownBy(() -> ward.completes(
                        ward.who("ward-" + unread.role()), unread, Map.of("decision", "READ_AS", "readAs", "none")))
                .hasMessageContaining("not known here either");

        ward.completes(
                ward.who("ward-" + unread.role()), unread, Map.of("decision", "READ_AS", "readAs", "penicillin"));

        assertThat(open(of)).contains("ALLERGY Furosemide");
    }

    @Test
    void whatWasReadStandsInTheFinalListWithItsStrength() {
        Case of = discharged(List.of(unknownPill()), List.of(unknownPill()));
        WorkItem unread = taskFor(of, Category.UNCODED);
        ward.completes(
                ward.who("ward-" + unread.role()),
                unread,
                Map.of("decision", "READ_AS", "readAs", "furosemide 20 mg tablet"));

        assertThat(reconciliations.finalList(reconciliation(of).id()))
                .singleElement()
                .satisfies(line -> assertThat(line.how()).contains("furosemide 20 mg tablet"));
    }

    @Test
    void anAllergyThatNobodyCouldReadIsCheckedOnceSomebodyReadsIt() {
        Case of = discharged(
                List.of(FUROSEMIDE), List.of(FUROSEMIDE), List.of(Map.of("text", "water tablets from the green box")));
        WorkItem unread = taskFor(of, Category.UNCODED);
        ward.completes(
                ward.who("ward-" + unread.role()), unread, Map.of("decision", "READ_AS", "readAs", "furosemide"));

        assertThat(items(of))
                .anyMatch(item -> item.category() == Category.ALLERGY
                        && item.isOpen()
                        && item.words().contains("water tablets from the green box (read as furosemide)"));
    }

    @Test
    void aDecisionIsTakenBackAndAskedForAgainAndTheSignatureWithIt() {
        Case of = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        WorkItem task = taskFor(of, Category.CHANGED);
        decides(of, task, Decision.AS_BEFORE, "typed wrongly");
        MedicationItem decided = reconciliations.item(task.subjectId());

        reconciliations.decideAgain(decided.id(), "the letter says otherwise", "ward-pharmacist");

        WorkItem again = taskFor(of, Category.CHANGED);
        assertThat(again.subjectId()).isNotEqualTo(decided.id());
        decides(of, again, Decision.AS_DISCHARGED, "more water");
        ward.completes(of, GATHER, asListed(of, ""));
        ward.completes(of, SIGN, signed(of));
        assertThat(reconciliation(of).status()).isEqualTo(Reconciliation.Status.SIGNED);

        reconciliations.decideAgain(again.subjectId(), "the prescriber rang", "ward-pharmacist");

        assertThat(reconciliation(of).status()).isEqualTo(Reconciliation.Status.OPEN);
        decides(of, taskFor(of, Category.CHANGED), Decision.STOP, "the prescriber rang");
        ward.completes(of, SIGN, signed(of));
        ward.completes(of, TELL, told());
        assertThat(reconciliation(of).status()).isEqualTo(Reconciliation.Status.TOLD);
        assertThatThrownBy(() -> reconciliations.decideAgain(again.subjectId(), "too late", "ward-pharmacist"))
                .hasMessageContaining("Call the patient");
    }

    @Test
    void aListThatNobodyCanReadAsAWholeIsOneThingToLookAt() {
        List<Map<String, Object>> foreign = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            foreign.add(medicine("лекарство " + i, "1 tablet", "once a day"));
        }
        Case of = discharged(foreign, foreign);

        assertThat(items(of).stream().filter(item -> item.category() == Category.UNCODED))
                .singleElement()
                .satisfies(item -> assertThat(item.words()).startsWith("40 entries"));
        assertThat(reconciliations.finalList(reconciliation(of).id()))
                .hasSize(40)
                .allMatch(line -> line.what() == null);
    }

    @Test
    void aQuestionThatWasAskedIsNotForgottenWhenTheListChanges() {
        Case of = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        WorkItem task = taskFor(of, Category.CHANGED);
        ward.completes(
                ward.who("ward-" + task.role()),
                task,
                Map.of(
                        "decision",
                        "ASK_PRESCRIBER",
                        "answerer",
                        "OUTSIDE",
                        "askedWhom",
                        "Dr. Lee",
                        "question",
                        "Why twice?",
                        "askedHow",
                        "PHONE"));

        changed(of, List.of(medicine("Furosemide 80 mg tablet", "1 tablet", "twice a day", "change", "changed")));

        WorkItem anew = taskFor(of, Category.CHANGED);
        assertThat(background.stream().flatMap(source -> source.of(anew).stream()))
                .anyMatch(note -> note.words().contains("Asked Dr. Lee: Why twice?")
                        && note.words().contains("ask again"));
    }

    @Test
    void aCombinationBesideItsPartsIsNamedByAllOfThem() {
        Case of = discharged(
                List.of(medicine("Zestoretic 10-12.5 mg tablet", "1 tablet", "once a day")),
                List.of(
                        medicine("Lisinopril 10 mg tablet", "1 tablet", "once a day"),
                        medicine("Hydrochlorothiazide 12.5 mg tablet", "1 tablet", "once a day")));

        assertThat(reconciliations.finalList(reconciliation(of).id()))
                .extracting(FinalLine::medicine)
                .containsExactly("Hydrochlorothiazide + lisinopril");
    }

    @Test
    void aRefusalEndsEveryStepAndWithdrawsWhatIsOpen() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE, APIXABAN));
        String instance = Objects.requireNonNull(reconciliation(lee).processInstanceId());

        facts.append(VisitFact.of(
                lee.visit(),
                lee.patientId(),
                new FactPayload.Refused("medication-reconciliation", "does not want it"),
                ward.now(),
                ward.now(),
                "test"));

        assertThat(ward.isRunning(instance)).isFalse();
        assertThat(ward.steps(lee)).doesNotContain(GATHER, DECIDE, URGENT, TEACH, SIGN);
        assertThat(items(lee)).allMatch(item -> item.status() == Status.WITHDRAWN);
    }

    @Test
    void aReadmissionParksItAndItsCancellationGoesOnWhereItStood() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE, APIXABAN));
        decides(lee, taskFor(lee, Category.CHANGED), Decision.AS_DISCHARGED, "more water");
        ward.passes(Duration.ofHours(1));
        tell(lee, new FactPayload.Readmitted(null, ward.now()));
        assertThat(ward.steps(lee)).doesNotContain(GATHER, URGENT, TEACH);

        ward.passes(Duration.ofHours(1));
        tell(lee, new FactPayload.ReadmissionCancelled("was a mistake"));

        assertThat(ward.steps(lee)).contains(GATHER, URGENT, TEACH).doesNotContain(DECIDE);
        assertThat(open(lee)).containsExactlyInAnyOrder("NEW Apixaban", "HIGH_ALERT Apixaban");
        assertThat(items(lee)).hasSize(3);
    }

    private void tell(Case of, FactPayload payload) {
        facts.append(VisitFact.of(of.visit(), of.patientId(), payload, ward.now(), ward.now(), "test"));
    }

    @Test
    void noListIsEverLost() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(with(MORE_FUROSEMIDE, "unheardOf", "kept all the same")));
        changed(lee, List.of(APIXABAN));

        List<String> kept = jdbc.sql("select entries from medication_list where reconciliation_id = ? order by id")
                .param(reconciliation(lee).id().toString())
                .query(String.class)
                .list();

        assertThat(kept).hasSize(3).anyMatch(entries -> entries.contains("kept all the same"));
        assertThat(reconciliations.comparison(reconciliation(lee).id()).lines())
                .extracting(ComparisonLine::key)
                .containsExactlyInAnyOrder("apixaban", "furosemide");
    }

    @Test
    void nothingThatNamesAMedicineReachesTheEngine() {
        Case lee = discharged(List.of(FUROSEMIDE), List.of(MORE_FUROSEMIDE));
        ward.completes(lee, GATHER, asListed(lee, "Canarymycin 5 mg"));

        assertThat(jdbc.sql(
                                "select count(*) from ACT_RU_VARIABLE where TEXT_ like '%urosemide%' or TEXT_ like '%anary%'"
                                        + " or TEXT2_ like '%urosemide%' or BYTEARRAY_ID_ is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
