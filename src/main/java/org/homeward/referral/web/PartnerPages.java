package org.homeward.referral.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.homeward.engine.Refused;
import org.homeward.referral.PartnerLinks;
import org.homeward.referral.PartnerLinks.Door;
import org.homeward.referral.PartnerLinks.Refusal;
import org.homeward.referral.PartnerLinks.Says;
import org.homeward.referral.PartnerLinks.Shown;
import org.homeward.referral.Reasons;
import org.homeward.referral.ReferralMove.Event;
import org.homeward.referral.Referrals;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * What a recipient without an account sees behind a link. Looking changes nothing, so that a mail scanner that follows the
 * link does no harm; telling needs the second factor.
 */
@Controller
@RequestMapping("/r/{token}")
class PartnerPages {

    /** Kept by the browser for this path only, never sent along from another site. */
    private static final String VISIT = "homeward-visit";

    private static final int LONGEST_PLACE = 200;
    private static final int LONGEST = 2000;

    private final PartnerLinks links;
    private final Clock clock;

    private final boolean cookiesNeedTls;

    PartnerPages(PartnerLinks links, Clock clock, ServerProperties server) {
        this.links = links;
        this.clock = clock;
        this.cookiesNeedTls =
                Boolean.TRUE.equals(server.getServlet().getSession().getCookie().getSecure());
    }

    record Choice(String code, String words) {}

    /** What somebody has typed, so that a mistake costs no typing; a file has to be chosen again. */
    record Typed(String event, String at, String place, String decline, String on, String note, String by) {

        static final Typed NOTHING = new Typed("", "", "", "", "", "", "");
    }

    record OpenRow(UUID id, String reference, String state, String sent, long days, boolean here) {}

    @GetMapping
    String page(
            @PathVariable String token,
            @CookieValue(name = VISIT, defaultValue = "") String visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        PartnerWords words = words(token, request, model);
        Door door = links.open(token, visit, request.getRemoteAddr());
        Refusal why = door.refusal();
        if (why != null) {
            return refused(why, response, model);
        }
        return door.in() ? referral(door, words, request, model) : door(door, model);
    }

    /** Reloaded, or shared from a browser's history: where it began. */
    @GetMapping({"/door", "/all/{referralId}"})
    RedirectView begin(@PathVariable String token, HttpServletRequest request) {
        RedirectView beginning = new RedirectView("/r/" + token + language(request), true);
        // whatever stands in the path is no template
        beginning.setExpandUriTemplateVariables(false);
        return beginning;
    }

