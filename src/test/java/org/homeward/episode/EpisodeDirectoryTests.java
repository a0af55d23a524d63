package org.homeward.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.homeward.TransitionTest;
import org.homeward.Transitions.Case;
import org.homeward.Transitions.Ward;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What a transaction remembers of an episode is never older than what it has written itself. */
@TransitionTest
class EpisodeDirectoryTests {

    @Autowired
    Ward ward;

    @Autowired
    Episodes episodes;

    @Autowired
    EpisodeDirectory directory;

    @Autowired
    Duties duties;

    @Autowired
    OpenItems items;

    @Autowired
    TransactionTemplate transactions;

    Case lee;

    @BeforeEach
    void aTransition() {
        ward.staffed();
        lee = ward.discharged();
    }

    @Test
    void aChangedEpisodeIsSeenAtOnceThroughEachOfItsSubjects() {
        UUID duty = duties.open(lee.episodeId()).get(0).id();
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            assertThat(directory.contextOf(duty).careManager()).isNull();
            assertThat(directory.contextOf(lee.episodeId()).subjectKind()).isEqualTo("episode");

            Episode episode = episodes.findById(lee.episodeId()).orElseThrow();
            episode.nameCareManager("ward-care-manager");
            episodes.save(episode);

            assertThat(directory.contextOf(duty).careManager()).isEqualTo("ward-care-manager");
        });
        assertThat(directory.contextOf(duty).careManager()).isNull();
    }

    @Test
    void aSubjectThatIsRegisteredLaterIsFound() {
        UUID late = UUID.randomUUID();
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            assertThat(directory.find(late)).isEmpty();
            assertThat(directory.find(lee.episodeId())).isPresent();

            directory.register(late, lee.episodeId(), "visit");

            assertThat(directory.contextOf(late).subjectKind()).isEqualTo("visit");
        });
    }

    @Test
    void aDutyThatIsClosedIsNotOpenAnyMore() {
        List<UUID> open = items.of(lee.episodeId(), "discharge-summary");
        assertThat(open).hasSize(1);
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            assertThat(items.of(lee.episodeId(), "discharge-summary")).isEqualTo(open);

            duties.decline(open.get(0), "declined", "test", ward.now());

            assertThat(items.of(lee.episodeId(), "discharge-summary")).isEmpty();
        });
    }
}
