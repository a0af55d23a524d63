package org.homeward.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.notification.NoticeWords;
import org.homeward.security.People;
import org.homeward.security.Team;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells whoever answers for a patient that somebody of another team has opened them. */
@Component
class GlassNotices implements NoticeWords {

    static final String OPENED = "glass-opened";

    private final JdbcClient jdbc;
    private final People people;

    GlassNotices(JdbcClient jdbc, People people) {
        this.jdbc = jdbc;
        this.people = people;
    }

    @Override
    public Set<String> templates() {
        return Set.of(OPENED);
    }

    @Override
    public Optional<Line> of(String template, UUID glassId) {
        String teams = jdbc
                .sql("select team_id from glass_team where glass_id = ? order by team_id")
                .param(glassId.toString())
                .query(String.class)
                .list()
                .stream()
                .map(team -> people.team(team).map(Team::name).orElse(team))
                .collect(Collectors.joining(" and "));
        return teams.isEmpty()
                ? Optional.empty()
                : Optional.of(new Line(
                        "Somebody of another team has opened a patient of " + teams + " without being on the team",
                        "/glass/" + glassId,
                        "Homeward: a patient was opened by somebody of another team"));
    }
}
