package org.homeward.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.directory.Need;
import org.homeward.engine.Refused;
import org.homeward.episode.Episode;
import org.homeward.referral.PartnerLinks;
import org.homeward.referral.Reasons;
import org.homeward.referral.Referral;
import org.homeward.referral.ReferralDocument;
import org.homeward.referral.ReferralDocuments;
import org.homeward.referral.ReferralLink;
import org.homeward.referral.ReferralLoop;
import org.homeward.referral.ReferralTransition;
import org.homeward.referral.Referrals;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.homeward.worklist.WorkItem;
import org.homeward.worklist.Worklist;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A patient's referrals: each loop drawn, every word of the other side, its links and its files. */
@Controller
@RequestMapping("/patients/{patientId}")
class ReferralsPage {

    private final Walls walls;
    private final PatientBanners banners;
    private final Referrals referrals;
    private final PartnerLinks links;
    private final ReferralDocuments documents;
    private final Worklist worklist;
    private final People people;
    private final Audit audit;
    private final SignedIn signedIn;

    ReferralsPage(
            Walls walls,
            PatientBanners banners,
            Referrals referrals,
            PartnerLinks links,
            ReferralDocuments documents,
            Worklist worklist,
            People people,
            Audit audit,
            SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.referrals = referrals;
        this.links = links;
        this.documents = documents;
        this.worklist = worklist;
        this.people = people;
        this.audit = audit;
        this.signedIn = signedIn;
    }

    record MoveRow(
            String at,
            String what,
            String how,
            String who,
            @Nullable String note) {}

    record LinkRow(UUID id, String purpose, @Nullable String code, String state, boolean live) {}

    record DocumentRow(UUID id, String name, String size, String at) {}

    record ConversationRow(
            UUID id,
            String recipient,
            @Nullable String contact,
            String reference,
            String state,
            String taskStatus,
            @Nullable String appointment,
            boolean underWay,
            boolean mailable,
            List<MoveRow> moves,
            List<LinkRow> links,
            List<DocumentRow> documents) {}

    record LoopRow(
            UUID id,
            String what,
            String state,
            String stateTag,
            String about,
            @Nullable String consent,
            boolean part2,
            @Nullable String part2Words,
            List<ReferralWords.Step> steps,
            List<ConversationRow> conversations,
            @Nullable String review,
            @Nullable String ended,
            @Nullable String taskId,
            @Nullable String taskTitle) {}

    @GetMapping("/referrals")
    String current(@PathVariable UUID patientId) {
        Walls.Seen seen = walls.patient(patientId, signedIn.person(), "patient.read");
        return "redirect:/patients/" + patientId + "/episodes/" + seen.current().id() + "/referrals";
    }

