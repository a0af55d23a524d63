package org.homeward.calendar;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class SystemClocks {

    @Bean
    Clock systemClock() {
        return Clock.systemUTC();
    }

    @Bean
    @Primary
    Clock businessClock() {
        return Clock.systemUTC();
    }
}
