package org.homeward.referral;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.homeward.audit.Audit;
import org.homeward.engine.Refused;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.episode.EpisodeTimeline;
import org.homeward.notification.Notice;
import org.homeward.notification.Notifications;
import org.homeward.notification.OutsideLetters;
import org.homeward.patient.Patient;
import org.homeward.patient.Patients;
import org.homeward.patient.Phone;
import org.homeward.referral.ReferralLink.Factor;
import org.homeward.referral.ReferralLink.Purpose;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.ReferralMove.Party;
import org.homeward.referral.ReferralTransition.Channel;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Let a recipient without an account answer by a link: it ends, serves one purpose, can be taken back, and shows nothing of
 * a patient before a second factor. Whatever is tried with it is audited.
 */
@Service
public class PartnerLinks implements OutsideLetters {

    /** Why a link opens nothing. */
    public enum Refusal {
        UNKNOWN,
        EXPIRED,
        REVOKED,
        LOCKED,
        /** What it asked for was told already, by whomever. */
        ANSWERED,
        CLOSED,
        WAIT
    }

    /**
     * Where whoever opened a link stands.
     *
     * @param in whether the second factor was shown
     */
    public record Door(
            @Nullable Refusal refusal,
            @Nullable ReferralLink link,
            @Nullable Referral referral,
            boolean in) {

        static Door closed(Refusal why) {
            return new Door(why, null, null, false);
        }
    }

    /** What the other side sees of a referral, after the second factor. */
    public record Shown(
            String reference,
            String patient,
            @Nullable LocalDate birthDate,
            @Nullable String language,
            boolean interpreter,
            @Nullable String telephone,
            boolean mayContact,
            @Nullable String reason,
            boolean part2,
            String team,
            ZoneId zone,
            Instant sentAt,
            ReferralState state,
            @Nullable Instant appointmentAt,
            @Nullable String place,
            int moves,
            List<Event> events,
            List<String> documents) {}

    /** One of the recipient's own open referrals, without a word about the patient. */
    public record Open(UUID referralId, String reference, ReferralState state, Instant sentAt, Instant movedAt) {}

    /**
     * What the other side tells by its link.
     *
     * @param seen how many moves the page knew
     * @param then a second event told in the same breath, such as the date with the acceptance
     */
    public record Says(
            int seen,
            Event event,
            @Nullable Event then,
            @Nullable Instant appointmentAt,
            @Nullable String place,
            Reasons.@Nullable Decline decline,
            @Nullable LocalDate on,
            String by,
            @Nullable String note,
            @Nullable String fileName,
            byte @Nullable [] file) {}

    static final Duration VALID = Duration.ofDays(14);
    private static final String LETTER = "referral-link";
    private static final String OFF = "referral-off";

    /** Whoever presses twice, or asks again before the first letter can be there, gets one. */
    private static final Duration BETWEEN_LETTERS = Duration.ofMinutes(5);

    private static final Set<Event> ANSWERS = EnumSet.of(Event.ACCEPT, Event.DECLINE);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter DIA =
            DateTimeFormatter.ofPattern("d 'de' MMMM 'de' yyyy", Locale.forLanguageTag("es"));

    private final ReferralLinkRows links;
    private final LinkVisits visits;
    private final Referrals referrals;
    private final ReferralRows rows;
    private final ReferralDocuments documents;
    private final Patients patients;
    private final People people;
    private final EpisodeDirectory directory;
    private final EpisodeTimeline timeline;
    private final Notifications notifications;
    private final Audit audit;
    private final Clock clock;

    PartnerLinks(
            ReferralLinkRows links,
            LinkVisits visits,
            Referrals referrals,
            ReferralRows rows,
            ReferralDocuments documents,
            Patients patients,
            People people,
            EpisodeDirectory directory,
            EpisodeTimeline timeline,
            Notifications notifications,
            Audit audit,
            Clock clock) {
        this.links = links;
        this.visits = visits;
        this.referrals = referrals;
        this.rows = rows;
        this.documents = documents;
        this.patients = patients;
        this.people = people;
        this.directory = directory;
        this.timeline = timeline;
        this.notifications = notifications;
        this.audit = audit;
        this.clock = clock;
    }

