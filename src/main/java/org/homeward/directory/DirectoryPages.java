package org.homeward.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.directory.Programme.Details;
import org.homeward.directory.ProgrammeRows.Query;
import org.homeward.engine.Refused;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Find who can help, and keep what is known of them. */
@Controller
@RequestMapping("/directory")
class DirectoryPages {

    private static final int PAGE = 20;
    private static final int MOST_PAGES = 1_000;

    record Row(
            UUID id,
            String name,
            String organization,
            String helpsWith,
            String room,
            String roomTag,
            String where,
            String nearness,
            String languages,
            boolean speaks,
            String reached,
            boolean active) {}

    record Choice(String value, String words, boolean chosen) {}

    /** What the page showed that is now sent back: whoever saves means that. */
    private record Seen(String version, String free) {

        static Seen of(Programme programme) {
            Integer free = programme.free();
            return new Seen(String.valueOf(programme.version()), free == null ? "" : free.toString());
        }
    }

    /** What somebody else's version of a field says. */
    record Difference(String field, String label, String says) {}

    private final DirectoryAccess access;
    private final Programmes programmes;
    private final ProgrammeRows rows;

    DirectoryPages(DirectoryAccess access, Programmes programmes, ProgrammeRows rows) {
        this.access = access;
        this.programmes = programmes;
        this.rows = rows;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String need,
            @RequestParam(defaultValue = "") String postal,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "false") boolean inactive,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        Person reader = access.reader();
        int shown = Math.max(1, Math.min(page, MOST_PAGES));
        String postalCode = PostalCodes.read(postal);
        String spoken = ReadProgramme.language(language);
        Map<String, String> problems = new LinkedHashMap<>();
        if (postalCode == null && !postal.isBlank()) {
            problems.put("postal", "Write a postal code or its beginning, such as 60614 or 606");
        }
        if (spoken == null && !language.isBlank()) {
            problems.put("language", "Write a language by its name or code, such as Spanish or es");
        }
        List<ProgrammeRows.Found> found = problems.isEmpty()
                ? rows.search(
                        new Query(
                                reader.organizations(),
                                Need.of(need).map(Need::code).orElse(null),
                                postalCode,
                                spoken,
                                name.length() > 200 ? name.substring(0, 200) : name,
                                inactive,
                                List.of()),
                        PAGE + 1,
                        (shown - 1) * PAGE)
                : List.of();
        model.addAttribute(
                "rows",
                found.stream().limit(PAGE).map(each -> row(each, spoken)).toList());
        model.addAttribute("needs", needChoices(java.util.Set.of(need)));
        model.addAttribute("need", need);
        model.addAttribute("postal", postal);
        model.addAttribute("language", language);
        model.addAttribute("name", name);
        model.addAttribute("inactive", inactive);
        model.addAttribute("problems", problems);
        model.addAttribute("searched", !need.isEmpty() || !postal.isBlank() || !language.isBlank() || !name.isBlank());
        model.addAttribute("page", shown);
        model.addAttribute("more", found.size() > PAGE);
        model.addAttribute("keeps", !access.kept(reader).isEmpty());
        return "directory";
    }

    @GetMapping("/new")
    String blank(Model model) {
        Person keeper = access.keeper();
        return blank(keeper, Map.of(Column.ACTIVE, "yes", Column.ACCEPTS_LINKS, "no"), Map.of(), "", model);
    }

    @PostMapping("/new")
    String add(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes flash) {
        Person keeper = access.keeper();
        Map<Column, String> written = written(sent);
        Map<String, String> kept = access.kept(keeper);
        String owner = kept.size() == 1 ? kept.keySet().iterator().next() : one(sent, "owner");
        ReadProgramme.Reading reading = ReadProgramme.of(written);
        Map<String, String> problems = byField(reading.problems());
        if (!kept.containsKey(owner)) {
            problems.put("owner", "Choose whose directory it stands in");
        }
        Details details = reading.details();
        if (details != null && problems.isEmpty()) {
            try {
                UUID id = programmes.add(owner, details, keeper.id());
                flash.addFlashAttribute("done", "The programme stands in the directory.");
                return "redirect:/directory/" + id;
            } catch (Refused sameName) {
                problems.put(Column.PROGRAMME.header(), sameName.getMessage());
            }
        }
        return blank(keeper, written, problems, owner, model);
    }

    @GetMapping("/{id}")
    String programme(@PathVariable String id, Model model) {
        Person reader = access.reader();
        Programme programme = known(id, reader);
        return show(programme, reader, fields(programme), Map.of(), List.of(), Seen.of(programme), model);
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes flash) {
        Person keeper = access.keeper();
        Programme now = known(id, keeper);
        if (!access.keeps(keeper, now.ownerId())) {
            throw DirectoryAccess.notThere();
        }
        Map<Column, String> written = written(sent);
        ReadProgramme.Reading reading = ReadProgramme.of(written);
        Map<String, String> problems = byField(reading.problems());
        Details details = reading.details();
        Seen seen = new Seen(one(sent, "version"), one(sent, "seenFree"));
        if (details == null) {
            return show(now, keeper, written, problems, List.of(), seen, model);
        }
        if (!String.valueOf(now.version()).equals(seen.version())) {
            return changedMeanwhile(now, keeper, written, model);
        }
        // the page shows what is free; left as it was shown, nobody has declared anything
        boolean declared = !written.getOrDefault(Column.CAPACITY, "").strip().equals(seen.free());
        try {
            if (!programmes.change(now, declared ? details : withCapacityOf(details, now), declared, keeper.id())) {
                return changedMeanwhile(known(id, keeper), keeper, written, model);
            }
        } catch (Refused sameName) {
            problems.put(Column.PROGRAMME.header(), sameName.getMessage());
            return show(now, keeper, written, problems, List.of(), seen, model);
        }
        flash.addFlashAttribute("done", "Saved.");
        return "redirect:/directory/" + id;
    }

    @GetMapping("/export.csv")
    ResponseEntity<byte[]> export() {
        Person reader = access.reader();
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"directory.csv\"")
                .body(DirectoryFile.write(rows.all(reader.organizations())).getBytes(StandardCharsets.UTF_8));
    }

    /** What was typed stays; beside it stands what the directory says by now, and saving again is a choice. */
    private String changedMeanwhile(Programme now, Person keeper, Map<Column, String> written, Model model) {
        Map<Column, String> standing = fields(now);
        List<Difference> differences = new ArrayList<>();
        for (Column column : Column.values()) {
            String says = standing.getOrDefault(column, "");
            if (!says.equals(written.getOrDefault(column, "").strip())) {
                differences.add(new Difference(column.header(), label(column), says.isEmpty() ? "nothing" : says));
            }
        }
        return show(now, keeper, written, Map.of(), differences, Seen.of(now), model);
    }

    private String show(
            Programme programme,
            Person person,
            Map<Column, String> written,
            Map<String, String> problems,
            List<Difference> differences,
            Seen seen,
            Model model) {
        model.addAttribute("programme", row(new ProgrammeRows.Found(programme, Nearness.UNKNOWN), null));
        model.addAttribute("details", programme.details());
        model.addAttribute("answers", answers(programme));
        model.addAttribute("seenFree", seen.free());
        model.addAttribute("version", seen.version());
        model.addAttribute("differences", differences);
        model.addAttribute("keeps", access.keeps(person, programme.ownerId()));
        model.addAttribute("owners", Map.of());
        model.addAttribute("owner", programme.ownerId());
        return form(written, problems, model);
    }

    private String blank(
            Person keeper, Map<Column, String> written, Map<String, String> problems, String owner, Model model) {
        Map<String, String> kept = access.kept(keeper);
        model.addAttribute("programme", null);
        model.addAttribute("differences", List.of());
        model.addAttribute("keeps", true);
        model.addAttribute("owners", kept.size() > 1 ? kept : Map.of());
        model.addAttribute("owner", owner);
        return form(written, problems, model);
    }

    private String form(Map<Column, String> written, Map<String, String> problems, Model model) {
        Map<String, String> typed = new LinkedHashMap<>();
        written.forEach((column, text) -> typed.put(column.header(), text));
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        List<String> chosen = List.of(written.getOrDefault(Column.NEEDS, "").split("\\|"));
        model.addAttribute("needs", needChoices(chosen));
        model.addAttribute(
                "routes",
                Arrays.stream(Route.values())
                        .map(route -> new Choice(
                                route.code(), route.label(), route.code().equals(typed.get("route"))))
                        .toList());
        return "directory-programme";
    }

    private static Details withCapacityOf(Details details, Programme now) {
        return new Details(
                details.organization(),
                details.name(),
                details.needs(),
                details.eligibility(),
                details.area(),
                details.postalCode(),
                details.languages(),
                details.hours(),
                now.details().capacity(),
                details.route(),
                details.email(),
                details.phone(),
                details.fax(),
                details.acceptsLinks(),
                details.active());
    }

    private static Map<Column, String> fields(Programme programme) {
        Map<Column, String> fields = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            fields.put(column, column.text(programme.details()).replace("|", column == Column.NEEDS ? "|" : ", "));
        }
        fields.put(Column.CAPACITY, Seen.of(programme).free());
        return fields;
    }

    private static Map<Column, String> written(MultiValueMap<String, String> sent) {
        Map<Column, String> written = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            List<String> values = sent.getOrDefault(column.header(), List.of());
            written.put(column, String.join("|", values));
        }
        // a box that is not ticked is not sent
        for (Column box : List.of(Column.ACCEPTS_LINKS, Column.ACTIVE)) {
            written.compute(box, (column, value) -> value == null || value.isEmpty() ? "no" : value);
        }
        return written;
    }

    private static Map<String, String> byField(Map<Column, String> problems) {
        Map<String, String> byField = new LinkedHashMap<>();
        problems.forEach((column, words) -> byField.put(column.header(), label(column) + ": " + words));
        return byField;
    }

    private static String one(MultiValueMap<String, String> sent, String name) {
        String value = sent.getFirst(name);
        return value == null ? "" : value.strip();
    }

    static String label(Column column) {
        return switch (column) {
            case ORGANIZATION -> "Organisation";
            case PROGRAMME -> "Programme";
            case NEEDS -> "Helps with";
            case ELIGIBILITY -> "Who can come";
            case AREA -> "Area served";
            case POSTAL_CODE -> "Postal code";
            case LANGUAGES -> "Languages";
            case HOURS -> "Hours";
            case CAPACITY -> "Free places now";
            case ROUTE -> "How it is asked";
            case EMAIL -> "E-mail";
            case PHONE -> "Phone";
            case FAX -> "Fax";
            case ACCEPTS_LINKS -> "Takes signed links";
            case ACTIVE -> "Takes referrals";
        };
    }

    private static List<Choice> needChoices(java.util.Collection<String> chosen) {
        return Arrays.stream(Need.values())
                .map(need -> new Choice(need.code(), need.label(), chosen.contains(need.code())))
                .toList();
    }

    private Programme known(String id, Person person) {
        return programmes
                .find(DirectoryAccess.id(id))
                .filter(programme -> access.sees(person, programme))
                .orElseThrow(DirectoryAccess::notThere);
    }

    private static String answers(Programme programme) {
        int all = programme.accepted() + programme.declined();
        return all == 0
                ? "It has answered no referral yet."
                : "It accepted " + programme.accepted() + " of " + all + (all == 1 ? " referral." : " referrals.");
    }

    private static Row row(ProgrammeRows.Found found, @Nullable String spoken) {
        Programme programme = found.programme();
        Details details = programme.details();
        Integer free = programme.free();
        return new Row(
                programme.id(),
                details.name(),
                details.organization(),
                details.needs().stream().map(Need::label).collect(Collectors.joining(", ")),
                free == null ? "Not known" : free == 0 ? "Full" : free == 1 ? "1 place" : free + " places",
                free == null ? "tag--unknown" : free == 0 ? "tag--high" : "tag--low",
                details.area().isEmpty() ? "Serves every area" : "Serves " + areas(details),
                found.nearness().words(),
                details.languages().stream()
                        .map(ReadProgramme::languageName)
                        .sorted()
                        .collect(Collectors.joining(", ")),
                spoken == null || details.languages().contains(spoken),
                details.route().label(),
                details.active());
    }

    private static String areas(Details details) {
        int shown = 6;
        String first = details.area().stream()
                .limit(shown)
                .map(area -> area.length() < 5 ? area + "…" : area)
                .collect(Collectors.joining(", "));
        return details.area().size() > shown
                ? String.format(
                        Locale.ROOT, "%s and %d more", first, details.area().size() - shown)
                : first;
    }
}
