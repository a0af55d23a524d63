package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdentityProviderCallsTests {

    @Test
    void aProviderThatTakesTheCallAndSaysNothingIsWaitedForForSecondsOnly() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Instant begin = Instant.now();
            assertThatThrownBy(() -> IdentityProviderCalls.configurationOf("http://127.0.0.1:" + silent.getLocalPort()))
                    .isInstanceOf(RuntimeException.class);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(12));
        }
    }
}
