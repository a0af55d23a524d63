package org.homeward.referral;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.calendar.TeamCalendars;
import org.homeward.directory.Need;
import org.homeward.directory.Programme;
import org.homeward.engine.Refused;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.Episodes;
import org.homeward.episode.VisitFacts;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails.Consent;
import org.homeward.patient.PatientDetails.ConsentStatus;
import org.homeward.patient.Patients;
import org.homeward.referral.ReferralLoop.Kind;
import org.homeward.referral.ReferralLoop.Say;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralTransition.Channel;
import org.homeward.worklist.FormTimes;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkItem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people fill in about a referral: sent, everything the other side tells by telephone, reviewed, told. */
final class ReferralForms {

    static final Set<String> NAMES =
            Set.of("send-referral", "track-referral", "review-referral-outcome", "tell-referral-outcome");

    private static final int LONGEST_NAME = 250;

    private static final String FOLLOWED_BY = "HANDED_OFF";
    private static final String COMMUNITY_CONSENT = "share-with-community";
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private ReferralForms() {}

    /** Begins a conversation, the first or the next, or ends the loop with a reason. */
    @Component
    static final class SendReferralForm implements TaskForm {

        private final Referrals referrals;
        private final Recipients recipients;
        private final Patients patients;
        private final Duties duties;
        private final EpisodeDirectory directory;
        private final Episodes episodes;
        private final VisitFacts facts;
        private final Clock clock;

        SendReferralForm(
                Referrals referrals,
                Recipients recipients,
                Patients patients,
                Duties duties,
                EpisodeDirectory directory,
                Episodes episodes,
                VisitFacts facts,
                Clock clock) {
            this.referrals = referrals;
            this.recipients = recipients;
            this.patients = patients;
            this.duties = duties;
            this.directory = directory;
            this.episodes = episodes;
            this.facts = facts;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "send-referral";
        }

        /** What was ordered, and what was agreed for the recipient before. */
        @Override
        public Map<String, Object> prefill(WorkItem item) {
            ReferralLoop loop = referrals.loop(item.subjectId());
            Map<String, Object> data = new HashMap<>();
            data.put(
                    "programmes",
                    recipients.fitting(loop).stream()
                            .map(one ->
                                    Map.of("label", name(one), "value", one.id().toString()))
                            .toList());
            data.put(
                    "needs",
                    Arrays.stream(Need.values())
                            .map(need -> Map.of("label", need.label(), "value", need.code()))
                            .toList());
            Map<?, ?> ordered = ordered(loop);
            put(
                    data,
                    "referralKind",
                    loop.kind() == null
                            ? upper(ordered.get("kind"))
                            : loop.kind().name());
            recipients.need(loop).ifPresent(need -> {
                data.put("need", need.code());
                data.putIfAbsent("referralKind", need.social() ? Kind.COMMUNITY.name() : Kind.CLINICAL.name());
            });
            put(data, "reasonForReferral", loop.reason() == null ? reason(loop, ordered) : loop.reason());
            if (referrals.current(loop.id()).isEmpty()) {
                put(data, "recipient", duties.get(loop.id()).withWhom());
            } else {
                put(data, "part2", loop.isPart2() ? "YES" : "NO");
            }
            return data;
        }

        private String reason(ReferralLoop loop, Map<?, ?> ordered) {
            Object reason = ordered.get("reason");
            return duties.get(loop.id()).description() + (reason == null ? "" : ": " + reason);
        }

