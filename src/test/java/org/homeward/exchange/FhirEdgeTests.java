package org.homeward.exchange;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** FHIR's library stays at the edge, and of it only the model and the JSON parser: its core has holes in the rest. */
class FhirEdgeTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.homeward");

    @Test
    void nobodyElseKnowsTheLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.homeward.exchange..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ca.uhn..", "org.hl7..")
                .check(classes);
    }

    @Test
    void noPathIsEvaluatedNothingIsTransformedOrValidated() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.hl7.fhir.utilities..",
                        "org.hl7.fhir.r4.utils..",
                        "org.hl7.fhir.r4.fhirpath..",
                        "org.hl7.fhir.validation..",
                        "ca.uhn.fhir.validation..",
                        "ca.uhn.fhir.fhirpath..")
                .orShould()
                .callMethod(ca.uhn.fhir.context.FhirContext.class, "newXmlParser")
                .orShould()
                .callMethod(ca.uhn.fhir.context.FhirContext.class, "newFhirPath")
                .orShould()
                .callMethod(ca.uhn.fhir.context.FhirContext.class, "newValidator")
                .check(classes);
    }
}