    // the door

    /**
     * Looks at what somebody holds. A wrong link counts as a guess of that address.
     *
     * @param visit what the browser got after the second factor; empty when it has nothing
     */
    @Transactional
    public Door open(String token, String visit, String address) {
        Instant now = clock.instant();
        if (visits.mustWait(address, now)) {
            return refused(Refusal.WAIT, null);
        }
        ReferralLink link = LinkSecrets.looksLikeToken(token)
                ? links.findByTokenHashOrPreviousHash(LinkSecrets.hash(token), LinkSecrets.hash(token))
                        .orElse(null)
                : null;
        if (link == null) {
            visits.guessed(address, now);
            return refused(Refusal.UNKNOWN, null);
        }
        Referral referral = rows.findById(link.referralId()).orElseThrow();
        Refusal why = whyNot(link, referral, now);
        if (why != null) {
            return refused(why, link);
        }
        boolean in = visits.isIn(link.id(), visit, now);
        audit.record(
                link.actor(),
                in ? "link.used" : "link.opened",
                "referral",
                referral.id().toString(),
                team(referral),
                Map.of());
        return new Door(null, link, referral, in);
    }

    private @Nullable Refusal whyNot(ReferralLink link, Referral referral, Instant now) {
        if (link.isRevoked()) {
            return "LOCKED".equals(link.revokedWhy())
                    ? Refusal.LOCKED
                    : "CLOSED".equals(link.revokedWhy()) ? Refusal.CLOSED : Refusal.REVOKED;
        }
        if (!referral.isUnderWay()
                || referrals
                        .findLoop(referral.loopId())
                        .map(ReferralLoop::isClosed)
                        .orElse(true)) {
            return Refusal.CLOSED;
        }
        if (link.isExpired(now)) {
            return Refusal.EXPIRED;
        }
        return link.purpose() == Purpose.ANSWER && referral.state() != ReferralState.RECEIVED ? Refusal.ANSWERED : null;
    }

    private Door refused(Refusal why, @Nullable ReferralLink link) {
        audit.recordRefusal(
                link == null ? "unknown" : link.actor(),
                "link.refused",
                link == null ? "link" : "referral",
                link == null ? "unknown" : link.referralId().toString(),
                null,
                Map.of("reason", why.name()));
        return Door.closed(why);
    }

    /**
     * @return what the browser keeps from now on; empty when that was wrong
     */
    @Transactional
    public Optional<String> show(ReferralLink opened, String known, String address) {
        Instant now = clock.instant();
        ReferralLink link = links.findOneById(opened.id()).orElseThrow();
        Referral referral = rows.findById(link.referralId()).orElseThrow();
        if (!link.isLive(now)) {
            return Optional.empty();
        }
        if (LinkSecrets.same(known.strip(), expected(link, referral))) {
            link.known();
            link.opened(now);
            links.save(link);
            audit.record(
                    link.actor(), "link.verified", "referral", referral.id().toString(), team(referral), Map.of());
            return Optional.of(visits.begin(link.id(), now));
        }
        visits.guessed(address, now);
        boolean locked = link.guessedWrong(now);
        links.save(link);
        audit.recordRefusal(
                link.actor(),
                locked ? "link.locked" : "link.wrongFactor",
                "referral",
                referral.id().toString(),
                team(referral),
                Map.of());
        if (locked) {
            notifications.tell(new Notice(
                    LinkNotices.LOCKED + ":" + link.id(),
                    link.createdBy(),
                    LinkNotices.LOCKED,
                    link.id(),
                    true,
                    Duration.ZERO));
        }
        return Optional.empty();
    }

    private String expected(ReferralLink link, Referral referral) {
        if (link.factor() == Factor.CODE) {
            return Objects.requireNonNull(link.code());
        }
        return patients.find(referral.patientId())
                .map(patient -> patient.details().birthDate())
                .map(born -> String.valueOf(born.getYear()))
                // never equal to anything that is typed
                .orElseGet(LinkSecrets::token);
    }

