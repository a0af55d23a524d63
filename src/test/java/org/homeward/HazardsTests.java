package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.support.AnnotationSupport;

/** Each known hazard of the stack names the guard against it and the test that fails without the guard; both exist. */
class HazardsTests {

    private static final Path LIST = Path.of("src/docs/security/hazards.csv");

    /** Hazard, guard, test; the hazard is quoted, the others are names. */
    private record Hazard(String words, String guard, String test) {

        static Hazard of(String line) {
            int end = line.lastIndexOf("\",");
            String[] names = line.substring(end + 2).split(",", -1);
            assertThat(names).as(line).hasSize(2);
            return new Hazard(line.substring(1, end), names[0], names[1]);
        }
    }

    private static List<Hazard> hazards() throws IOException {
        List<String> lines = Files.readAllLines(LIST);
        assertThat(lines.get(0)).isEqualTo("hazard,guard,test");
        return lines.stream().skip(1).map(Hazard::of).toList();
    }

    @Test
    void everyGuardAndEveryTestIsThere() throws IOException {
        assertThat(hazards()).hasSizeGreaterThan(30);
        for (Hazard hazard : hazards()) {
            // a setting is a guard too: a file of the project instead of a class
            if (!hazard.guard().contains("/")) {
                assertThat(exists(hazard.guard())).as(hazard.guard()).isTrue();
            } else {
                assertThat(Path.of(hazard.guard())).exists();
            }
            String[] test = hazard.test().split("#", -1);
            assertThat(test).as(hazard.test()).hasSize(2);
            assertThat(exists(test[0])).as(hazard.test()).isTrue();
            assertThat(tests(test[0])).as(hazard.test()).contains(test[1]);
        }
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, HazardsTests.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static List<String> tests(String name) {
        try {
            return Arrays.stream(Class.forName(name, false, HazardsTests.class.getClassLoader())
                            .getDeclaredMethods())
                    .filter(method -> AnnotationSupport.isAnnotated(method, Test.class)
                            || AnnotationSupport.isAnnotated(method, ParameterizedTest.class)
                            || AnnotationSupport.isAnnotated(method, net.jqwik.api.Property.class))
                    .map(Method::getName)
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