    @GetMapping("/episodes/{episodeId}/referrals")
    String page(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "referrals.read");
        Episode episode = seen.episode(episodeId);
        Moments when = banners.moments(episode);
        List<ReferralLoop> loops = referrals.ofEpisode(episodeId).stream()
                .filter(loop -> loop.isShownTo(person))
                .toList();
        Map<UUID, WorkItem> tasks = new HashMap<>();
        worklist.ofEpisode(episodeId).forEach(item -> tasks.putIfAbsent(item.subjectId(), item));
        List<LoopRow> rows = loops.stream()
                .sorted(Comparator.comparing(ReferralLoop::isClosed))
                .map(loop -> row(loop, tasks.get(loop.id()), when))
                .toList();
        long open = loops.stream().filter(loop -> !loop.isClosed()).count();
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("loops", rows);
        model.addAttribute(
                "lead",
                loops.isEmpty()
                        ? "No referral was made in this episode."
                        : open == 0
                                ? "Every loop is closed."
                                : open == 1 ? "One loop is still open." : open + " loops are still open.");
        return "referrals";
    }

    /** What the other side attached: never shown within our pages, always as a file. */
    @GetMapping("/episodes/{episodeId}/referrals/documents/{documentId}")
    ResponseEntity<byte[]> document(
            @PathVariable UUID patientId, @PathVariable UUID episodeId, @PathVariable UUID documentId) {
        Person person = signedIn.person();
        Walls.Seen seen = walls.patient(patientId, person, "referrals.read");
        Episode episode = seen.episode(episodeId);
        ReferralDocument document = documents
                .find(documentId)
                .filter(one -> referrals
                        .find(one.referralId())
                        .filter(referral -> referral.episodeId().equals(episode.id()))
                        .flatMap(referral -> referrals.ofEpisode(episodeId).stream()
                                .filter(loop -> loop.id().equals(referral.loopId()))
                                .findFirst())
                        .filter(loop -> loop.isShownTo(person))
                        .isPresent())
                .orElseThrow(NotThere::new);
        audit.recordRead(
                person.id(),
                "referral.documentRead",
                "referral",
                document.referralId().toString(),
                episode.teamId(),
                Map.of());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(document.type().mediaType()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(document.name())
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .body(documents.content(document.id()));
    }

    @PostMapping("/episodes/{episodeId}/referrals/{referralId}/mail")
    String mail(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @PathVariable UUID referralId,
            RedirectAttributes flash) {
        Person person = mayWork(patientId, episodeId, referralId);
        try {
            links.mailAgain(referralId, person.id());
            flash.addFlashAttribute("done", "A letter with a link is on its way.");
        } catch (Refused refused) {
            flash.addFlashAttribute("refused", refused.getMessage());
        }
        return back(patientId, episodeId);
    }

    /** Shown once, to be pasted into a text message: in the answer itself, since a redirect would keep it in the session. */
    @PostMapping("/episodes/{episodeId}/referrals/{referralId}/link")
    String link(
            @PathVariable UUID patientId, @PathVariable UUID episodeId, @PathVariable UUID referralId, Model model) {
        Person person = mayWork(patientId, episodeId, referralId);
        try {
            model.addAttribute("copied", links.linkToCopy(referralId, person.id()));
        } catch (Refused refused) {
            model.addAttribute("refused", refused.getMessage());
        }
        return page(patientId, episodeId, model);
    }

    @PostMapping("/episodes/{episodeId}/referrals/{referralId}/links/{linkId}/revoke")
    String revoke(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @PathVariable UUID referralId,
            @PathVariable UUID linkId,
            RedirectAttributes flash) {
        Person person = mayWork(patientId, episodeId, referralId);
        if (links.of(referralId).stream().noneMatch(link -> link.id().equals(linkId))) {
            throw new NotThere();
        }
        links.revoke(linkId, person.id());
        flash.addFlashAttribute("done", "The link opens nothing any more.");
        return back(patientId, episodeId);
    }

    private Person mayWork(UUID patientId, UUID episodeId, UUID referralId) {
        Person person = signedIn.person();
        Episode episode = walls.patient(patientId, person, "referrals.read").episode(episodeId);
        if (referrals
                .find(referralId)
                .filter(referral -> referral.episodeId().equals(episode.id()))
                .flatMap(referral -> referrals.findLoop(referral.loopId()))
                .filter(loop -> loop.isShownTo(person))
                .isEmpty()) {
            throw new NotThere();
        }
        return person;
    }

    private static String back(UUID patientId, UUID episodeId) {
        return "redirect:/patients/" + patientId + "/episodes/" + episodeId + "/referrals";
    }

    private LoopRow row(ReferralLoop loop, @Nullable WorkItem task, Moments when) {
        List<Referral> conversations = referrals.conversations(loop.id());
        Referral current = conversations.isEmpty() ? null : conversations.get(conversations.size() - 1);
        List<ReferralTransition> history = current == null ? List.of() : referrals.history(current.id());
        Names names = namesOf(loop, conversations);
        List<String> about = new ArrayList<>();
        if (loop.kind() != null) {
            about.add(loop.kind() == ReferralLoop.Kind.CLINICAL ? "Clinical" : "Community");
        }
        if (loop.need() != null) {
            about.add(Need.of(loop.need()).map(Need::label).orElse(loop.need()));
        }
        about.add("ordered " + when.inSentence(loop.openedAt()));
        ReferralLoop.Say say = loop.patientSay();
        Instant consentAt = loop.consentAt();
        Reasons.Closing closing = loop.closing();
        Instant closedAt = loop.closedAt();
        return new LoopRow(
                loop.id(),
                loop.what(),
                ReferralWords.stage(loop, current),
                loop.isClosed() ? "tag--done" : "tag--accent",
                String.join(" · ", about),
                say == null || consentAt == null
                        ? null
                        : ReferralWords.sentence(say.words()) + ", for "
                                + Objects.toString(loop.consentPurpose(), "").replace('-', ' ') + "; the recipient "
                                + (loop.mayContact() ? "may" : "must not") + " contact the patient. Written down by "
                                + names.of(loop.consentBy()) + ", " + when.inSentence(consentAt) + ".",
                loop.isPart2(),
                loop.isPart2()
                        ? loop.mayTellReason()
                                ? "42 CFR Part 2: told to the recipient with the patient's written consent. Do not pass it"
                                        + " on without one."
                                : "42 CFR Part 2: no written consent, the recipient is not told what it is for."
                        : null,
                ReferralWords.steps(loop, current, history, when),
                conversations.stream()
                        .sorted(Comparator.comparingInt(Referral::attempt).reversed())
                        .map(one -> conversation(one, names, when))
                        .toList(),
                loop.review() == null
                        ? null
                        : loop.review() + " (" + names.of(loop.reviewedBy()) + ", "
                                + when.inSentence(Objects.requireNonNull(loop.reviewedAt())) + ")",
                closing == null || closedAt == null
                        ? null
                        : ReferralWords.sentence(closing.words())
                                + (loop.closingWords() == null ? "" : ": " + loop.closingWords()) + " ("
                                + names.of(loop.closedBy()) + ", " + when.inSentence(closedAt) + ")",
                task == null ? null : task.taskId(),
                task == null ? null : task.title());
    }

    private ConversationRow conversation(Referral one, Names names, Moments when) {
        List<String> contact = new ArrayList<>();
        if (one.recipientPhone() != null) {
            contact.add(one.recipientPhone());
        }
        if (one.recipientEmail() != null) {
            contact.add(one.recipientEmail());
        }
        Instant appointment = one.appointmentAt();
        return new ConversationRow(
                one.id(),
                one.recipient(),
                contact.isEmpty() ? null : String.join(" · ", contact),
                PartnerLinks.reference(one),
                ReferralWords.sentence(one.state().words()) + (one.givenUpAt() == null ? "" : "; no longer waited for"),
                referrals.taskStatus(one.id()).code(),
                appointment == null ? null : when.at(appointment) + (one.place() == null ? "" : ", " + one.place()),
                one.isUnderWay(),
                one.isUnderWay() && one.recipientEmail() != null,
                referrals.history(one.id()).stream()
                        .sorted(Comparator.comparingInt(ReferralTransition::seq).reversed())
                        .map(move -> new MoveRow(
                                when.at(move.at()),
                                ReferralWords.sentence(move.move().event().words())
                                        + (move.reason() == null
                                                ? ""
                                                : ": " + move.reason().words())
                                        + (move.appointmentAt() == null ? "" : ", " + when.at(move.appointmentAt())),
                                move.channel().words() + (move.toldBy() == null ? "" : ", " + move.toldBy()),
                                move.actor().startsWith("link:") ? one.recipient() : names.of(move.actor()),
                                move.note()))
                        .toList(),
                links.of(one.id()).stream().map(link -> link(link, one, when)).toList(),
                documents.of(one.id()).stream()
                        .map(file -> new DocumentRow(
                                file.id(),
                                file.name(),
                                Math.max(1, file.size() / 1024) + " KB",
                                when.at(file.receivedAt())))
                        .toList());
    }

    private static LinkRow link(ReferralLink link, Referral referral, Moments when) {
        boolean live = link.isLive(when.now()) && referral.isUnderWay();
        String state = link.revokedAt() != null
                ? switch (Objects.toString(link.revokedWhy(), "")) {
                    case "TEAM" -> "taken back";
                    case "LOCKED" -> "locked after wrong codes";
                    default -> "closed with the referral";
                }
                : live ? "works until " + when.inSentence(link.expiresAt()) : "has ended";
        return new LinkRow(
                link.id(),
                link.purpose() == ReferralLink.Purpose.ANSWER ? "To answer" : "To report",
                live ? link.code() : null,
                state + (link.openedAt() == null ? ", not opened yet" : ", opened " + when.inSentence(link.openedAt())),
                live);
    }

    private Names namesOf(ReferralLoop loop, List<Referral> conversations) {
        List<@Nullable String> ids = new ArrayList<>();
        ids.add(loop.consentBy());
        ids.add(loop.reviewedBy());
        ids.add(loop.closedBy());
        conversations.forEach(one -> referrals.history(one.id()).forEach(move -> ids.add(move.actor())));
        return Names.of(people, ids);
    }
}
