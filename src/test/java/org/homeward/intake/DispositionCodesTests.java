package org.homeward.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class DispositionCodesTests {

    @ParameterizedTest
    @CsvSource({
        "https://www.nubc.org/CodeSystem/PatDischargeStatus, 01, nubc:01",
        "http://terminology.hl7.org/CodeSystem/nubc-UB92, 1, nubc:01",
        "http://www.nubc.org/patient-discharge, 06, nubc:06",
        "2.16.840.1.113883.12.112, 7, nubc:07",
        "urn:oid:2.16.840.1.113883.12.112, 07, nubc:07",
        "HTTPS://WWW.NUBC.ORG/CodeSystem/PatDischargeStatus/, 001, nubc:01",
        "https://www.nubc.org/CodeSystem/PatDischargeStatus|2024, 86, nubc:86",
        "http://terminology.hl7.org/CodeSystem/v2-0112, 20, nubc:20",
        "http://terminology.hl7.org/CodeSystem/discharge-disposition, home, fhir:home",
        "http://terminology.hl7.org/CodeSystem/discharge-disposition, HOME, fhir:home",
        "https://fhir.hl7.org.uk/CodeSystem/UKCore-DischargeDestinationEngland, 19, nhs:19",
        "nubc, 19, nubc:19"
    })
    void translatesWhatSendersCallTheSameThing(String system, String code, String expected) {
        assertThat(DispositionCodes.normalise(system, code)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.nubc.org/CodeSystem/PatDischargeStatus, HOME",
        "https://www.nubc.org/CodeSystem/PatDischargeStatus, 101",
        "http://terminology.hl7.org/CodeSystem/discharge-disposition, 01",
        "urn:oid:1.2.3.4.5, 01",
        ", 01",
        "nubc,"
    })
    void leavesWhatNobodyKnowsToAPerson(String system, String code) {
        assertThat(DispositionCodes.normalise(system, code)).isEmpty();
    }

    @Test
    void canSayEveryCodeThatTheEligibilityTableDecides() throws Exception {
        ClassPathResource table = new ClassPathResource("processes/discharge-eligibility.dmn");
        String dmn = new String(table.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        Set<String> decided = new TreeSet<>();
        Pattern.compile("(?:\"|&#34;|&quot;)([a-z0-9-]+:[a-z0-9-]+)(?:\"|&#34;|&quot;)")
                .matcher(dmn)
                .results()
                .forEach(match -> decided.add(match.group(1)));

        assertThat(decided).hasSizeGreaterThan(50).allSatisfy(code -> {
            String[] parts = code.split(":");
            assertThat(DispositionCodes.normalise(parts[0], parts[1])).contains(code);
        });
    }
}
