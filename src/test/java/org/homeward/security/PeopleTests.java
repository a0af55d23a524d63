package org.homeward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
@Tag("mysql")
class PeopleTests {

    @Autowired
    People people;

    @Test
    void ofTwoWhoWantOneIdAtTheSameMomentOneGetsItAndNothingOfTheOtherIsKept() throws Exception {
        String id = "twin-" + UUID.randomUUID().toString().substring(0, 8);
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> adding = List.of(
                    () -> {
                        together.await();
                        return people.addNew(id, Person.Kind.PERSON, "First", "first@example.org", null);
                    },
                    () -> {
                        together.await();
                        return people.addNew(id, Person.Kind.PERSON, "Second", "second@example.org", null);
                    });
            List<Future<Boolean>> added = both.invokeAll(adding);
            boolean first = added.get(0).get();
            assertThat(added.get(1).get()).isNotEqualTo(first);
            Person person = people.find(id).orElseThrow();
            assertThat(person.displayName()).isEqualTo(first ? "First" : "Second");
            assertThat(person.email()).isEqualTo(first ? "first@example.org" : "second@example.org");
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void nobodyIsCalledAsTheTrailCallsWhatIsNobody() {
        assertThat(People.RESERVED).allMatch(id -> !people.addNew(id, Person.Kind.PERSON, "Somebody", null, null));
    }
}