        /** The sender's own words of this order. */
        private Map<?, ?> ordered(ReferralLoop loop) {
            Map<String, Object> clinical = episodes.findById(loop.episodeId())
                    .map(episode -> facts.stateOf(episode.visit()).discharge().clinical())
                    .orElse(null);
            String description = duties.get(loop.id()).description();
            if (clinical == null || !(clinical.get("referrals") instanceof List<?> told)) {
                return Map.of();
            }
            for (Object one : told) {
                if (one instanceof Map<?, ?> referral && description.equals(referral.get("what"))) {
                    return referral;
                }
            }
            return Map.of();
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            if ("CLOSE".equals(data.get("sendOutcome"))) {
                return List.of();
            }
            ReferralLoop loop = referrals.loop(item.subjectId());
            List<Refused.Field> problems = new ArrayList<>();
            if (loop.isClosed()) {
                problems.add(new Refused.Field("sendOutcome", "This referral is settled already."));
            }
            Recipient to = recipient(loop.id(), data);
            if (to.name().isBlank()) {
                problems.add(new Refused.Field("recipient", "Choose a programme or fill in the recipient."));
            }
            if ("LINK".equals(data.get("sentHow"))
                    && (to.email() == null || !EMAIL.matcher(to.email()).matches())) {
                problems.add(new Refused.Field("sentHow", "For a link an e-mail address of the recipient is needed."));
            }
            String need = text(data, "need");
            if (need != null && Need.of(need).isEmpty()) {
                problems.add(new Refused.Field("need", "Choose one of the needs offered."));
            }
            boolean specialised = programme(loop.id(), data)
                    .filter(one -> one.details().needs().contains(Need.SUBSTANCE_USE_TREATMENT))
                    .isPresent();
            if ((specialised || Need.SUBSTANCE_USE_TREATMENT.code().equals(need)) && !"YES".equals(data.get("part2"))) {
                problems.add(new Refused.Field("part2", "Treatment for substance use falls under 42 CFR Part 2."));
            } else if (specialised && !"YES".equals(data.get("part2Consent"))) {
                // who the recipient is says it already
                problems.add(new Refused.Field(
                        "part2Consent", "Sending to this programme needs the patient's written consent."));
            }
            problems.addAll(patientsSay(item, loop, data));
            return problems;
        }

        private List<Refused.Field> patientsSay(WorkItem item, ReferralLoop loop, Map<String, Object> data) {
            List<Refused.Field> problems = new ArrayList<>();
            boolean community = Kind.COMMUNITY.name().equals(data.get("referralKind"));
            boolean ordered = Say.ORDERED.name().equals(data.get("patientSays"));
            boolean again = referrals.current(loop.id()).isPresent();
            if (ordered && (community || again || "YES".equals(data.get("part2")))) {
                problems.add(new Refused.Field(
                        "patientSays",
                        again
                                ? "Another recipient needs the patient's say."
                                : "That needs the patient's own agreement, not the order alone."));
            }
            Patient patient = patients.find(loop.patientId()).orElse(null);
            if (patient == null) {
                return problems;
            }
            if ("YES".equals(data.get("mayContact")) && doNotContact(patient)) {
                problems.add(new Refused.Field(
                        "mayContact", "The patient asked not to be contacted: the recipient must not either."));
            }
            LocalDate today = LocalDate.ofInstant(
                    clock.instant(), directory.contextOf(item.subjectId()).zone());
            if (community && text(data, "note") == null && refusesSharing(patient, today)) {
                problems.add(new Refused.Field(
                        "note",
                        "The record says that the patient does not consent to share-with-community. If they agree now,"
                                + " write here when and how they said so."));
            }
            return problems;
        }

        private static boolean refusesSharing(Patient patient, LocalDate today) {
            for (Consent consent : patient.details().consents()) {
                if (consent.purpose().equals(COMMUNITY_CONSENT)) {
                    return consent.status() != ConsentStatus.GRANTED
                            || (consent.until() != null && consent.until().isBefore(today));
                }
            }
            return false;
        }

        private Recipient recipient(UUID loopId, Map<String, Object> data) {
            if (text(data, "programmeId") != null) {
                return programme(loopId, data)
                        .map(one -> new Recipient(
                                one.id(),
                                name(one),
                                one.details().acceptsLinks() ? one.details().email() : null,
                                one.details().phone(),
                                factor(data)))
                        .orElse(new Recipient(null, "", null, null, null));
            }
            return new Recipient(
                    null,
                    Objects.requireNonNullElse(text(data, "recipient"), ""),
                    text(data, "recipientEmail"),
                    text(data, "recipientPhone"),
                    factor(data));
        }

        private Optional<Programme> programme(UUID loopId, Map<String, Object> data) {
            return Optional.ofNullable(text(data, "programmeId"))
                    .flatMap(SendReferralForm::id)
                    .flatMap(id -> recipients.find(loopId, id));
        }

        private static ReferralLink.@Nullable Factor factor(Map<String, Object> data) {
            String asked = text(data, "linkFactor");
            return asked == null ? null : ReferralLink.Factor.valueOf(asked);
        }

