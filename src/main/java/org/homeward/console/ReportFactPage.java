package org.homeward.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.homeward.episode.CarryOutEpisode;
import org.homeward.episode.Duties;
import org.homeward.episode.Duty;
import org.homeward.episode.Episode;
import org.homeward.episode.FactPayload;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Tell what happened to a patient when no message has told it yet: a death, a readmission or the return from it, a
 * declined service, a discharge that was taken back or stands after all. Nothing happens before the person has seen what will follow and said yes.
 */
@Controller
@RequestMapping("/patients/{patientId}/episodes/{episodeId}/report")
class ReportFactPage {

    private static final int LONGEST = 500;
    private static final int TRIES = 3;

    /** What can be told, and what follows from it. */
    enum What {
        DIED("The patient has died", "When did the patient die? Leave empty if you do not know.", false, false) {
            @Override
            List<String> follows() {
                return List.of(
                        "Calls and letters to the patient stop at once.",
                        "A care manager gets the task to confirm the death.",
                        "Nothing ends before it is confirmed.");
            }
        },
        READMITTED("The patient is back in hospital", "Since when?", true, false) {
            @Override
            List<String> follows() {
                return List.of(
                        "This episode pauses: open tasks are withdrawn and clocks stop.",
                        "The next discharge closes it as readmitted and starts a new one.",
                        "A care manager asks after the patient each week.",
                        "If it was a mistake, or the patient is home again, report that here.");
            }
        },
        HOME_AGAIN("The patient has come home", "Since when?", true, false) {
            @Override
            List<String> follows() {
                return List.of(
                        "This episode closes, and a new one begins with all its calls and clocks.",
                        "They are counted from the time that you give, for no message has told of this discharge.");
            }
        },
        NEVER_AWAY("The patient was never away", "", false, false) {
            @Override
            List<String> follows() {
                return List.of(
                        "What was told of a hospital or facility no longer counts.",
                        "This episode goes on: its tasks come back, and its clocks run on from the discharge.");
            }
        },
        REFUSED("The patient declines a service", "", false, true) {
            @Override
            List<String> follows() {
                return List.of("This duty ends as declined.", "Everything else goes on.");
            }
        },
        DISCHARGE_CANCELLED("The discharge was taken back", "", false, true) {
            @Override
            List<String> follows() {
                return List.of(
                        "This episode ends as cancelled, and its open tasks are withdrawn.",
                        "What was promised outside becomes one task to call it off.",
                        "If it was a mistake, report on this page that the discharge stands.");
            }
        },
        DISCHARGE_STANDS("The discharge stands after all", "", false, false) {
            @Override
            List<String> follows() {
                return List.of(
                        "A new episode goes on where this one was cancelled, with every duty of the discharge.",
                        "Its clocks count from the discharge as it was.");
            }
        };

        private final String label;
        private final String timeLabel;
        private final boolean timeNeeded;
        private final boolean reasonNeeded;

        What(String label, String timeLabel, boolean timeNeeded, boolean reasonNeeded) {
            this.label = label;
            this.timeLabel = timeLabel;
            this.timeNeeded = timeNeeded;
            this.reasonNeeded = reasonNeeded;
        }

        abstract List<String> follows();

        public String label() {
            return label;
        }

        public String timeLabel() {
            return timeLabel;
        }

        public boolean reasonNeeded() {
            return reasonNeeded;
        }
    }

    /** One thing that can be declined. */
    record Service(String key, String label) {}

    private final Walls walls;
    private final PatientBanners banners;
    private final CarryOutEpisode carryOut;
    private final Duties duties;
    private final SignedIn signedIn;

    ReportFactPage(Walls walls, PatientBanners banners, CarryOutEpisode carryOut, Duties duties, SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.carryOut = carryOut;
        this.duties = duties;
        this.signedIn = signedIn;
    }

    @GetMapping
    String choose(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(required = false) @Nullable What what,
            Model model) {
        Episode episode = frame(patientId, episodeId, model);
        model.addAttribute("what", what);
        model.addAttribute("services", services(episode));
        return closed(episode) ? ended(model) : "report";
    }

    /** Shows what will follow; nothing is told yet. */
    @PostMapping
    String confirm(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(required = false) @Nullable What what,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String service,
            @RequestParam(defaultValue = "") String reason,
            Model model) {
        Episode episode = frame(patientId, episodeId, model);
        if (closed(episode)) {
            return ended(model);
        }
        Moments when = banners.moments(episode);
        model.addAttribute("what", what);
        model.addAttribute("at", at);
        model.addAttribute("service", service);
        model.addAttribute("reason", reason);
        List<Service> services = services(episode);
        model.addAttribute("services", services);
        Map<String, String> problems = problems(what, at, service, reason, services, when, episode);
        if (!problems.isEmpty() || what == null) {
            model.addAttribute("problems", problems);
            return "report";
        }
        model.addAttribute("follows", what.follows());
        model.addAttribute("serviceLabel", label(services, service));
        Instant moment = moment(at, when);
        model.addAttribute("atWords", moment == null ? "" : when.at(moment));
        return "report-confirm";
    }

