package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

class SessionLimitsTests {

    private static final String LIST = "/camunda/api/engine/engine/default/filter/1/list";

    private final People people = mock(People.class);
    private final MockHttpSession session = new MockHttpSession();
    private Instant now = Instant.ofEpochMilli(session.getCreationTime());

    SessionLimitsTests() {
        when(people.active(any())).thenReturn(true);
    }

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    private boolean signedInAfter(Duration time, String path) throws Exception {
        now = now.plus(time);
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated("nora", null, AuthorityUtils.NO_AUTHORITIES));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setSession(session);
        new PutOut(
                        people,
                        new SessionLimits(Duration.ofMinutes(15), Duration.ofHours(12)),
                        Clock.fixed(now, ZoneOffset.UTC))
                .doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        return SecurityContextHolder.getContext().getAuthentication() != null && !session.isInvalid();
    }

    @Test
    void whatTasklistAsksByItselfKeepsNobodySignedIn() throws Exception {
        assertThat(signedInAfter(Duration.ZERO, "/my-work")).isTrue();
        for (int minute = 0; minute < 15; minute++) {
            assertThat(signedInAfter(Duration.ofMinutes(1), LIST)).isTrue();
        }
        assertThat(signedInAfter(Duration.ofSeconds(10), LIST)).isFalse();
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void whoWorksStaysSignedInButNotForEver() throws Exception {
        for (int minutes = 0; minutes <= 12 * 60; minutes += 10) {
            assertThat(signedInAfter(Duration.ofMinutes(minutes == 0 ? 0 : 10), "/my-work"))
                    .isTrue();
        }
        assertThat(signedInAfter(Duration.ofMinutes(1), "/my-work")).isFalse();
    }
}