    /** @throws IllegalStateException for anybody who has not shown the second factor */
    @Transactional(readOnly = true)
    public Shown shown(Door door) {
        Referral referral = inside(door);
        ReferralLink link = Objects.requireNonNull(door.link());
        ReferralLoop loop = referrals.loop(referral.loopId());
        Patient patient = patients.get(referral.patientId());
        var context = directory.contextOf(loop.id());
        // the patient may have said no since it was sent
        boolean mayContact = loop.mayContact() && !ReferralForms.doNotContact(patient);
        audit.recordRead(
                link.actor(), "referral.shown", "referral", referral.id().toString(), context.teamId(), Map.of());
        return new Shown(
                reference(referral),
                patient.listedName(),
                patient.details().birthDate(),
                patient.details().language(),
                Boolean.TRUE.equals(patient.details().interpreterNeeded()),
                mayContact
                        ? patient.phonesInOrder().stream()
                                .findFirst()
                                .map(Phone::raw)
                                .orElse(null)
                        : null,
                mayContact,
                loop.mayTellReason() ? loop.reason() : null,
                // the notice itself would say what the referral is about
                loop.isPart2() && loop.mayTellReason(),
                people.team(context.teamId()).map(Team::name).orElse(""),
                context.zone(),
                referral.openedAt(),
                referral.state(),
                referral.appointmentAt(),
                referral.place(),
                referral.moves(),
                events(link, referral),
                documents.of(referral.id()).stream().map(ReferralDocument::name).toList());
    }

    private static List<Event> events(ReferralLink link, Referral referral) {
        return ReferralMove.events(referral.state()).stream()
                .filter(event -> event.party() == Party.RECIPIENT)
                .filter(event -> link.purpose() == Purpose.REPORT || ANSWERS.contains(event))
                .toList();
    }

    /** The recipient's own open referrals, this one too: nothing about patients, only which wait. */
    @Transactional(readOnly = true)
    public List<Open> openOnes(Door door) {
        Referral referral = inside(door);
        audit.recordRead(
                Objects.requireNonNull(door.link()).actor(),
                "link.listed",
                "referral",
                referral.id().toString(),
                null,
                Map.of());
        return sameRecipient(referral).stream()
                .map(one -> new Open(one.id(), reference(one), one.state(), one.openedAt(), one.movedAt()))
                .toList();
    }

    private List<Referral> sameRecipient(Referral referral) {
        UUID programme = referral.programmeId();
        String email = referral.recipientEmail();
        List<Referral> same = programme != null
                ? rows.findByProgrammeId(programme)
                : email == null ? List.of(referral) : rows.findByRecipientEmail(email);
        return same.stream()
                .filter(Referral::isUnderWay)
                .sorted(Comparator.comparing(Referral::movedAt))
                .toList();
    }

    /**
     * The recipient asks for the link of another referral of theirs: it goes to their own address, never to the screen.
     *
     * @return whether a letter goes out
     */
    @Transactional
    public boolean mailAnother(Door door, UUID referralId) {
        Referral other = sameRecipient(inside(door)).stream()
                .filter(one -> one.id().equals(referralId))
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such referral."));
        boolean goesOut = !isJustMailed(other) && mailByItself(other);
        audit.record(
                Objects.requireNonNull(door.link()).actor(),
                "link.requested",
                "referral",
                other.id().toString(),
                team(other),
                Map.of("letter", String.valueOf(goesOut)));
        return goesOut;
    }

    private boolean isJustMailed(Referral referral) {
        Instant lately = clock.instant().minus(BETWEEN_LETTERS);
        return of(referral.id()).stream()
                .anyMatch(link -> link.createdAt().isAfter(lately)
                        || (link.mailedAt() != null && link.mailedAt().isAfter(lately)));
    }

