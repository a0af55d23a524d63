package org.homeward.worklist.web;

import java.time.Clock;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Tells the pages what time it is for us: "3 h left" counts from the business clock, not from the desk's. */
@RestControllerAdvice(assignableTypes = TasksApi.class)
class BusinessTimeHeader implements ResponseBodyAdvice<Object> {

    private final Clock clock;

    BusinessTimeHeader(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public Object beforeBodyWrite(
            Object body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        response.getHeaders().set("X-Business-Time", clock.instant().toString());
        return body;
    }
}
