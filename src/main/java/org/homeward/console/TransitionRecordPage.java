package org.homeward.console;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.homeward.episode.Episode;
import org.homeward.security.SignedIn;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The transition record as a page and as a PDF of the same content. */
@Controller
@RequestMapping("/patients/{patientId}/episodes/{episodeId}")
class TransitionRecordPage {

    private final Walls walls;
    private final PatientBanners banners;
    private final WriteTransitionRecord records;
    private final RecordPdf pdf;
    private final ITemplateEngine templates;
    private final SignedIn signedIn;

    TransitionRecordPage(
            Walls walls,
            PatientBanners banners,
            WriteTransitionRecord records,
            RecordPdf pdf,
            ITemplateEngine templates,
            SignedIn signedIn) {
        this.walls = walls;
        this.banners = banners;
        this.records = records;
        this.pdf = pdf;
        this.templates = templates;
        this.signedIn = signedIn;
    }

    @GetMapping("/record")
    String page(@PathVariable UUID patientId, @PathVariable UUID episodeId, Model model) {
        Walls.Seen seen = walls.reading(patientId, signedIn.person(), "record.read");
        model.addAttribute("record", record(seen, episodeId));
        model.addAttribute("readOnly", seen.readOnly(seen.episode(episodeId)));
        return "transition-record";
    }

    /** @param paper {@code a4} or {@code letter} */
    @GetMapping("/record.pdf")
    ResponseEntity<byte[]> print(
            @PathVariable UUID patientId,
            @PathVariable UUID episodeId,
            @RequestParam(defaultValue = "letter") String paper) {
        TransitionRecord record = record(walls.patient(patientId, signedIn.person(), "record.printed"), episodeId);
        String html = templates.process(
                "transition-record-pdf",
                new Context(Locale.US, Map.of("record", record, "paper", paper.equals("a4") ? "A4" : "Letter")));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        // a file's name is seen by others than the reader: the episode's id, never the patient's name
                        ContentDisposition.inline()
                                .filename("transition-record-" + episodeId + ".pdf")
                                .build()
                                .toString())
                .body(pdf.of(html));
    }

    private TransitionRecord record(Walls.Seen seen, UUID episodeId) {
        Episode episode = seen.episode(episodeId);
        return records.of(seen, episode, signedIn.person(), banners.moments(episode));
    }
}
