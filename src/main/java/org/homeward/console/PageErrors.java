package org.homeward.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import org.homeward.engine.Faults;
import org.homeward.engine.Refused;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What cannot be shown or done on a page becomes a page in words; interfaces for systems have their own answers. */
@ControllerAdvice(
        assignableTypes = {
            MyWorkPage.class,
            PatientsPage.class,
            PatientPage.class,
            RecordContactPage.class,
            ReportFactPage.class,
            RiskPage.class,
            MedicationsPage.class,
            SocialNeedsPage.class,
            ReferralsPage.class,
            ReferralBoardPage.class,
            TransitionRecordPage.class,
            EscalationsPage.class,
            IntakePage.class,
            AlarmsPage.class,
            TrailPage.class,
            GlassPage.class,
            ModelFiles.class
        })
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    @ExceptionHandler
    void notThere(NotThere notThere, HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute("readingIsOver", notThere.wasOpen());
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }

    /** A date that is none was typed; whatever else does not fit stands in a path. */
    @ExceptionHandler
    void notSuch(MethodArgumentTypeMismatchException typed, HttpServletResponse response) throws IOException {
        response.sendError(
                typed.getRequiredType() == LocalDate.class
                        ? HttpServletResponse.SC_BAD_REQUEST
                        : HttpServletResponse.SC_NOT_FOUND);
    }

    @ExceptionHandler
    void refused(Refused refused, HttpServletResponse response) throws IOException {
        response.sendError(
                switch (refused.kind()) {
                    case NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
                    case FORBIDDEN -> HttpServletResponse.SC_FORBIDDEN;
                    case CONFLICT -> HttpServletResponse.SC_CONFLICT;
                    case INVALID -> HttpServletResponse.SC_BAD_REQUEST;
                });
    }

    /** Whoever was second is told so; every other fault is one. */
    @ExceptionHandler
    void raced(RuntimeException fault, HttpServletResponse response) throws IOException {
        if (!Faults.raced(fault)) {
            throw fault;
        }
        response.sendError(HttpServletResponse.SC_CONFLICT);
    }
}
