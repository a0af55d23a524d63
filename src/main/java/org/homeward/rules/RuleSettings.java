package org.homeward.rules;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param approvalRequired whether discharges wait for a clinician's approval of every unverified row */
@ConfigurationProperties("homeward.rules")
record RuleSettings(@DefaultValue("true") boolean approvalRequired) {}
