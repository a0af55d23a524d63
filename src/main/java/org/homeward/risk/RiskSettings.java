package org.homeward.risk;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Say which form of the HOSPITAL score a site uses.
 *
 * @param hospitalVersion 2013 (derivation) or 2016; they count earlier admissions differently
 */
@ConfigurationProperties("homeward.risk")
public record RiskSettings(@DefaultValue("2016") int hospitalVersion) {

    public RiskSettings {
        if (hospitalVersion != 2013 && hospitalVersion != 2016) {
            throw new IllegalArgumentException(
                    "homeward.risk.hospital-version is 2013 or 2016, not " + hospitalVersion);
        }
    }
}
