package org.homeward.engine.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What nobody handles is logged by kind and place, and not with the words that it carries. */
@ExtendWith(OutputCaptureExtension.class)
class FaultsWithoutWordsTests {

    @Test
    void neitherTheLogNorTheCallerGetsItsWords(CapturedOutput output) throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();

        new FaultsWithoutWords()
                .doFilter(new MockHttpServletRequest("GET", "/intake/1"), response, (request, answer) -> {
                    throw new ServletException(
                            new IllegalArgumentException("duplicate element: Canary, Carmen, 1951-04-12"));
                });

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(output)
                .contains("IllegalArgumentException", "FaultsWithoutWordsTests")
                .doesNotContain("Canary");
    }
}
