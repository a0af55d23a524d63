package org.homeward.outreach;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Set what the decision tables leave open.
 *
 * @param separateAttempts how far apart two tries must lie to count as separate; CMS says "separate" and no more, so
 *     that this is a default of the site, not verified
 * @param cadenceDays the calendar day after the discharge with which the cadence is over: weekly to day 14, derived, not
 *     verified
 */
@ConfigurationProperties("homeward.outreach")
record OutreachProperties(
        @DefaultValue("1h") Duration separateAttempts,
        @DefaultValue("14") int cadenceDays) {}