        private static String name(Programme programme) {
            String name =
                    programme.details().name() + ", " + programme.details().organization();
            return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
        }

        private static Optional<UUID> id(String text) {
            try {
                return Optional.of(UUID.fromString(text));
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            if ("CLOSE".equals(data.get("sendOutcome"))) {
                closed(referrals, item, data, personId);
                return Map.of();
            }
            Kind kind = Kind.valueOf(String.valueOf(data.get("referralKind")));
            boolean part2 = "YES".equals(data.get("part2"));
            referrals.send(
                    item.subjectId(),
                    kind,
                    text(data, "need"),
                    text(data, "reasonForReferral"),
                    new ReferralLoop.Consent(
                            kind == Kind.CLINICAL ? "treatment" : "social-help",
                            Say.valueOf(String.valueOf(data.get("patientSays"))),
                            "YES".equals(data.get("mayContact")),
                            part2,
                            part2 && "YES".equals(data.get("part2Consent")),
                            personId,
                            clock.instant()),
                    recipient(item.subjectId(), data),
                    Channel.valueOf(String.valueOf(data.get("sentHow"))),
                    personId,
                    data);
            return Map.of();
        }
    }

    /** Everything that is heard of the other side, told by whoever heard it; also the one step of an older model. */
    @Component
    static final class TrackReferralForm implements TaskForm {

        private static final String OF_ONE_STEP = "Task_TrackReferral";
        private static final List<Step> ONE_STEP = List.of(
                new Step("REPORT_RECEIVED", "Seen, report received"),
                new Step("SERVICE_RECEIVED", "Service received"),
                new Step(FOLLOWED_BY, "Handed off to somebody who follows it"),
                new Step("REFUSED_BY_PROVIDER", "Provider refused or has no capacity"),
                new Step("DECLINED", "Patient declined"),
                new Step("NOT_NEEDED", "No longer needed"));

        private final Referrals referrals;
        private final Duties duties;
        private final EpisodeDirectory directory;
        private final TeamCalendars calendars;
        private final Clock clock;

        TrackReferralForm(
                Referrals referrals, Duties duties, EpisodeDirectory directory, TeamCalendars calendars, Clock clock) {
            this.referrals = referrals;
            this.duties = duties;
            this.directory = directory;
            this.calendars = calendars;
            this.clock = clock;
        }

        /** @param code as the form keeps it */
        private record Step(String code, String words) {}

        @Override
        public String form() {
            return "track-referral";
        }

        @Override
        public Map<String, Object> prefill(WorkItem item) {
            Map<String, Object> data = new HashMap<>();
            data.put(
                    "referralSteps",
                    steps(item).stream()
                            .map(step -> Map.of("label", step.words(), "value", step.code()))
                            .toList());
            if (!isOneStep(item)) {
                referrals.current(item.subjectId()).ifPresent(current -> {
                    put(data, "provider", current.recipient());
                    put(data, "place", current.place());
                    Instant at = current.appointmentAt();
                    if (at != null) {
                        data.put("appointmentAt", FormTimes.field(at, zone(item)));
                    }
                });
            }
            return data;
        }

        private static boolean isOneStep(WorkItem item) {
            return item.elementId().equals(OF_ONE_STEP);
        }

        private List<Step> steps(WorkItem item) {
            if (isOneStep(item)) {
                return ONE_STEP;
            }
            Referral current = referrals.current(item.subjectId()).orElse(null);
            List<Step> steps = new ArrayList<>();
            if (current != null && current.isUnderWay()) {
                for (Event event : Event.values()) {
                    // told of a visit before anybody said that it was accepted, it was
                    boolean afterAcceptance = current.state() == ReferralState.RECEIVED
                            && Set.of(Event.SCHEDULE, Event.INTERIM_NOTE, Event.OUTCOME)
                                    .contains(event);
                    if (current.takes(event) || afterAcceptance) {
                        steps.add(new Step(code(event), words(event)));
                    }
                }
            }
            steps.add(new Step("NO_NEWS", "Asked, no news: look again later"));
            steps.add(new Step("TRY_ANOTHER", "Not waiting any longer: look for another recipient"));
            steps.add(new Step("CLOSE", "Nobody follows it any more"));
            return steps;
        }

