package org.homeward.patient;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sets whom to believe about identity.
 *
 * @param trustedAssigners assigners (OID or URI) whose values identify one person each; only these match patients
 * @param phoneRegion ISO 3166 region in which numbers without a country code are read
 */
@ConfigurationProperties("homeward.patient")
public record PatientProperties(
        @DefaultValue Set<String> trustedAssigners,
        @DefaultValue("US") String phoneRegion) {

    public boolean trusts(PatientIdentifier identifier) {
        return trustedAssigners.contains(identifier.assigner());
    }
}