    /**
     * The other side tells something.
     *
     * @throws Refused CONFLICT when something was told meanwhile, INVALID with a code where a file is not taken
     */
    @Transactional
    public void told(Door door, Says says) {
        Referral referral = inside(door);
        // the team may have taken it back since the page was shown
        ReferralLink link =
                links.findOneById(Objects.requireNonNull(door.link()).id()).orElseThrow();
        if (whyNot(link, referral, clock.instant()) != null) {
            throw new Refused(Refused.Kind.CONFLICT, "This link opens nothing any more.");
        }
        if (!events(link, referral).contains(says.event())) {
            throw new Refused(Refused.Kind.CONFLICT, "That cannot be told now.");
        }
        byte[] file = says.file();
        if (file != null) {
            ReferralDocument kept = documents.attach(
                    referral.id(), Objects.requireNonNullElse(says.fileName(), ""), file, link.actor(), team(referral));
            timeline.append(
                    referral.episodeId(),
                    "referral-document",
                    referral.recipient() + " attached " + kept.name(),
                    link.actor(),
                    kept.id().toString());
        }
        Event second = says.then();
        referrals.toldAfter(
                referral.id(),
                says.seen(),
                second == null
                        ? List.of(told(says, says.event(), link))
                        : List.of(told(says, says.event(), link), told(says, second, link)));
    }

    private static Told told(Says says, Event event, ReferralLink link) {
        Told told = Told.of(event, Channel.LINK, link.actor()).said(says.by(), says.on(), says.note());
        if (event == Event.DECLINE) {
            told = told.because(says.decline());
        }
        Instant at = says.appointmentAt();
        return at == null ? told : told.at(at, says.place());
    }

    private static Referral inside(Door door) {
        if (!door.in()) {
            throw new IllegalStateException("Nothing is shown before the second factor");
        }
        return Objects.requireNonNull(door.referral());
    }

    // what the team does with links

    /** The links of a conversation, the oldest first. */
    @Transactional(readOnly = true)
    public List<ReferralLink> of(UUID referralId) {
        return links.findByReferralIdOrderById(referralId);
    }

    @Transactional
    public void revoke(UUID linkId, String by) {
        ReferralLink link = links.findOneById(linkId).orElseThrow();
        link.revoke(by, "TEAM", clock.instant());
        links.save(link);
        Referral referral = rows.findById(link.referralId()).orElseThrow();
        audit.record(by, "link.revoked", "referral", referral.id().toString(), team(referral), Map.of());
        timeline.append(
                referral.episodeId(),
                "referral-link-revoked",
                "The link of " + referral.recipient() + " was taken back",
                by,
                linkId.toString());
    }

