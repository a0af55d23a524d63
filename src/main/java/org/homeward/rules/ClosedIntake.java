package org.homeward.rules;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Answers discharges while the installation is closed: nothing is taken, and the sender's own queue keeps it. */
@Configuration(proxyBeanMethods = false)
class ClosedIntake implements WebMvcConfigurer, HandlerInterceptor {

    private static final String COME_BACK_AFTER_SECONDS = "300";

    private final OpenForCare gate;
    private final ObjectMapper json;

    ClosedIntake(OpenForCare gate, ObjectMapper json) {
        this.gate = gate;
        this.json = json;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/discharges", "/api/v1/discharges/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!HttpMethod.POST.matches(request.getMethod()) || gate.isOpen()) {
            return true;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:homeward:problem:rules-not-approved");
        problem.put("title", "This installation does not take discharges yet");
        problem.put("status", HttpStatus.SERVICE_UNAVAILABLE.value());
        problem.put(
                "detail",
                "Nothing was taken; keep the message and send it again later. A clinician must first approve the"
                        + " decision tables on the page Rules.");
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, COME_BACK_AFTER_SECONDS);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
        return false;
    }
}
