package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The contract that hospitals code against is a file under review: a change of the API shows as a change of it. To
 * write it anew: {@code mvn test -Dtest=OpenApiTests -Dhomeward.openapi.write=true}.
 */
@HomewardTest
class OpenApiTests {

    private static final Path CONTRACT = Path.of("src/docs/openapi.yaml");

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Test
    void theApiIsTheOneThatIsWrittenDown() throws IOException {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/New_York")));
        people.addPerson("openapi-nurse", Person.Kind.PERSON, "Reader", null, "only-for-tests-1");
        people.addMembership("openapi-nurse", "transitions-north", Role.NURSE);

        String api = Caller.signedIn(port, "openapi-nurse", "only-for-tests-1")
                .get("/v3/api-docs.yaml")
                .body()
                .replace("http://127.0.0.1:" + port, "/");
        if (Boolean.getBoolean("homeward.openapi.write")) {
            Files.writeString(CONTRACT, api);
        }

        assertThat(api).startsWith("openapi: 3.1");
        assertThat(CONTRACT).hasContent(api);
    }
}