    /**
     * Sends a fresh letter, for instance after one was lost or its link taken back.
     *
     * @throws Refused CONFLICT, saying what to do, where none can go out
     */
    @Transactional
    public void mailAgain(UUID referralId, String by) {
        Referral referral = rows.findById(referralId).orElseThrow();
        if (!referral.isUnderWay() || referral.recipientEmail() == null) {
            throw new Refused(Refused.Kind.CONFLICT, "There is nobody to send a link to.");
        }
        boolean wasTakenBack = of(referralId).stream().noneMatch(link -> link.isLive(clock.instant()));
        if (!wasTakenBack && isJustMailed(referral)) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "A letter went out within the last five minutes. If they do not find it, call them.");
        }
        if (!mailNewest(referral, by)) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "No mail leaves this installation: copy the link and hand it over another way.");
        }
    }

    /** A link to hand over by another way, such as a text message: shown once, kept nowhere. */
    @Transactional
    public String linkToCopy(UUID referralId, String by) {
        Referral referral = rows.findById(referralId).orElseThrow();
        if (!referral.isUnderWay()) {
            throw new Refused(Refused.Kind.CONFLICT, "Nobody waits for this recipient any more.");
        }
        ReferralLink link = liveOrNew(referral, by);
        String token = mint(link);
        audit.record(by, "link.copied", "referral", referralId.toString(), team(referral), Map.of());
        return notifications.addressOf("/r/" + token).toString();
    }

    private String mint(ReferralLink link) {
        String token = LinkSecrets.token();
        link.mailed(LinkSecrets.hash(token), clock.instant());
        links.save(link);
        return token;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Referral.Moved moved) {
        Referral referral = rows.findById(moved.referralId()).orElseThrow();
        if (referral.state().isTerminal()) {
            for (ReferralLink link : of(referral.id())) {
                if (!link.isRevoked()) {
                    link.revoke(Audit.ITSELF, "CLOSED", clock.instant());
                    links.save(link);
                }
            }
            return;
        }
        boolean byLink = moved.move().event() == Event.SEND
                ? moved.how() == Channel.LINK
                : !of(referral.id()).isEmpty();
        boolean theirTurn = EnumSet.of(Event.SEND, Event.ACCEPT, Event.REQUEST_CANCEL)
                .contains(moved.move().event());
        if (byLink && theirTurn && referral.recipientEmail() != null) {
            mailByItself(referral);
        }
        Instant appointment = referral.appointmentAt();
        if (appointment != null) {
            stayOpenAfter(referral, appointment);
        }
    }

    /** Silence: the same once more, with some more time. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Referral.Unanswered unanswered) {
        rows.findById(unanswered.referralId())
                .filter(referral ->
                        referral.recipientEmail() != null && !of(referral.id()).isEmpty())
                .ifPresent(this::mailByItself);
    }

    /** Whoever was asked may hold a place or wait for the patient: a letter tells them, or the timeline who is to be called. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Referral.GivenUp givenUp) {
        Referral referral = rows.findById(givenUp.referralId()).orElseThrow();
        boolean goesOut = referral.recipientEmail() != null
                && !of(referral.id()).isEmpty()
                && notifications.mailOutside(OFF + ":" + referral.id(), OFF, referral.id());
        timeline.append(
                referral.episodeId(),
                "referral-off",
                goesOut
                        ? "A letter tells " + referral.recipient() + " that nobody waits for them any more"
                        : "Nobody has told " + referral.recipient()
                                + " that they are not waited for any more: call them",
                Audit.ITSELF,
                referral.id().toString());
    }

    private String sender(Referral referral) {
        return referrals.history(referral.id()).get(0).actor();
    }

    /** What a visit came to is told by the link that the visit was told by, however far off it is. */
    private void stayOpenAfter(Referral referral, Instant appointment) {
        Instant until = appointment.plus(VALID);
        for (ReferralLink link : of(referral.id())) {
            if (link.purpose() == Purpose.REPORT
                    && link.isLive(clock.instant())
                    && link.expiresAt().isBefore(until)) {
                link.extend(until);
                links.save(link);
            }
        }
    }

    /** No person asked for it: a link that the team took back, or that somebody guessed at, does not return like this. */
    private boolean mailByItself(Referral referral) {
        List<ReferralLink> known = of(referral.id());
        String why = known.isEmpty() ? null : known.get(known.size() - 1).revokedWhy();
        return referral.recipientEmail() != null
                && !"TEAM".equals(why)
                && !"LOCKED".equals(why)
                && mailNewest(referral, sender(referral));
    }

    /** @return whether a letter goes out */
    private boolean mailNewest(Referral referral, String by) {
        ReferralLink link = liveOrNew(referral, by);
        Instant now = clock.instant();
        boolean goesOut =
                notifications.mailOutside(LETTER + ":" + link.id() + ":" + now.toEpochMilli(), LETTER, link.id());
        timeline.append(
                referral.episodeId(),
                "referral-link",
                goesOut
                        ? "A link goes to " + referral.recipient()
                        : "No mail leaves this installation: hand " + referral.recipient() + " the link another way",
                by,
                link.id().toString());
        return goesOut;
    }

    private ReferralLink liveOrNew(Referral referral, String by) {
        Instant now = clock.instant();
        Purpose purpose = referral.state() == ReferralState.RECEIVED ? Purpose.ANSWER : Purpose.REPORT;
        List<ReferralLink> known = of(referral.id());
        for (ReferralLink link : known) {
            if (link.isLive(now) && link.purpose() == purpose) {
                if (link.expiresAt().isBefore(now.plus(VALID))) {
                    link.extend(now.plus(VALID));
                }
                return links.save(link);
            }
        }
        Factor factor = factor(referral);
        // a partner who was told a code keeps it for the whole conversation, unless somebody guessed at it
        String code = known.stream()
                .filter(link -> !"LOCKED".equals(link.revokedWhy()) && !"TEAM".equals(link.revokedWhy()))
                .map(ReferralLink::code)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(LinkSecrets::code);
        ReferralLink fresh = links.save(ReferralLink.issue(
                referral.id(), purpose, factor, factor == Factor.CODE ? code : null, by, now, now.plus(VALID)));
        audit.record(
                by,
                "link.issued",
                "referral",
                referral.id().toString(),
                team(referral),
                Map.of("purpose", purpose.name(), "factor", factor.name()));
        return fresh;
    }

    private Factor factor(Referral referral) {
        boolean birthKnown = patients.find(referral.patientId())
                .map(patient -> patient.details().birthDate())
                .isPresent();
        return referral.linkFactor() == Factor.BIRTH_YEAR && birthKnown ? Factor.BIRTH_YEAR : Factor.CODE;
    }

    // what leaves the house

    @Override
    public Set<String> templates() {
        return Set.of(LETTER, OFF);
    }

    @Override
    @Transactional
    public Optional<Letter> of(String template, UUID subjectId, Function<String, URI> addressOf) {
        return template.equals(OFF) ? off(subjectId) : invitation(subjectId, addressOf);
    }

    private Optional<Letter> off(UUID referralId) {
        Referral referral = rows.findById(referralId).orElseThrow();
        String to = referral.recipientEmail();
        String reference = reference(referral);
        return Optional.ofNullable(to)
                .map(address -> new Letter(
                        address,
                        "Referral " + reference + " is called off / Remisión " + reference + " anulada",
                        "The care team no longer waits for you about referral " + reference
                                + ". If you hold a place or a date for it, it is free again. If you have seen the patient"
                                + " already, please call the team.\n\n"
                                + "El equipo de atención ya no espera su respuesta sobre la remisión " + reference
                                + ". Si reservó un lugar o una fecha, quedan libres. Si ya atendió al paciente, por favor"
                                + " llame al equipo.\n"));
    }

    /** Makes the secret only now, so that it is written down nowhere but in the letter. */
    private Optional<Letter> invitation(UUID linkId, Function<String, URI> addressOf) {
        Instant now = clock.instant();
        ReferralLink link = links.findOneById(linkId).orElse(null);
        if (link == null) {
            return Optional.empty();
        }
        Referral referral = rows.findById(link.referralId()).orElseThrow();
        String to = referral.recipientEmail();
        if (to == null || whyNot(link, referral, now) != null) {
            return Optional.empty();
        }
        String url = addressOf.apply("/r/" + mint(link)).toString();
        LocalDate until = LocalDate.ofInstant(link.expiresAt(), ZoneOffset.UTC);
        boolean code = link.factor() == Factor.CODE;
        String reference = reference(referral);
        return Optional.of(new Letter(
                to,
                "Referral " + reference + " / Remisión " + reference,
                "A care team asks for your answer about referral " + reference + ":\n" + url + "\n\n"
                        + (code
                                ? "To open it you need the code that the team tells you by telephone.\n"
                                : "To open it you need the patient's year of birth, which you know from the order.\n")
                        + "The link works until " + DAY.format(until) + ". Please do not forward it.\n\n"
                        + "Un equipo de atención espera su respuesta sobre la remisión " + reference
                        + " (mismo enlace).\n"
                        + (code
                                ? "Para abrirla necesita el código que el equipo le da por teléfono.\n"
                                : "Para abrirla necesita el año de nacimiento del paciente, que conoce por la orden.\n")
                        + "El enlace funciona hasta el " + DIA.format(until) + ". Por favor, no lo reenvíe.\n"));
    }

    /** Enough to speak of it on the telephone, and nothing about anybody. */
    public static String reference(Referral referral) {
        String id = referral.id().toString().replace("-", "");
        return id.substring(id.length() - 8).toUpperCase(Locale.ROOT);
    }

    private String team(Referral referral) {
        return directory.contextOf(referral.loopId()).teamId();
    }
}
