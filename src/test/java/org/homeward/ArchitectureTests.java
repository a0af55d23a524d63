package org.homeward;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.annotation.Transactional;

@AnalyzeClasses(packages = "org.homeward", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule theEngineIsReachedFromFewPackages = noClasses()
            .that()
            .resideOutsideOfPackages("org.homeward.engine..", "org.homeward..process..", "org.homeward.worklist..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..")
            .because("a maintained fork of the engine must stay a rename away");

    @ArchTest
    static final ArchRule delegatesAreThin = classes()
            .that()
            .implement(JavaDelegate.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .notBeAnnotatedWith(Transactional.class)
            .because("the engine's transaction is the one there is")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields =
            noFields().should().beAnnotatedWith(Autowired.class).orShould().beAnnotatedWith(Value.class);

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a test, a demo or a simulation runs thirty days in seconds")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreNamedAfterWhatTheyHold = noClasses()
            .should()
            .resideInAnyPackage(
                    "..common..",
                    "..commons..",
                    "..util..",
                    "..utils..",
                    "..helper..",
                    "..core..",
                    "..shared..",
                    "..dto..",
                    "..impl..",
                    "..config..",
                    "..constants..");
}
