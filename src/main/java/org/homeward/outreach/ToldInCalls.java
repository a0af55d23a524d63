package org.homeward.outreach;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.episode.Duty;
import org.homeward.episode.DutyHints;
import org.homeward.episode.EpisodeContext;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.worklist.FormTimes;
import org.springframework.stereotype.Component;

/** Prefills the forms of other duties with what the newest call sheet says. */
@Component
class ToldInCalls implements DutyHints {

    private final CallSheets sheets;
    private final EpisodeDirectory directory;

    ToldInCalls(CallSheets sheets, EpisodeDirectory directory) {
        this.sheets = sheets;
        this.directory = directory;
    }

    @Override
    public Map<String, Object> of(Duty duty) {
        if (duty.kind() != Duty.Kind.MEDICATION_RECONCILIATION && duty.kind() != Duty.Kind.SERVICE) {
            return Map.of();
        }
        return sheets.newest(duty.episodeId())
                .map(told -> duty.kind() == Duty.Kind.SERVICE ? service(duty, told) : medicines(duty, told))
                .orElse(Map.of());
    }

    private Map<String, Object> medicines(Duty duty, CallSheets.Told told) {
        CallSheet sheet = told.sheet();
        List<String> parts = new java.util.ArrayList<>();
        sheet.text("medicinesObtained").ifPresent(word -> parts.add("obtained: " + inWords(word)));
        sheet.text("medicinesTaken").ifPresent(word -> parts.add("taken: " + inWords(word)));
        List<String> problems = sheet.list("medicineProblems");
        if (!problems.isEmpty()) {
            parts.add(
                    "in the way: " + problems.stream().map(ToldInCalls::inWords).collect(Collectors.joining(", ")));
        }
        sheet.text("medicinesWords").ifPresent(words -> parts.add("“" + words + "”"));
        return parts.isEmpty()
                ? Map.of()
                : Map.of("note", "Said in the call of " + when(duty, told) + ": " + String.join("; ", parts));
    }

    private Map<String, Object> service(Duty duty, CallSheets.Told told) {
        EpisodeContext episode = directory.contextOf(duty.id());
        return told.sheet().services(episode.zone()).stream()
                .filter(row -> row.id().equals(duty.id()) && !row.status().isBlank())
                .findFirst()
                .map(row -> {
                    Map<String, Object> data = new HashMap<>();
                    data.put(
                            "note",
                            "Said in the call of " + when(duty, told) + ": " + inWords(row.status())
                                    + (row.note() == null ? "" : "; " + row.note()));
                    if (row.status().equals("NOT_NEEDED")) {
                        data.put("serviceOutcome", "NOT_NEEDED");
                    }
                    return data;
                })
                .orElse(Map.of());
    }

    private String when(Duty duty, CallSheets.Told told) {
        return FormTimes.words(told.at(), directory.contextOf(duty.id()).zone());
    }

    private static String inWords(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
