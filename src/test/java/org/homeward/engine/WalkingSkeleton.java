package org.homeward.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.homeward.worklist.PatientCards;
import org.homeward.worklist.TaskForm;
import org.homeward.worklist.WorkContexts;
import org.homeward.worklist.WorkItem;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;

/** The smallest process that goes through every part: one task, one form, one question. */
@TestConfiguration(proxyBeanMethods = false)
public class WalkingSkeleton {

    public static final UUID PATIENT = UUID.fromString("0190a000-0000-7000-8000-000000000001");

    @Bean
    ProcessVariables walkingSkeletonVariables() {
        return ProcessVariables.of("walking-skeleton").word("answer", "YES", "NO");
    }

    @Bean
    TaskForm walkThrough() {
        return new TaskForm() {
            @Override
            public String form() {
                return "walk-through";
            }

            @Override
            public Map<String, Object> apply(WorkItem item, Map<String, Object> data, String personId) {
                return Map.of("answer", String.valueOf(data.get("answer")));
            }
        };
    }

    /** Its subjects belong to no episode: the one who knows the others is asked for those. */
    @Bean
    @Order(0)
    WorkContexts workContexts(@Qualifier("episodeWorkContexts") WorkContexts real) {
        return (subject, role, instance) -> {
            try {
                return real.of(subject, role, instance);
            } catch (IllegalStateException nobodys) {
                return new WorkContexts.WorkContext(
                        null, PATIENT, "cascadia-health", "transitions-north", role, "HIGH", null);
            }
        };
    }

    @Bean
    @Primary
    PatientCards patientCards(@Qualifier("showPatients") PatientCards real) {
        return new PatientCards() {
            @Override
            public Map<UUID, PatientCard> of(Collection<UUID> patientIds) {
                Map<UUID, PatientCard> cards = new HashMap<>(real.of(patientIds));
                if (patientIds.contains(PATIENT)) {
                    cards.put(
                            PATIENT, new PatientCard("Zoë Testcase", null, null, "MRN 1", "en", List.of(), List.of()));
                }
                return cards;
            }

            @Override
            public List<UUID> matching(String query, int limit, UnaryOperator<Set<UUID>> visible) {
                return query.startsWith("Zo") ? List.of(PATIENT) : real.matching(query, limit, visible);
            }
        };
    }
}