        private static String code(Event event) {
            return switch (event) {
                case ACCEPT -> "ACCEPTED";
                case DECLINE -> "PROVIDER_DECLINED";
                case REQUEST_CANCEL -> "CANCEL_REQUESTED";
                case SCHEDULE -> "SCHEDULED";
                case RESCHEDULE -> "RESCHEDULED";
                case MISS -> "NO_SHOW";
                case CANCEL_APPOINTMENT -> "APPOINTMENT_CANCELLED";
                case INTERIM_NOTE -> "SEEN";
                case OUTCOME -> "OUTCOME";
                case CONFIRM_CANCEL -> "CANCEL_CONFIRMED";
                case SEND -> "SENT";
            };
        }

        private static String words(Event event) {
            return switch (event) {
                case ACCEPT -> "They accept it";
                case DECLINE -> "They decline it";
                case REQUEST_CANCEL -> "We call it off";
                case SCHEDULE -> "There is a date";
                case RESCHEDULE -> "There is another date";
                case MISS -> "The patient did not come";
                case CANCEL_APPOINTMENT -> "The date was cancelled";
                case INTERIM_NOTE -> "The patient was seen, the outcome comes later";
                case OUTCOME -> "The outcome is here";
                case CONFIRM_CANCEL -> "They confirm that it is called off";
                case SEND -> "Sent";
            };
        }

        private static Optional<Event> event(String code) {
            for (Event event : Event.values()) {
                if (code(event).equals(code)) {
                    return Optional.of(event);
                }
            }
            return Optional.empty();
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            String chosen = String.valueOf(data.get("referralOutcome"));
            List<Step> steps = steps(item);
            List<Refused.Field> problems = new ArrayList<>();
            if (steps.stream().noneMatch(step -> step.code().equals(chosen))) {
                problems.add(new Refused.Field(
                        "referralOutcome",
                        "That cannot follow now. It can be: "
                                + String.join(
                                        ", ", steps.stream().map(Step::words).toList()) + "."));
            }
            problems.addAll(pastDays(item, data, "receivedOn", "heardOn"));
            if (data.get("handedOffAt") != null
                    && FormTimes.instant(
                                    data.get("handedOffAt"),
                                    calendars.of(item.teamId()).zone())
                            .filter(at -> !at.isAfter(clock.instant()))
                            .isEmpty()) {
                problems.add(new Refused.Field("handedOffAt", "Choose a time that is not to come."));
            }
            boolean dated = chosen.equals("SCHEDULED") || chosen.equals("RESCHEDULED");
            if (dated
                    && FormTimes.instant(data.get("appointmentAt"), zone(item))
                            .filter(at -> at.isAfter(context(item).dischargedAt()))
                            .filter(at -> at.isBefore(clock.instant().plus(Referrals.FARTHEST)))
                            .isEmpty()) {
                problems.add(new Refused.Field(
                        "appointmentAt", "Fill in a day and time after the discharge, and within a year."));
            }
            return problems;
        }