    @PostMapping("/confirmed")
    String tell(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam What what,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String service,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        Episode episode = frame(patientId, episodeId, model);
        if (closed(episode) || choices(episode).noneMatch(what::equals)) {
            return ended(model);
        }
        Moments when = banners.moments(episode);
        if (!problems(what, at, service, reason, services(episode), when, episode)
                .isEmpty()) {
            return confirm(patientId, episodeId, what, at, service, reason, model);
        }
        Instant moment = moment(at, when);
        String by = signedIn.person().id();
        told(() -> {
            switch (what) {
                case DIED -> carryOut.tell(episodeId, new FactPayload.Died(moment), by);
                case READMITTED ->
                    carryOut.tell(
                            episodeId, new FactPayload.Readmitted(null, moment == null ? when.now() : moment), by);
                case HOME_AGAIN -> carryOut.homeAgain(episodeId, moment == null ? when.now() : moment, by);
                case NEVER_AWAY -> carryOut.neverAway(episodeId, by);
                case REFUSED -> carryOut.tell(episodeId, new FactPayload.Refused(service, reason.strip()), by);
                case DISCHARGE_CANCELLED ->
                    carryOut.tell(episodeId, new FactPayload.DischargeCancelled(reason.strip()), by);
                case DISCHARGE_STANDS -> carryOut.dischargeStands(episodeId, by);
            }
        });
        flash.addFlashAttribute("done", "Recorded: " + lower(what.label()) + ".");
        return "redirect:/patients/" + patientId + "/episodes/" + episodeId;
    }

    /** Two who tell of the same patient at once take turns; the one the database sends back tries again. */
    private static void told(Runnable telling) {
        for (int again = 1; ; again++) {
            try {
                telling.run();
                return;
            } catch (ConcurrencyFailureException raced) {
                if (again == TRIES) {
                    throw raced;
                }
            }
        }
    }

    private Episode frame(UUID patientId, UUID episodeId, Model model) {
        Walls.Seen seen = walls.patient(patientId, signedIn.person(), "patient.read");
        Episode episode = seen.episode(episodeId);
        Moments when = banners.moments(episode);
        model.addAttribute("banner", banners.of(seen.patient(), episode));
        model.addAttribute("episodeId", episodeId);
        model.addAttribute("choices", choices(episode).toList());
        model.addAttribute("zone", when.zoneName());
        model.addAttribute("latest", when.field(when.now()));
        model.addAttribute("problems", Map.of());
        return episode;
    }

    private static Stream<What> choices(Episode episode) {
        boolean away = episode.stage() == Stage.PARKED;
        return Arrays.stream(What.values()).filter(what -> switch (what) {
            case HOME_AGAIN, NEVER_AWAY -> away;
            case READMITTED -> !away && !episode.isEnded();
            case DISCHARGE_STANDS -> episode.isEnded();
            default -> !episode.isEnded();
        });
    }

    /** An end that people cannot take back here; a discharge that was taken back by mistake they can. */
    private static boolean closed(Episode episode) {
        return episode.isEnded() && !mayResume(episode);
    }

    /** Whether the episode ended because a discharge was taken back, and nothing has followed it. */
    static boolean mayResume(Episode episode) {
        return episode.isEnded() && episode.outcome() == Outcome.CANCELLED && episode.successorId() == null;
    }

    private static String ended(Model model) {
        model.addAttribute("ended", true);
        return "report";
    }

    private List<Service> services(Episode episode) {
        List<Service> services = new ArrayList<>();
        for (Duty duty : duties.open(episode.id())) {
            switch (duty.kind()) {
                case OUTREACH -> services.add(new Service("outreach", "All follow-up calls"));
                case APPOINTMENT, REFERRAL, SERVICE, PENDING_RESULT ->
                    services.add(new Service(duty.orderKey(), duty.description()));
                default -> {
                    // work of ours that the patient need not take part in
                }
            }
        }
        return services;
    }

    private static Map<String, String> problems(
            @Nullable What what,
            String at,
            String service,
            String reason,
            List<Service> services,
            Moments when,
            Episode episode) {
        Map<String, String> problems = new java.util.LinkedHashMap<>();
        if (what == null) {
            problems.put("what", "Choose what happened");
            return problems;
        }
        Instant moment = moment(at, when);
        if (at.isBlank() ? what.timeNeeded : moment == null) {
            problems.put("at", "Enter a date and time");
        } else if (moment != null && moment.isAfter(when.now())) {
            problems.put("at", "Enter a time that is not in the future");
        } else if (moment != null
                && (what == What.READMITTED || what == What.HOME_AGAIN)
                && moment.isBefore(episode.dischargedAt())) {
            problems.put("at", "Enter a time after the discharge");
        }
        if (what == What.REFUSED && services.stream().noneMatch(one -> one.key().equals(service))) {
            problems.put("service", "Choose what is declined");
        }
        if (what.reasonNeeded && reason.isBlank()) {
            problems.put("reason", "Say why, in the patient’s or the hospital’s words");
        } else if (reason.length() > LONGEST) {
            problems.put("reason", "Shorten this to " + LONGEST + " characters");
        }
        return problems;
    }

    private static String label(List<Service> services, String key) {
        return services.stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .map(Service::label)
                .orElse("");
    }

    private static @Nullable Instant moment(String at, Moments when) {
        try {
            return at.isBlank()
                    ? null
                    : LocalDateTime.parse(at).atZone(when.zone()).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static String lower(String words) {
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }
}
