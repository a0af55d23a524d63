package org.homeward.calendar;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Hold whether the business clock may be shifted: in demo and test only. */
@ConfigurationProperties("homeward.clock")
record ClockProperties(@DefaultValue("false") boolean shiftable) {}