        private List<Refused.Field> pastDays(WorkItem item, Map<String, Object> data, String... keys) {
            EpisodeContext episode = context(item);
            LocalDate today = LocalDate.ofInstant(clock.instant(), episode.zone());
            LocalDate discharged = LocalDate.ofInstant(episode.dischargedAt(), episode.zone());
            List<Refused.Field> problems = new ArrayList<>();
            for (String key : keys) {
                if (data.get(key) != null
                        && FormTimes.date(data.get(key))
                                .filter(day -> !day.isAfter(today) && !day.isBefore(discharged))
                                .isEmpty()) {
                    problems.add(new Refused.Field(key, "Choose a day after the discharge that is not to come."));
                }
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            if (isOneStep(item)) {
                return endOneStep(item, data, personId);
            }
            String chosen = String.valueOf(data.get("referralOutcome"));
            switch (chosen) {
                case "NO_NEWS" ->
                    referrals.chased(item.subjectId(), Objects.requireNonNullElse(text(data, "note"), ""), personId);
                case "TRY_ANOTHER" ->
                    referrals.giveUp(item.subjectId(), Objects.requireNonNullElse(text(data, "reason"), ""), personId);
                case "CLOSE" -> closed(referrals, item, data, personId);
                default -> told(item, event(chosen).orElseThrow(), data, personId);
            }
            return Map.of();
        }

        private void told(WorkItem item, Event event, Map<String, Object> data, String personId) {
            Referral current = referrals.current(item.subjectId()).orElseThrow();
            Channel channel = data.get("heardHow") instanceof String how ? Channel.valueOf(how) : Channel.PHONE;
            String words = event == Event.OUTCOME ? text(data, "outcomeWords") : text(data, "note");
            LocalDate on = FormTimes.date(data.get(event == Event.OUTCOME ? "receivedOn" : "heardOn"))
                    .orElse(null);
            String reason = text(data, "reason");
            Told told = Told.of(event, channel, personId)
                    .said(text(data, "heardFrom"), on, words == null ? reason : words)
                    .with(referrals.write(data));
            if (event == Event.REQUEST_CANCEL) {
                String because = String.valueOf(data.get("cancelBecause"));
                referrals.requestCancel(
                        current.id(), told, because.equals("OTHER_PROVIDER") ? null : Reasons.Closing.valueOf(because));
                return;
            }
            if (current.state() == ReferralState.RECEIVED && !current.takes(event)) {
                referrals.move(
                        current.id(), Told.of(Event.ACCEPT, channel, personId).said(text(data, "heardFrom"), on, null));
            }
            if (event == Event.DECLINE) {
                told = told.because(Reasons.Decline.valueOf(String.valueOf(data.get("declineReason"))));
            }
            if (event == Event.SCHEDULE || event == Event.RESCHEDULE) {
                told = told.at(
                        FormTimes.instant(data.get("appointmentAt"), zone(item)).orElseThrow(), text(data, "place"));
            }
            referrals.move(current.id(), told);
        }

        /** Instances of the model before this one end as they began: with what came of it, in one answer. */
        private Map<String, Object> endOneStep(WorkItem item, Map<String, Object> data, String personId) {
            Duty duty = duties.get(item.subjectId());
            if (duty.isOpen()) {
                String outcome = String.valueOf(data.get("referralOutcome"));
                String words = outcome.toLowerCase(Locale.ROOT).replace('_', ' ');
                Instant now = clock.instant();
                String reason = Objects.requireNonNullElse(text(data, "reason"), "");
                switch (outcome) {
                    case "DECLINED" -> duties.decline(duty.id(), reason, personId, now);
                    case FOLLOWED_BY ->
                        duties.complete(
                                duty.id(),
                                "Referral handed off",
                                text(data, "receiver"),
                                personId,
                                now,
                                evidence(data));
                    case "REPORT_RECEIVED", "SERVICE_RECEIVED" ->
                        duties.complete(
                                duty.id(),
                                words + " on " + text(data, "receivedOn") + ", " + text(data, "provider"),
                                null,
                                personId,
                                now,
                                evidence(data));
                    default -> duties.complete(duty.id(), words + ": " + reason, null, personId, now, evidence(data));
                }
            }
            Duty.Status status = duties.get(duty.id()).status();
            return status == Duty.Status.WITHDRAWN ? Map.of() : Map.of("outcome", status.name());
        }

        private @Nullable String evidence(Map<String, Object> data) {
            return referrals.write(data);
        }

        private EpisodeContext context(WorkItem item) {
            return directory.contextOf(item.subjectId());
        }

        private ZoneId zone(WorkItem item) {
            return context(item).zone();
        }
    }

    /** The outcome is read by the patient's own team: what it changes, who knows, whether it is enough. */
    @Component
    static final class ReviewReferralOutcomeForm implements TaskForm {

        private final Referrals referrals;

        ReviewReferralOutcomeForm(Referrals referrals) {
            this.referrals = referrals;
        }

        @Override
        public String form() {
            return "review-referral-outcome";
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            Map<String, String> words = new LinkedHashMap<>();
            words.put("NOTHING", "changes nothing");
            words.put("ACTION", "to do: " + text(data, "actionWords"));
            String pcp =
                    switch (String.valueOf(data.get("pcpTold"))) {
                        case "REVIEWED_BY_PCP" -> "reviewed by " + text(data, "pcpName");
                        case "SENT" -> "sent to " + text(data, "pcpName");
                        default -> "the patient has no primary care";
                    };
            String review = words.get(String.valueOf(data.get("changes"))) + "; " + pcp;
            if ("LOOK_FURTHER".equals(data.get("enough"))) {
                referrals.notEnough(item.subjectId(), review + "; missing: " + text(data, "reason"), personId);
            } else {
                referrals.reviewed(item.subjectId(), Referrals.sentence(review), personId);
            }
            return Map.of();
        }
    }

