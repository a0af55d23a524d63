package org.homeward.engine.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransactionRollbackException;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.homeward.engine.Faults;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.ProblemDetail;

/** Whoever is second is told so; what else goes wrong is a fault with a reference. */
class ProblemsTests {

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new OptimisticLockingException("patient Doe"), 409),
                Arguments.of(new OptimisticLockingFailureException("patient Doe"), 409),
                Arguments.of(
                        new ProcessEngineException(
                                "patient Doe",
                                new IllegalStateException(new SQLTransactionRollbackException("Deadlock found"))),
                        409),
                Arguments.of(new IllegalStateException("patient Doe"), 500));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aRaceIsAConflictAndNoFaultTellsItsWords(RuntimeException fault, int status) {
        ProblemDetail problem = new Problems().fault(fault);

        assertThat(problem.getStatus()).isEqualTo(status);
        assertThat(problem.getDetail()).doesNotContain("Doe");
        if (status == 409) {
            assertThat(problem.getDetail()).isEqualTo(Faults.FASTER);
        }
    }
}