    @PostMapping("/door")
    String enter(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String known,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        PartnerWords words = words(token, request, model);
        Door door = links.open(token, "", request.getRemoteAddr());
        Refusal why = door.refusal();
        if (why != null) {
            return refused(why, response, model);
        }
        Optional<String> visit = links.show(
                Objects.requireNonNull(door.link()),
                known.substring(0, Math.min(known.length(), 20)),
                request.getRemoteAddr());
        if (visit.isEmpty()) {
            // the last wrong one closes the link
            Door after = links.open(token, "", request.getRemoteAddr());
            if (after.refusal() != null) {
                return refused(after.refusal(), response, model);
            }
            response.setStatus(HttpStatus.FORBIDDEN.value());
            model.addAttribute("problem", words.of("door.wrong"));
            return door(after, model);
        }
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(VISIT, visit.get())
                        .path("/r/" + token)
                        .httpOnly(true)
                        .secure(cookiesNeedTls)
                        .sameSite("Strict")
                        .maxAge(Duration.ofMinutes(30))
                        .build()
                        .toString());
        return "redirect:/r/" + token + language(request);
    }

    @PostMapping
    String tell(
            @PathVariable String token,
            @CookieValue(name = VISIT, defaultValue = "") String visit,
            @RequestParam int seen,
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String decline,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String by,
            @RequestParam(name = "note", defaultValue = "") String typedNote,
            @RequestParam(required = false) @Nullable MultipartFile file,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model)
            throws IOException {
        PartnerWords words = words(token, request, model);
        // a browser counts a line break as one character and sends two
        String note = typedNote.replace("\r\n", "\n");
        Door door = links.open(token, visit, request.getRemoteAddr());
        Refusal why = door.refusal();
        if (why != null) {
            return refused(why, response, model);
        }
        if (!door.in()) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
            return door(door, model);
        }
        ZoneId zone = links.shown(door).zone();
        Optional<Event> told = event(event);
        String problem = problem(told, at, place, decline, on, by, note, zone);
        if (problem == null) {
            Event what = told.orElseThrow();
            Instant moment = moment(at, zone);
            boolean proposed = what == Event.ACCEPT && moment != null;
            boolean dated = proposed || what == Event.SCHEDULE || what == Event.RESCHEDULE;
            MultipartFile attached = file == null || file.isEmpty() ? null : file;
            try {
                links.told(
                        door,
                        new Says(
                                seen,
                                what,
                                proposed ? Event.SCHEDULE : null,
                                dated ? moment : null,
                                place.isBlank() ? null : place.strip(),
                                what == Event.DECLINE ? Reasons.Decline.valueOf(decline) : null,
                                on.isBlank() ? null : LocalDate.parse(on),
                                by.strip(),
                                note.isBlank() ? null : note.strip(),
                                attached == null ? null : attached.getOriginalFilename(),
                                attached == null ? null : attached.getBytes()));
                model.addAttribute("thanks", words.event(what));
                return "partner-done";
            } catch (ConcurrencyFailureException faster) {
                response.setStatus(HttpStatus.CONFLICT.value());
                return message("conflict", model);
            } catch (Refused refused) {
                if (refused.kind() == Refused.Kind.CONFLICT) {
                    response.setStatus(HttpStatus.CONFLICT.value());
                    return message("conflict", model);
                }
                problem = refused.getMessage();
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        model.addAttribute("problem", words.of(Objects.requireNonNull(problem)));
        model.addAttribute("typed", new Typed(event, at, place, decline, on, note, by));
        return referral(door, words, request, model);
    }

    /** @return the key of what is wrong; null when nothing is */
    private @Nullable String problem(
            Optional<Event> told,
            String at,
            String place,
            String decline,
            String on,
            String by,
            String note,
            ZoneId zone) {
        if (told.isEmpty()) {
            return "problem.event";
        }
        if (by.isBlank() || by.length() > 200) {
            return "problem.by";
        }
        boolean needsTime = told.get() == Event.SCHEDULE || told.get() == Event.RESCHEDULE;
        Instant moment = moment(at, zone);
        if ((needsTime && moment == null) || (moment == null && !at.isBlank())) {
            return "problem.at";
        }
        if (moment != null
                && (!moment.isAfter(clock.instant())
                        || moment.isAfter(clock.instant().plus(Referrals.FARTHEST)))) {
            return "problem.at";
        }
        if (told.get() == Event.DECLINE
                && Arrays.stream(Reasons.Decline.values())
                        .noneMatch(reason -> reason.name().equals(decline))) {
            return "problem.decline";
        }
        if (told.get() == Event.OUTCOME && note.isBlank()) {
            return "problem.outcome";
        }
        if (note.length() > LONGEST || place.length() > LONGEST_PLACE) {
            return "problem.long";
        }
        return isPastDay(on, zone) ? null : "problem.on";
    }

    private boolean isPastDay(String on, ZoneId zone) {
        try {
            LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
            return on.isBlank()
                    || (!LocalDate.parse(on).isAfter(today)
                            && !LocalDate.parse(on).isBefore(today.minusYears(2)));
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }

    private static Optional<Event> event(String code) {
        return Arrays.stream(Event.values())
                .filter(event -> event.name().equals(code))
                .findFirst();
    }

    private static @Nullable Instant moment(String at, ZoneId zone) {
        try {
            return at.isBlank() ? null : LocalDateTime.parse(at).atZone(zone).toInstant();
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    /** The recipient's own open referrals, without a word about patients. */
    @GetMapping("/all")
    String all(
            @PathVariable String token,
            @CookieValue(name = VISIT, defaultValue = "") String visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        PartnerWords words = words(token, request, model);
        Door door = links.open(token, visit, request.getRemoteAddr());
        Refusal why = door.refusal();
        if (why != null) {
            return refused(why, response, model);
        }
        return door.in() ? list(door, words, model) : door(door, model);
    }

    private String list(Door door, PartnerWords words, Model model) {
        UUID here = Objects.requireNonNull(door.referral()).id();
        ZoneId zone = links.shown(door).zone();
        Instant now = clock.instant();
        model.addAttribute(
                "rows",
                links.openOnes(door).stream()
                        .map(one -> new OpenRow(
                                one.referralId(),
                                one.reference(),
                                words.state(one.state()),
                                day(one.sentAt(), zone, words(model)),
                                Duration.between(one.movedAt(), now).toDays(),
                                one.referralId().equals(here)))
                        .toList());
        return "partner-list";
    }

    @PostMapping("/all/{referralId}")
    String another(
            @PathVariable String token,
            @PathVariable UUID referralId,
            @CookieValue(name = VISIT, defaultValue = "") String visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        PartnerWords words = words(token, request, model);
        Door door = links.open(token, visit, request.getRemoteAddr());
        Refusal why = door.refusal();
        if (why != null) {
            return refused(why, response, model);
        }
        if (!door.in()) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
            return door(door, model);
        }
        try {
            model.addAttribute("mailed", words.of(links.mailAnother(door, referralId) ? "list.mailed" : "list.call"));
        } catch (Refused refused) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            return message("unknown", model);
        }
        return list(door, words, model);
    }

    /** A file too large for the server itself. */
    @ExceptionHandler(MultipartException.class)
    ModelAndView tooLarge(HttpServletRequest request, HttpServletResponse response) {
        return message("large", HttpStatus.PAYLOAD_TOO_LARGE, request, response);
    }

    /** What no page of ours sends: a word where a number stands, a number of moves left out. */
    @ExceptionHandler({MethodArgumentTypeMismatchException.class, ServletRequestBindingException.class})
    ModelAndView unreadable(HttpServletRequest request, HttpServletResponse response) {
        return message("unreadable", HttpStatus.BAD_REQUEST, request, response);
    }

    private static ModelAndView message(
            String what, HttpStatus status, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(status.value());
        String[] path = request.getRequestURI().split("/");
        ModelAndView page = new ModelAndView("partner-message");
        Locale locale = locale(request);
        page.addObject("words", new PartnerWords(locale));
        page.addObject("lang", locale.getLanguage());
        page.addObject("path", path.length > 2 ? "/r/" + path[2] : "/r");
        page.addObject("what", what);
        return page;
    }

    private String door(Door door, Model model) {
        model.addAttribute(
                "factor", Objects.requireNonNull(door.link()).factor().name());
        return "partner-door";
    }

    private String referral(Door door, PartnerWords words, HttpServletRequest request, Model model) {
        Shown shown = links.shown(door);
        Locale locale = locale(request);
        if (!model.containsAttribute("typed")) {
            model.addAttribute("typed", Typed.NOTHING);
        }
        model.addAttribute("shown", shown);
        model.addAttribute("sent", day(shown.sentAt(), shown.zone(), locale));
        model.addAttribute(
                "appointment",
                shown.appointmentAt() == null
                        ? null
                        : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                                .withLocale(locale)
                                .format(shown.appointmentAt().atZone(shown.zone())));
        model.addAttribute(
                "born",
                shown.birthDate() == null
                        ? null
                        : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                                .withLocale(locale)
                                .format(shown.birthDate()));
        model.addAttribute(
                "language",
                shown.language() == null
                        ? null
                        : Locale.forLanguageTag(shown.language()).getDisplayLanguage(locale));
        model.addAttribute("state", words.state(shown.state()));
        model.addAttribute(
                "events",
                shown.events().stream()
                        .map(event -> new Choice(event.name(), words.event(event)))
                        .toList());
        model.addAttribute("dated", shown.events().stream().anyMatch(PartnerPages::takesATime));
        model.addAttribute("declinable", shown.events().contains(Event.DECLINE));
        model.addAttribute(
                "reports",
                shown.events().contains(Event.OUTCOME) || shown.events().contains(Event.INTERIM_NOTE));
        model.addAttribute(
                "reasons",
                Arrays.stream(Reasons.Decline.values())
                        .map(reason -> new Choice(reason.name(), words.reason(reason)))
                        .toList());
        return "partner-referral";
    }

    private static boolean takesATime(Event event) {
        return event == Event.ACCEPT || event == Event.SCHEDULE || event == Event.RESCHEDULE;
    }

    private static String refused(Refusal why, HttpServletResponse response, Model model) {
        response.setStatus(
                switch (why) {
                    case UNKNOWN -> HttpStatus.NOT_FOUND.value();
                    case WAIT -> HttpStatus.TOO_MANY_REQUESTS.value();
                    default -> HttpStatus.GONE.value();
                });
        return message(why.name().toLowerCase(Locale.ROOT), model);
    }

    private static String message(String what, Model model) {
        model.addAttribute("what", what);
        return "partner-message";
    }

    private static String day(Instant at, ZoneId zone, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    private static PartnerWords words(String token, HttpServletRequest request, Model model) {
        Locale locale = locale(request);
        PartnerWords words = new PartnerWords(locale);
        model.addAttribute("words", words);
        model.addAttribute("lang", locale.getLanguage());
        model.addAttribute("path", "/r/" + token);
        return words;
    }

    private static Locale words(Model model) {
        return PartnerWords.locale(String.valueOf(model.getAttribute("lang")));
    }

    /** What was chosen on the page, else what the browser prefers. */
    private static Locale locale(HttpServletRequest request) {
        String chosen = request.getParameter("lang");
        return PartnerWords.locale(chosen == null ? request.getLocale().getLanguage() : chosen);
    }

    private static String language(HttpServletRequest request) {
        return "?lang=" + locale(request).getLanguage();
    }
}
