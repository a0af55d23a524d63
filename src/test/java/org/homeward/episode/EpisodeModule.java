package org.homeward.episode;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.homeward.TestDatabase;
import org.homeward.audit.Audit;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jdbc.JdbcRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

/**
 * The module on a real database with real transactions. What lies outside of it answers through its interfaces: a
 * process that behaves like the model, simple rules, and clocks that remember what they were told. Not annotated as a
 * configuration, so that tests of the whole application do not find it.
 */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcRepositoriesAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
@Import({TestDatabase.class, Audit.class})
@EnableJdbcRepositories(basePackageClasses = Episodes.class)
@ComponentScan(
        basePackages = {"org.homeward.episode", "org.homeward.engine", "org.homeward.audit", "org.homeward.keys"},
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {
                            "org\\.homeward\\.engine\\.JdbcTypes",
                            "org\\.homeward\\.audit\\.TrailKeys",
                            "org\\.homeward\\.keys\\.InstallationKeys",
                            "org\\.homeward\\.episode\\.(FactStore|VisitFacts|Duties|EpisodeReconciler|CarryOutEpisode"
                                    + "|OpenItems|EpisodeDirectory|EpisodeTimeline|DispositionDecisions)"
                        }))
class EpisodeModule {

    @Bean({"clock", "systemClock"})
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DischargeEligibility rules() {
        return state -> {
            var disposition = state.discharge().disposition();
            var code = disposition == null || disposition.code() == null ? "" : disposition.code();
            var decision =
                    switch (code) {
                        case "nubc:01", "nubc:06" -> Decision.START;
                        case "nubc:03" -> Decision.WATCH;
                        case "nubc:20", "nubc:50" -> Decision.NONE;
                        default -> Decision.TRIAGE;
                    };
            return new Verdict(decision, "The disposition is " + code, code, "test", "");
        };
    }

    @Bean
    TeamAssignment teams() {
        return new TeamAssignment() {
            @Override
            public Owner ownerOf(EpisodeState state) {
                var given = state.owner();
                return given != null
                        ? new Owner(given.organizationId(), given.teamId(), "given", basisOf(state))
                        : new Owner(
                                "cascadia-health",
                                "south".equals(state.discharge().area()) ? "transitions-south" : "transitions-north",
                                "test",
                                basisOf(state));
            }

            @Override
            public String basisOf(EpisodeState state) {
                return FactJson.digest(state.discharge().area() + "|" + state.owner());
            }
        };
    }

    @Bean
    ModelledProcess process(ObjectProvider<CarryOutEpisode> episode) {
        return new ModelledProcess(episode);
    }

    @Bean
    NotedClocks clocks() {
        return new NotedClocks();
    }

    /** Asks and answers as {@code transition-of-care} does. */
    static final class ModelledProcess implements EpisodeProcess {

        private final ObjectProvider<CarryOutEpisode> carryOut;
        private final Map<String, UUID> running = new ConcurrentHashMap<>();
        final Map<UUID, String> tenants = new ConcurrentHashMap<>();
        final List<String> told = Collections.synchronizedList(new ArrayList<>());
        volatile boolean failing;
        volatile boolean deaf;

        ModelledProcess(ObjectProvider<CarryOutEpisode> carryOut) {
            this.carryOut = carryOut;
        }

        @Override
        public String start(UUID episodeId, String teamId) {
            var instance = UUID.randomUUID().toString();
            running.put(instance, episodeId);
            tenants.put(episodeId, teamId);
            told.add("start " + episodeId);
            ask(instance);
            if (failing) {
                throw new IllegalStateException("The engine fails");
            }
            return instance;
        }

        @Override
        public boolean factsChanged(String processInstanceId) {
            if (deaf || !running(processInstanceId)) {
                return false;
            }
            told.add("factsChanged " + running.get(processInstanceId));
            ask(processInstanceId);
            return true;
        }

        @Override
        public boolean workAdded(String processInstanceId, String kind) {
            told.add("workAdded " + kind + " " + running.get(processInstanceId));
            return running(processInstanceId);
        }

        @Override
        public boolean running(String processInstanceId) {
            return running.containsKey(processInstanceId);
        }

        @Override
        public void withdraw(String processInstanceId, String reason) {
            running.remove(processInstanceId);
        }

        long instancesOf(UUID episodeId) {
            return running.values().stream().filter(episodeId::equals).count();
        }

        private void ask(String instance) {
            var episode = carryOut.getObject();
            var episodeId = Objects.requireNonNull(running.get(instance));
            var stage = episode.assess(episodeId).stage();
            if (stage == Stage.ACTIVE) {
                episode.beginDuties(episodeId);
            } else if (stage == Stage.ENDED) {
                running.remove(instance);
            }
        }
    }

    static final class NotedClocks implements EpisodeClocks {

        @Override
        public java.time.ZoneId zoneOf(String teamId) {
            return java.time.ZoneId.of("America/New_York");
        }

        final List<String> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void reanchor(UUID episodeId, String anchor, Instant instant, String reason) {
            told.add("reanchor " + episodeId + " " + anchor + " " + instant + " " + reason);
        }

        @Override
        public void tierChanged(UUID episodeId, String reason) {
            told.add("tier " + episodeId + " " + reason);
        }

        @Override
        public void stopAll(UUID episodeId, String reason) {
            told.add("stop " + episodeId + " " + reason);
        }

        @Override
        public void voidAll(UUID episodeId, String reason) {
            told.add("void " + episodeId + " " + reason);
        }
    }
}
