package org.homeward.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a person stays signed in.
 *
 * @param idle without doing anything
 * @param absolute from signing in, whatever they do
 */
@ConfigurationProperties("homeward.session")
public record SessionLimits(
        @DefaultValue("15m") Duration idle,
        @DefaultValue("12h") Duration absolute) {}