    /** The patient knows: the loop is closed. */
    @Component
    static final class TellReferralOutcomeForm implements TaskForm {

        private static final Set<String> CONTACTS = Set.of("PHONE", "LETTER", "PORTAL");

        private final Referrals referrals;
        private final Patients patients;
        private final EpisodeDirectory directory;
        private final Clock clock;

        TellReferralOutcomeForm(Referrals referrals, Patients patients, EpisodeDirectory directory, Clock clock) {
            this.referrals = referrals;
            this.patients = patients;
            this.directory = directory;
            this.clock = clock;
        }

        @Override
        public String form() {
            return "tell-referral-outcome";
        }

        @Override
        public List<Refused.Field> validate(WorkItem item, Map<String, Object> data) {
            List<Refused.Field> problems = new ArrayList<>();
            EpisodeContext episode = directory.contextOf(item.subjectId());
            Patient patient = patients.find(episode.patientId()).orElse(null);
            String how = String.valueOf(data.get("toldHow"));
            if (patient != null && CONTACTS.contains(how) && doNotContact(patient)) {
                problems.add(new Refused.Field("toldHow", "The patient asked not to be contacted."));
            }
            if (patient != null
                    && how.equals("CAREGIVER")
                    && !patient.mayBeTold(Objects.requireNonNullElse(text(data, "caregiver"), ""))) {
                problems.add(
                        new Refused.Field("caregiver", "The patient has named nobody of that name who may be told."));
            }
            LocalDate today = LocalDate.ofInstant(clock.instant(), episode.zone());
            if (data.get("toldOn") != null
                    && FormTimes.date(data.get("toldOn"))
                            .filter(day -> !day.isAfter(today))
                            .isEmpty()) {
                problems.add(new Refused.Field("toldOn", "Choose a day that is not to come."));
            }
            return problems;
        }

        @Override
        public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
            String how = String.valueOf(data.get("toldHow"));
            String words = how.toLowerCase(Locale.ROOT).replace('_', ' ');
            if (how.equals("COULD_NOT_CONTACT")) {
                referrals.close(
                        item.subjectId(),
                        Reasons.Closing.COULD_NOT_CONTACT,
                        "Outcome received and reviewed; tried: " + text(data, "reason"),
                        null,
                        personId,
                        data);
            } else if (how.equals("DO_NOT_CONTACT")) {
                referrals.close(
                        item.subjectId(),
                        Reasons.Closing.LOOP_CLOSED,
                        "Outcome received and reviewed; the patient does not want to be contacted",
                        null,
                        personId,
                        data);
            } else {
                String helped = text(data, "gotHelp");
                referrals.patientTold(
                        item.subjectId(),
                        words,
                        FormTimes.date(data.get("toldOn")).orElse(null),
                        helped == null
                                ? null
                                : "it helped: "
                                        + helped.toLowerCase(Locale.ROOT).replace('_', ' '),
                        personId,
                        data);
            }
            return Map.of();
        }
    }

    private static void closed(Referrals referrals, WorkItem item, Map<String, Object> data, String personId) {
        Reasons.Closing why = Reasons.Closing.valueOf(String.valueOf(data.get("closingReason")));
        referrals.close(
                item.subjectId(),
                why,
                text(data, "reason"),
                why == Reasons.Closing.HANDED_OFF ? text(data, "receiver") : null,
                personId,
                data);
    }

    static boolean doNotContact(Patient patient) {
        return patient.details().preferences() != null
                && patient.details().preferences().doNotContact();
    }

    private static void put(Map<String, Object> data, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            data.put(key, value);
        }
    }

    private static @Nullable String upper(@Nullable Object word) {
        return word == null ? null : word.toString().toUpperCase(Locale.ROOT);
    }

    private static @Nullable String text(Map<String, Object> data, String key) {
        return data.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }
}
