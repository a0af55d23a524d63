package org.homeward.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code homeward.glass}.
 *
 * @param lasts how long a patient stays open
 * @param triesAnHour how often one person may ask for somebody who is not found
 * @param opensAnHour how many patients one person may open
 */
@ConfigurationProperties("homeward.glass")
record GlassSettings(
        @DefaultValue("60m") Duration lasts,
        @DefaultValue("5") int triesAnHour,
        @DefaultValue("20") int opensAnHour) {}
