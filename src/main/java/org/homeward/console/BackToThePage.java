package org.homeward.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Takes whoever asks for an address that only a form sends to, by going back or after signing in anew, to the page that
 * the form stands on. Systems are told as before.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class BackToThePage {

    private final ObjectProvider<RequestMappingHandlerMapping> pages;

    BackToThePage(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    Object onlySent(HttpRequestMethodNotSupportedException refused, HttpServletRequest request) {
        String path = request.getRequestURI();
        if (request.getMethod().equals("GET") && !path.startsWith("/api/") && !path.startsWith("/r/")) {
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                if (isPage(path.substring(0, end))) {
                    RedirectView page = new RedirectView(path.substring(0, end));
                    page.setExpandUriTemplateVariables(false);
                    return new ModelAndView(page);
                }
            }
        }
        return ResponseEntity.status(refused.getStatusCode())
                .headers(refused.getHeaders())
                .body(refused.getBody());
    }

    private boolean isPage(String path) {
        PathContainer asked = PathContainer.parsePath(path);
        return pages.getObject().getHandlerMethods().keySet().stream()
                .filter(BackToThePage::answersGet)
                .map(RequestMappingInfo::getPathPatternsCondition)
                .anyMatch(patterns -> patterns != null
                        && patterns.getPatterns().stream().anyMatch(pattern -> pattern.matches(asked)));
    }

    private static boolean answersGet(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty() || methods.contains(RequestMethod.GET);
    }
}
