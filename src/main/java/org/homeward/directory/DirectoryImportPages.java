package org.homeward.directory;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A directory from a file: sent, looked at, and only then imported. */
@Controller
@RequestMapping("/directory/import")
class DirectoryImportPages {

    private static final int SHOWN = 50;

    record StepRow(long line, String programme, String organization, String what) {}

    private final DirectoryAccess access;
    private final DirectoryImports imports;

    DirectoryImportPages(DirectoryAccess access, DirectoryImports imports) {
        this.access = access;
        this.imports = imports;
    }

    @GetMapping
    String choose(Model model) {
        return choose(access.keeper(), null, model);
    }

    @PostMapping
    String send(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String owner,
            Model model)
            throws IOException {
        Person keeper = access.keeper();
        Map<String, String> kept = access.kept(keeper);
        String into = kept.size() == 1 ? kept.keySet().iterator().next() : owner;
        if (!kept.containsKey(into)) {
            return choose(keeper, "Choose whose directory it is.", model);
        }
        if (file == null || file.isEmpty()) {
            return choose(keeper, "Choose a file that is not empty.", model);
        }
        if (file.getSize() > DirectoryFile.MOST_BYTES) {
            return choose(keeper, "Split the file: it has more than 4 MB.", model);
        }
        Optional<String> text = DirectoryFile.text(file.getBytes());
        if (text.isEmpty()) {
            return choose(
                    keeper,
                    "The file is no text in UTF-8. In a spreadsheet choose Save as and \"CSV UTF-8\"; a workbook"
                            + " (.xlsx) cannot be read.",
                    model);
        }
        return "redirect:/directory/import/" + imports.keep(into, name(file), text.get(), keeper.id());
    }

    @GetMapping("/{id}")
    String preview(@PathVariable String id, Model model) {
        Person keeper = access.keeper();
        DirectoryImports.Waiting waiting = waiting(id, keeper);
        ImportPlan plan = imports.plan(waiting);
        model.addAttribute("id", waiting.id());
        model.addAttribute("fileName", waiting.fileName());
        model.addAttribute("into", access.kept(keeper).get(waiting.owner()));
        model.addAttribute("plan", plan);
        model.addAttribute("added", plan.added().size());
        model.addAttribute("changing", plan.changing().size());
        model.addAttribute("problems", DirectoryFile.shown(plan.problems()));
        model.addAttribute(
                "problemLines",
                plan.problems().stream()
                        .map(DirectoryFile.Problem::line)
                        .distinct()
                        .count());
        model.addAttribute(
                "steps",
                plan.steps().stream()
                        .filter(step -> step.isNew() || step.changes())
                        .limit(SHOWN)
                        .map(DirectoryImportPages::row)
                        .toList());
        return "directory-import-preview";
    }

    @PostMapping("/{id}")
    String carryOut(@PathVariable String id, @RequestParam(defaultValue = "") String seen, RedirectAttributes flash) {
        Person keeper = access.keeper();
        DirectoryImports.Result result = carriedOut(waiting(id, keeper), seen);
        if (result.outcome() == DirectoryImports.Outcome.CHANGED_MEANWHILE) {
            flash.addFlashAttribute(
                    "refused",
                    "Nothing was imported: the directory has changed since this page was shown. Look at what the file"
                            + " would do now.");
            return "redirect:/directory/import/" + id;
        }
        flash.addFlashAttribute("done", "Imported: " + result.added() + " new, " + result.changed() + " changed.");
        return "redirect:/directory";
    }

    @PostMapping("/{id}/discard")
    String discard(@PathVariable String id, RedirectAttributes flash) {
        Person keeper = access.keeper();
        imports.discard(waiting(id, keeper).id(), keeper.id());
        flash.addFlashAttribute("done", "The file was discarded. Nothing was imported.");
        return "redirect:/directory";
    }

    private DirectoryImports.Result carriedOut(DirectoryImports.Waiting waiting, String seen) {
        try {
            return imports.carryOut(waiting, seen);
        } catch (DuplicateKeyException somebodyWasFaster) {
            // two people imported the same new programme in the same moment; the first one's stands
            return new DirectoryImports.Result(DirectoryImports.Outcome.CHANGED_MEANWHILE, 0, 0);
        }
    }

    /** Who kept the directory when the file was sent may have lost that since. */
    private DirectoryImports.Waiting waiting(String id, Person keeper) {
        UUID known = DirectoryAccess.id(id);
        return imports.find(known, keeper.id())
                .filter(waiting -> access.keeps(keeper, waiting.owner()))
                .orElseThrow(DirectoryAccess::notThere);
    }

    private String choose(Person keeper, @Nullable String refused, Model model) {
        Map<String, String> kept = access.kept(keeper);
        model.addAttribute("owners", kept.size() > 1 ? kept : Map.of());
        model.addAttribute(
                "columns", Stream.of(Column.values()).map(Column::header).collect(Collectors.joining(", ")));
        model.addAttribute("refused", refused);
        return "directory-import";
    }

    private static StepRow row(ImportPlan.Step step) {
        return new StepRow(
                step.line(),
                step.details().name(),
                step.details().organization(),
                step.isNew()
                        ? "New"
                        : "Changes: "
                                + String.join(
                                        ", ",
                                        step.changed().stream()
                                                .map(DirectoryPages::label)
                                                .toList()));
    }

    private static String name(MultipartFile file) {
        String name = file.getOriginalFilename();
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String shown = last.replaceAll("[\\p{Cntrl}]", "").strip();
        return shown.isEmpty() ? "file" : shown.length() <= 200 ? shown : shown.substring(0, 200);
    }
}
