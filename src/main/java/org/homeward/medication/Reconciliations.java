package org.homeward.medication;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.calendar.Deadlines;
import org.homeward.engine.Refused;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.DischargeDetails;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.episode.Episodes;
import org.homeward.episode.VisitFacts;
import org.homeward.medication.MedicationItem.Answerer;
import org.homeward.medication.MedicationItem.Decision;
import org.homeward.medication.MedicationItem.FoundIn;
import org.homeward.medication.PatientFacts.Allergy;
import org.homeward.medication.Reconciliation.Evidence;
import org.homeward.medication.Reconciliation.Signature;
import org.homeward.medication.Reconciliation.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reconcile the medicines of an episode: keep each list that is told, compare, open one item for each difference, and
 * take what people decide about it until the final list is signed and told.
 */
@Service
public class Reconciliations {

    static final String KIND = "medication-reconciliation";
    static final String ITEM_KIND = "medication-item";
    static final String REMINDER = "prescriber-reminder";
    private static final String ITSELF = "homeward";
    private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};
    private static final TypeReference<List<FinalLine>> FINAL = new TypeReference<>() {};

    private final ReconciliationRows rows;
    private final ToldLists lists;
    private final MedicationItems items;
    private final MedicationReadings readings;
    private final ListEntries entries;
    private final DiscrepancyRulings rulings;
    private final CompareMedications compare;
    private final Episodes episodes;
    private final VisitFacts facts;
    private final Duties duties;
    private final CarryOutEpisode carryOut;
    private final EpisodeDirectory directory;
    private final EpisodeTimeline timeline;
    private final Deadlines deadlines;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Reconciliations(
            ReconciliationRows rows,
            ToldLists lists,
            MedicationItems items,
            MedicationReadings readings,
            ListEntries entries,
            DiscrepancyRulings rulings,
            CompareMedications compare,
            Episodes episodes,
            VisitFacts facts,
            Duties duties,
            CarryOutEpisode carryOut,
            EpisodeDirectory directory,
            EpisodeTimeline timeline,
            Deadlines deadlines,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.lists = lists;
        this.items = items;
        this.readings = readings;
        this.entries = entries;
        this.rulings = rulings;
        this.compare = compare;
        this.episodes = episodes;
        this.facts = facts;
        this.duties = duties;
        this.carryOut = carryOut;
        this.directory = directory;
        this.timeline = timeline;
        this.deadlines = deadlines;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Reconciliation get(UUID id) {
        return rows.findById(id).orElseThrow(() -> new IllegalArgumentException("There is no reconciliation " + id));
    }

    @Transactional(readOnly = true)
    public Optional<Reconciliation> ofEpisode(UUID episodeId) {
        return rows.findByEpisodeId(episodeId);
    }

    @Transactional(readOnly = true)
    public Optional<Reconciliation> ofDuty(UUID dutyId) {
        return rows.findByDutyId(dutyId);
    }

    /** All of them, the decided and withdrawn ones too, in the order in which they were found. */
    @Transactional(readOnly = true)
    public List<MedicationItem> items(UUID id) {
        return items.findByReconciliationIdOrderById(id);
    }

    @Transactional(readOnly = true)
    public MedicationItem item(UUID itemId) {
        return items.findById(itemId)
                .orElseThrow(() -> new IllegalArgumentException("There is no medication item " + itemId));
    }

    /** Which lines of the comparison an item concerns. */
    public List<String> linesOf(MedicationItem item) {
        return entries.read(item.lineKeys(), KEYS);
    }

    /** Medicines that meet an allergy which nobody has decided about: nobody is told to take them. */
    @Transactional(readOnly = true)
    public Set<String> blockedLines(UUID id) {
        return items(id).stream()
                .filter(item -> item.isOpen() && item.category() == Category.ALLERGY)
                .flatMap(item -> linesOf(item).stream())
                .collect(Collectors.toSet());
    }

    /** What is known of the patient's allergies, in the sender's words. */
    public List<String> allergies(UUID id) {
        DischargeDetails details = details(get(id));
        return details == null
                ? List.of()
                : ListEntries.allergies(details.clinical()).stream()
                        .map(allergy -> allergy.text())
                        .distinct()
                        .toList();
    }

    /** On which day the newest decision was made; empty where there was nothing to decide. */
    @Transactional(readOnly = true)
    public Optional<Instant> lastDecided(UUID id) {
        return items(id).stream()
                .filter(item -> item.status() == MedicationItem.Status.DECIDED)
                .map(MedicationItem::decidedAt)
                .filter(Objects::nonNull)
                .max(java.util.Comparator.naturalOrder());
    }

    /** The lists that count now, each entry as received, compared. */
    @Transactional(readOnly = true)
    public Comparison comparison(UUID id) {
        Reconciliation reconciliation = get(id);
        return compared(reconciliation, lists.findByReconciliationIdOrderById(id), details(reconciliation));
    }

    /** What people said that unread words mean, what was taken back included, in the order in which they said it. */
    @Transactional(readOnly = true)
    public List<MedicationReading> readings(UUID id) {
        return readings.findByReconciliationIdOrderById(id);
    }

    /** Allergies that no medicine could be checked against. */
    @Transactional(readOnly = true)
    public List<Allergy> unreadAllergies(UUID id) {
        Reconciliation reconciliation = get(id);
        return patientFacts(details(reconciliation), meanings(reconciliation)).allergies().stream()
                .filter(allergy -> !compare.understands(allergy))
                .toList();
    }

    /** What was signed; before that, what the lists and the decisions amount to. */
    @Transactional(readOnly = true)
    public List<FinalLine> finalList(UUID id) {
        Reconciliation reconciliation = get(id);
        String signed = reconciliation.finalList();
        if (signed != null) {
            return entries.read(signed, FINAL);
        }
        Map<String, List<FinalLine.Ruling>> about = new HashMap<>();
        for (MedicationItem item : items(id)) {
            List<String> lines = linesOf(item);
            lines.forEach(line -> about.computeIfAbsent(line, key -> new ArrayList<>())
                    .add(new FinalLine.Ruling(item, lines.size() == 1)));
        }
        return comparison(id).lines().stream()
                .map(line -> FinalLine.proposed(line, about.getOrDefault(line.key(), List.of())))
                .toList();
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.ReconciliationOrdered ordered) {
        Reconciliation known = rows.findByDutyId(ordered.dutyId()).orElse(null);
        if (known != null) {
            known.reopen();
            rows.save(known);
            return;
        }
        Reconciliation fresh = rows.save(
                Reconciliation.ordered(ordered.dutyId(), ordered.episodeId(), ordered.patientId(), clock.instant()));
        directory.register(fresh.id(), fresh.episodeId(), KIND);
    }

    /** The process begins, or begins again: what is known is compared, and every open item gets a step. */
    @Transactional
    public boolean begin(UUID id, String processInstanceId) {
        Reconciliation reconciliation = lock(id);
        reconciliation.workedBy(processInstanceId);
        DischargeDetails details = details(reconciliation);
        List<ToldList> told = new ArrayList<>(lists.findByReconciliationIdOrderById(id));
        followDischarge(reconciliation, details, told);
        // the step that follows begins one for each open item
        compareAgain(reconciliation, details, told, FoundIn.DISCHARGE, true, "Medication lists compared");
        if (reconciliation.takeBackSignature()) {
            timeline.append(
                    reconciliation.episodeId(),
                    "medication-signature-void",
                    "The medicines are to be signed off again",
                    ITSELF,
                    id.toString());
        }
        rows.save(reconciliation);
        return newest(told, Map.of()).taken() != null;
    }

    /** What the patient really takes is known; replaces what was known of it before. */
    @Transactional
    public void gathered(UUID id, List<Map<String, Object>> taken, String by) {
        Reconciliation reconciliation = lock(id);
        lists.save(ToldList.of(id, ListKind.TAKEN, clock.instant(), by, entries.write(taken)));
        compareAgain(
                reconciliation,
                details(reconciliation),
                lists.findByReconciliationIdOrderById(id),
                FoundIn.TAKEN,
                false,
                "What the patient takes is known (" + taken.size()
                        + (taken.size() == 1 ? " medicine)" : " medicines)"));
        rows.save(reconciliation);
        events.publishEvent(new Reconciliation.Compared(id, false));
    }

    /**
     * A person says which medicine or substance is meant by words that nobody could read; the lists are compared again.
     *
     * @param nameKey which words, see {@link MedicationEntry#nameKey()}
     * @param readAs in words that the vocabulary knows
     */
    @Transactional
    public void read(UUID id, String nameKey, String readAs, String by) {
        Reconciliation reconciliation = lock(id);
        DischargeDetails details = details(reconciliation);
        List<ToldList> told = lists.findByReconciliationIdOrderById(id);
        MedicationReading reading = reading(reconciliation, told, details, nameKey, readAs, by);
        Instant now = clock.instant();
        readings.saveAll(readings(id).stream()
                .filter(earlier -> earlier.holds() && earlier.nameKey().equals(nameKey))
                .map(earlier -> earlier.takenBack(by, now))
                .toList());
        readings.save(reading);
        readAnew(reconciliation, told, details, "medication-read", reading.words() + " → it is " + readAs, by);
    }

    /** Whatever an open item about unread words is about. */
    @Transactional
    void readItem(MedicationItem item, String readAs, String by) {
        Comparison comparison = comparison(item.reconciliationId());
        List<String> keys = nameKeys(item, comparison);
        if (keys.isEmpty()) {
            throw changedMeanwhile();
        }
        new java.util.LinkedHashSet<>(keys).forEach(key -> read(item.reconciliationId(), key, readAs, by));
    }

    private List<String> nameKeys(MedicationItem item, Comparison comparison) {
        if (item.detail() == Discrepancy.Detail.ALLERGEN) {
            return unreadAllergies(item.reconciliationId()).stream()
                    .filter(allergy -> Comparison.allergyKey(allergy.text()).equals(item.itemKey()))
                    .map(Allergy::nameKey)
                    .toList();
        }
        List<String> lines = linesOf(item);
        return lines.size() > 1
                ? List.of()
                : comparison.lines().stream()
                        .filter(line -> lines.contains(line.key()))
                        .flatMap(line -> line.entries().stream())
                        .filter(NormalisedMedication::isUnclear)
                        .map(medication -> medication.entry().nameKey())
                        .toList();
    }

    /** Why a reading cannot be taken as it is; empty when it can. */
    Optional<String> whyNotReadAs(MedicationItem item, String readAs) {
        if (linesOf(item).size() > 1) {
            return Optional.of("Several entries cannot be the same medicine: name each of them on the page Medicines.");
        }
        return whyNotReadAs(
                item.detail() == Discrepancy.Detail.ALLERGEN
                        ? MedicationReading.About.ALLERGY
                        : MedicationReading.About.MEDICINE,
                readAs);
    }

    private Optional<String> whyNotReadAs(MedicationReading.About about, String readAs) {
        boolean reads = about == MedicationReading.About.ALLERGY ? compare.readsAllergy(readAs) : compare.reads(readAs);
        return reads
                ? Optional.empty()
                : Optional.of(
                        about == MedicationReading.About.ALLERGY
                                ? "That name is not known here either. Write the substance alone, such as penicillin,"
                                        + " or decide without naming it."
                                : "That name is not known here either. Write the medicine alone, such as furosemide 20"
                                        + " mg, or decide without naming it.");
    }

    private MedicationReading reading(
            Reconciliation reconciliation,
            List<ToldList> told,
            @Nullable DischargeDetails details,
            String nameKey,
            String readAs,
            String by) {
        refuseIfConcluded(reconciliation);
        // only what could not be read: what the lists say clearly is decided by whoever owns it, and not read anew
        List<ComparisonLine> unclear = compared(reconciliation, told, details).lines().stream()
                .filter(line -> line.entries().stream()
                        .anyMatch(medication -> medication.isUnclear()
                                && medication.entry().nameKey().equals(nameKey)))
                .toList();
        refuseIfDecided(reconciliation, unclear);
        MedicationReading.About about =
                unclear.isEmpty() ? MedicationReading.About.ALLERGY : MedicationReading.About.MEDICINE;
        String said = unclear.stream()
                .flatMap(line -> line.entries().stream())
                .map(NormalisedMedication::entry)
                .filter(entry -> entry.nameKey().equals(nameKey))
                .map(MedicationEntry::text)
                .findFirst()
                .or(() -> unreadAllergies(reconciliation.id()).stream()
                        .filter(allergy -> allergy.nameKey().equals(nameKey))
                        .map(Allergy::text)
                        .findFirst())
                .orElseThrow(Reconciliations::changedMeanwhile);
        whyNotReadAs(about, readAs).ifPresent(why -> {
            throw new Refused(Refused.Kind.INVALID, why, List.of(new Refused.Field("readAs", why)));
        });
        return MedicationReading.of(reconciliation.id(), about, nameKey, said, readAs, by, clock.instant());
    }

    /** Else what was decided about the words, such as a stop, would be lost with them. */
    private void refuseIfDecided(Reconciliation reconciliation, List<ComparisonLine> lines) {
        List<String> keys = lines.stream().map(ComparisonLine::key).toList();
        boolean decided = items(reconciliation.id()).stream()
                .filter(item -> item.status() == MedicationItem.Status.DECIDED && FinalLine.saysHow(item))
                .anyMatch(item -> linesOf(item).stream().anyMatch(keys::contains));
        if (decided) {
            String why = "It was decided already how these words apply: take that decision back first.";
            throw new Refused(Refused.Kind.CONFLICT, why);
        }
    }

    /** It was read wrongly: what the words mean is asked for again. */
    @Transactional
    public void takeBackReading(UUID id, UUID readingId, String by) {
        Reconciliation reconciliation = lock(id);
        refuseIfConcluded(reconciliation);
        MedicationReading reading = readings.findById(readingId)
                .filter(one -> one.reconciliationId().equals(id) && one.holds())
                .orElseThrow(Reconciliations::changedMeanwhile);
        readings.save(reading.takenBack(by, clock.instant()));
        readAnew(
                reconciliation,
                lists.findByReconciliationIdOrderById(id),
                details(reconciliation),
                "medication-reading-taken-back",
                reading.words() + " → no longer read as " + reading.readAs(),
                by);
    }

    /** A decision was wrong: it stays in the record, and the same thing is to be decided again. */
    @Transactional
    public void decideAgain(UUID itemId, String why, String by) {
        Reconciliation reconciliation = lock(item(itemId).reconciliationId());
        refuseIfConcluded(reconciliation);
        MedicationItem item = item(itemId);
        if (item.status() != MedicationItem.Status.DECIDED || item.decision() == Decision.READ_AS) {
            throw changedMeanwhile();
        }
        item.takeBack();
        items.save(item);
        readAnew(
                reconciliation,
                lists.findByReconciliationIdOrderById(reconciliation.id()),
                details(reconciliation),
                "medication-decision-taken-back",
                "To be decided again (" + why + "): " + item.words(),
                by);
        if (items(reconciliation.id()).stream()
                .noneMatch(one -> one.isOpen() && one.itemKey().equals(item.itemKey()))) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "The lists no longer differ there, so there is nothing to decide again: whoever signs says how it is.");
        }
    }

    private void readAnew(
            Reconciliation reconciliation,
            List<ToldList> told,
            @Nullable DischargeDetails details,
            String kind,
            String what,
            String by) {
        timeline.append(
                reconciliation.episodeId(),
                kind,
                ItemWords.shortened(what, 1000),
                by,
                reconciliation.id().toString());
        compareAgain(reconciliation, details, told, FoundIn.DISCHARGE, false, "Compared again");
        followed(reconciliation, "What was signed no longer holds: to be signed off again");
    }

    private void followed(Reconciliation reconciliation, String whySignedAgain) {
        if (reconciliation.takeBackSignature()) {
            timeline.append(
                    reconciliation.episodeId(),
                    "medication-signature-void",
                    whySignedAgain,
                    ITSELF,
                    reconciliation.id().toString());
        }
        rows.save(reconciliation);
        events.publishEvent(new Reconciliation.Compared(reconciliation.id(), true));
    }

    private static void refuseIfConcluded(Reconciliation reconciliation) {
        if (reconciliation.isConcluded()) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "The reconciliation is closed, and its list was told. Call the patient, and record what is wrong as"
                            + " an order that was added.");
        }
    }

    private static Refused changedMeanwhile() {
        return new Refused(
                Refused.Kind.CONFLICT, "The lists have changed meanwhile, or it was decided. Reload and look.");
    }

    /** The sender told clinical parts anew. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Episode.ClinicalPartsTold told) {
        Reconciliation known = rows.findByEpisodeId(told.episodeId()).orElse(null);
        if (known == null || known.comparedAt() == null) {
            return;
        }
        Reconciliation reconciliation = lock(known.id());
        DischargeDetails details = details(reconciliation);
        List<ToldList> lists = new ArrayList<>(this.lists.findByReconciliationIdOrderById(known.id()));
        boolean changed = followDischarge(reconciliation, details, lists);
        if (reconciliation.isConcluded()) {
            if (reconciliation.status() == Status.TOLD && (changed || saysMore(reconciliation, details, lists))) {
                // the list that the patient holds may be wrong
                carryOut.addOrder(
                        told.episodeId(),
                        Duty.Kind.URGENT_ORDER,
                        "medication-list:" + clock.instant(),
                        changed
                                ? "The hospital changed the medication list after it was reconciled: look at it"
                                : "What the hospital says now, such as an allergy, meets the medicines that were"
                                        + " reconciled: look at it");
            }
            return;
        }
        boolean differs =
                compareAgain(reconciliation, details, lists, FoundIn.DISCHARGE, false, "The medication list changed");
        if (!changed && !differs) {
            return;
        }
        followed(reconciliation, "The signature was for the earlier list: to be signed off again");
    }

    /** Whether there is something to decide now that nobody has decided: an allergy that is told late. */
    private boolean saysMore(Reconciliation reconciliation, @Nullable DischargeDetails details, List<ToldList> told) {
        Comparison comparison = compared(reconciliation, told, details);
        List<MedicationItem> known = items(reconciliation.id());
        return comparison.discrepancies().stream().anyMatch(discrepancy -> {
            String basis = basis(discrepancy, comparison, details);
            return known.stream().noneMatch(item -> item.isAbout(ItemWords.key(discrepancy), basis));
        });
    }

    /** A decision about an allergy rests on everything that is known of the patient's allergies. */
    private String basis(Discrepancy discrepancy, Comparison comparison, @Nullable DischargeDetails details) {
        Map<String, Object> clinical = details == null ? null : details.clinical();
        return ItemWords.basis(
                discrepancy,
                comparison,
                discrepancy.category() == Category.ALLERGY && clinical != null
                        ? entries.write(Objects.requireNonNullElse(clinical.get("allergies"), List.of()))
                        : "");
    }

    /** @return whether a list is another than before */
    private boolean followDischarge(
            Reconciliation reconciliation, @Nullable DischargeDetails details, List<ToldList> known) {
        Map<String, Object> clinical = details == null ? null : details.clinical();
        Map<ListKind, String> newest = new EnumMap<>(ListKind.class);
        known.forEach(list -> newest.put(list.kind(), list.entries()));
        List<ToldList> fresh = new ArrayList<>();
        Map<ListKind, String> names = new EnumMap<>(Map.of(
                ListKind.BEFORE_ADMISSION, "preAdmissionMedications", ListKind.DISCHARGE, "dischargeMedications"));
        for (Map.Entry<ListKind, String> list : names.entrySet()) {
            String received = entries.received(clinical, list.getValue());
            if (received != null && !received.equals(newest.get(list.getKey()))) {
                fresh.add(ToldList.of(
                        reconciliation.id(), list.getKey(), clock.instant(), "the discharge message", received));
            }
        }
        if (!fresh.isEmpty()) {
            known.addAll(lists.saveAll(fresh));
        }
        return !fresh.isEmpty();
    }

    /**
     * Keeps what is decided as long as the lists say the same of it, opens what is new, withdraws what is gone, and says
     * so.
     *
     * @return whether there is anything else to decide than before
     */
    private boolean compareAgain(
            Reconciliation reconciliation,
            @Nullable DischargeDetails details,
            List<ToldList> told,
            FoundIn foundIn,
            boolean takesUp,
            String what) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Comparison comparison = compared(reconciliation, told, details);
        List<MedicationItem> known = items(reconciliation.id());
        List<MedicationItem> fresh = new ArrayList<>();
        List<MedicationItem> changed = new ArrayList<>();
        List<MedicationItem> replaced = new ArrayList<>();
        Map<String, Discrepancy> found = new HashMap<>();
        int kept = 0;
        for (Discrepancy discrepancy : comparison.discrepancies()) {
            String key = ItemWords.key(discrepancy);
            found.put(key, discrepancy);
            String basis = basis(discrepancy, comparison, details);
            String lines = entries.write(discrepancy.lines());
            String words = ItemWords.shortened(ItemWords.of(discrepancy, comparison), 1000);
            MedicationItem open = known.stream()
                    .filter(item -> item.isOpen() && item.itemKey().equals(key))
                    .findFirst()
                    .orElse(null);
            boolean decided = known.stream()
                    .anyMatch(item -> item.status() == MedicationItem.Status.DECIDED
                            // a reading that still holds leaves nothing to find; one that was taken back decides
                            // nothing
                            && item.decision() != Decision.READ_AS
                            && item.isAbout(key, basis));
            if (open != null && open.basis().equals(basis)) {
                continue;
            }
            if (open != null) {
                // another thing to decide by now: whoever has the old one open must not decide what they have not seen
                replaced.add(open);
            }
            if (open == null && decided) {
                kept++;
            } else {
                MedicationItem item = MedicationItem.open(
                        reconciliation, discrepancy, foundIn, basis, lines, words, rulings.of(discrepancy, today), now);
                if (open != null && open.question() != null) {
                    item.carryQuestion(open);
                }
                fresh.add(item);
            }
        }
        List<MedicationItem> gone = known.stream()
                .filter(item -> item.isOpen() && !found.containsKey(item.itemKey()))
                .toList();
        int reworded = replaced.size();
        gone.forEach(MedicationItem::withdraw);
        replaced.forEach(MedicationItem::withdraw);
        changed.addAll(replaced);
        if (takesUp) {
            fresh.forEach(MedicationItem::takeUp);
            for (MedicationItem open : known) {
                if (open.isOpen() && !open.isTakenUp()) {
                    open.takeUp();
                    if (!changed.contains(open)) {
                        changed.add(open);
                    }
                }
            }
        }
        boolean first = reconciliation.comparedAt() == null;
        reconciliation.compared(now);
        changed.addAll(gone);
        items.saveAll(changed);
        items.saveAll(fresh);
        fresh.forEach(item -> directory.register(item.id(), item.episodeId(), ITEM_KIND));
        boolean differs = !fresh.isEmpty() || reworded > 0 || !gone.isEmpty();
        if (first || differs) {
            List<String> parts = new ArrayList<>();
            parts.add(fresh.size() - reworded + (first ? " to decide" : " added to decide"));
            if (reworded > 0) {
                parts.add(reworded + " to decide anew, for the lists say something else");
            }
            if (!gone.isEmpty()) {
                parts.add(gone.size() + " withdrawn");
            }
            if (kept > 0) {
                parts.add(kept + " decided before and kept");
            }
            timeline.append(
                    reconciliation.episodeId(),
                    "medication-compared",
                    what + ": " + String.join(", ", parts),
                    ITSELF,
                    reconciliation.id().toString());
        }
        return differs;
    }

    /** Whoever decides about an item: what, how it is taken if on no list, and why. */
    @Transactional
    public MedicationItem decide(
            UUID itemId, Decision decision, @Nullable String how, @Nullable String reason, String by) {
        MedicationItem item = openItem(itemId);
        item.decide(decision, how, reason, by, clock.instant());
        MedicationItem decided = items.save(item);
        keep(decided, by);
        return decided;
    }

    @Transactional
    public void ask(UUID itemId, Answerer of, String whom, String question, String by) {
        MedicationItem item = openItem(itemId);
        item.ask(of, whom, question, by, clock.instant());
        items.save(item);
        timeline.append(
                item.episodeId(),
                "medication-asked",
                "Asked " + whom + " about " + item.words(),
                by,
                item.id().toString());
    }

    @Transactional
    public void answered(
            UUID itemId, Decision decision, @Nullable String how, @Nullable String reason, String whom, String by) {
        MedicationItem item = openItem(itemId);
        item.answeredBy(whom);
        item.decide(decision, how, reason, by, clock.instant());
        noReminder(itemId, "Answered");
        keep(items.save(item), by);
    }

    /** Nobody answered yet. @return the item, for whoever reminds */
    @Transactional
    public MedicationItem reminded(UUID itemId) {
        MedicationItem item = item(itemId);
        Instant now = clock.instant();
        item.remind(now);
        deadlines.meet(itemId, REMINDER, now);
        MedicationItem saved = items.save(item);
        timeline.append(
                item.episodeId(),
                "medication-reminded",
                "No answer yet from " + Objects.toString(item.askedWhom(), "the prescriber") + " about " + item.words(),
                ITSELF,
                item.id().toString());
        return saved;
    }

    private void noReminder(UUID itemId, String why) {
        deadlines.find(itemId, REMINDER).ifPresent(waiting -> deadlines.voidOne(waiting.id(), why));
    }

    private void keep(MedicationItem item, String by) {
        timeline.append(
                item.episodeId(),
                "medication-decided",
                ItemWords.shortened(item.words() + " → " + item.decisionWords(), 1000),
                by,
                item.id().toString());
    }

    /** Somebody who may signs the final list. */
    @Transactional
    public void sign(UUID id, LocalDate on, Signature as, Evidence evidence, List<FinalLine> list, String by) {
        Reconciliation reconciliation = lock(id);
        reconciliation.sign(on, by, as, evidence, entries.write(list), clock.instant());
        rows.save(reconciliation);
        timeline.append(
                reconciliation.episodeId(),
                "medication-signed",
                "Medicines reconciled on " + on + ", signed as " + as.words(),
                by,
                id.toString());
        events.publishEvent(new Reconciliation.Signed(id, reconciliation.episodeId(), on, by, as, evidence));
    }

    /** The final list has reached whom it must reach, or it is written down why not. */
    @Transactional
    public void told(UUID id, String outcome, String by, Map<String, ?> evidence) {
        Reconciliation reconciliation = lock(id);
        Instant now = clock.instant();
        reconciliation.told(now);
        rows.save(reconciliation);
        if (duties.get(reconciliation.dutyId()).isOpen()) {
            long decided = items(id).stream()
                    .filter(item -> item.status() == MedicationItem.Status.DECIDED)
                    .count();
            duties.complete(
                    reconciliation.dutyId(),
                    "Reconciled on " + reconciliation.reconciledOn() + " by a "
                            + Objects.requireNonNull(reconciliation.signedAs()).words() + "; " + decided
                            + (decided == 1 ? " difference decided; " : " differences decided; ") + outcome,
                    null,
                    by,
                    now,
                    entries.write(evidence));
        }
    }

    /** Declined, taken back, or settled in the closing review: then it is settled here too. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Duty.Closed closed) {
        if (closed.kind() != Duty.Kind.MEDICATION_RECONCILIATION) {
            return;
        }
        rows.findByDutyId(closed.dutyId())
                .filter(reconciliation -> !reconciliation.isConcluded())
                .ifPresent(reconciliation -> {
                    reconciliation.withdraw(clock.instant());
                    rows.save(reconciliation);
                    for (MedicationItem item : items(reconciliation.id())) {
                        if (item.isOpen()) {
                            item.withdraw();
                            noReminder(item.id(), "Settled otherwise");
                            items.save(item);
                        }
                    }
                });
    }

    @Transactional
    public MedicationItem begunItem(UUID itemId, String processInstanceId) {
        MedicationItem item = item(itemId);
        item.workedBy(processInstanceId);
        return items.save(item);
    }

    @Transactional
    public void takeUp(UUID id) {
        List<MedicationItem> open = items(id).stream()
                .filter(item -> item.isOpen() && !item.isTakenUp())
                .toList();
        open.forEach(MedicationItem::takeUp);
        items.saveAll(open);
    }

    /** A message that changes the lists and a person who decides at the same moment take turns. */
    private MedicationItem openItem(UUID itemId) {
        lock(item(itemId).reconciliationId());
        MedicationItem item = item(itemId);
        if (!item.isOpen()) {
            throw changedMeanwhile();
        }
        return item;
    }

    private Reconciliation lock(UUID id) {
        return rows.findOneById(id).orElseThrow(() -> new IllegalArgumentException("There is no reconciliation " + id));
    }

    private @Nullable DischargeDetails details(Reconciliation reconciliation) {
        Episode episode = episodes.findById(reconciliation.episodeId()).orElseThrow();
        return facts.stateOf(episode.visit()).details();
    }

    private Comparison compared(
            Reconciliation reconciliation, List<ToldList> told, @Nullable DischargeDetails details) {
        Map<String, String> meanings = meanings(reconciliation);
        return compare.compare(newest(told, meanings), patientFacts(details, meanings));
    }

    /** What people said that words mean; nobody has said anything before the first comparison. */
    private Map<String, String> meanings(Reconciliation reconciliation) {
        Map<String, String> meanings = new HashMap<>();
        if (reconciliation.comparedAt() != null) {
            readings(reconciliation.id()).stream()
                    .filter(MedicationReading::holds)
                    .forEach(reading -> meanings.put(reading.nameKey(), reading.readAs()));
        }
        return meanings;
    }

    private static PatientFacts patientFacts(@Nullable DischargeDetails details, Map<String, String> meanings) {
        if (details == null) {
            return PatientFacts.UNKNOWN;
        }
        String code =
                details.disposition() == null ? null : details.disposition().code();
        // US patient discharge status 50 and 51: hospice at home or in a facility
        boolean hospice = "nubc:50".equals(code) || "nubc:51".equals(code);
        List<Allergy> allergies = ListEntries.allergies(details.clinical()).stream()
                .map(allergy -> allergy.withReading(meanings.get(allergy.nameKey())))
                .toList();
        return new PatientFacts(allergies, details.ageInYears(), hospice);
    }

    private MedicationLists newest(List<ToldList> told, Map<String, String> meanings) {
        Map<ListKind, List<MedicationEntry>> newest = new EnumMap<>(ListKind.class);
        told.forEach(list -> newest.put(
                list.kind(),
                entries.entries(list).stream()
                        .map(entry -> entry.withWords(entry.said(), meanings.get(entry.nameKey())))
                        .toList()));
        return new MedicationLists(
                newest.get(ListKind.BEFORE_ADMISSION), newest.get(ListKind.DISCHARGE), newest.get(ListKind.TAKEN));
    }
}
