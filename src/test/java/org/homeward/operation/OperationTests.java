package org.homeward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.homeward.Caller;
import org.homeward.HomewardTest;
import org.homeward.audit.Audit;
import org.homeward.audit.AuditEvent;
import org.homeward.command.Command;
import org.homeward.intake.Examples;
import org.homeward.notification.Notifications;
import org.homeward.referral.Recipient;
import org.homeward.referral.ReferralLoop;
import org.homeward.referral.ReferralTransition;
import org.homeward.referral.Referrals;
import org.homeward.security.People;
import org.homeward.security.Person;
import org.homeward.security.Role;
import org.homeward.security.Team;
import org.homeward.worklist.Drafts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is thrown away, what is handed out, and what a start looks at. */
@HomewardTest
class OperationTests {
    private static final String PASSWORD = "only-for-tests-1";

    @LocalServerPort
    int port;

    @Autowired
    Retention retention;

    @Autowired
    ExportPatientCommand export;

    @Autowired
    PatientRows rows;

    @Autowired
    People people;

    @Autowired
    Drafts drafts;

    @Autowired
    Audit audit;

    @Autowired
    Notifications notifications;

    @Autowired
    Referrals referrals;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    ObjectMapper json;

    @Autowired
    Clock clock;

    private record Home(String messageId, UUID patientId, UUID episodeId, String mrn) {}

    private Home discharged() throws IOException {
        return discharged("{");
    }

    /** @param begin how the message begins, with what the example has not */
    private Home discharged(String begin) throws IOException {
        people.addOrganization("cascadia-health", "Cascadia Health");
        people.addTeam(new Team("transitions-north", "cascadia-health", "North", ZoneId.of("America/New_York")));
        people.addTeam(new Team("coordination-desk", "cascadia-health", "Desk", ZoneId.of("America/New_York")));
        people.addPerson("operation-feed", Person.Kind.SYSTEM, "Feed", null, PASSWORD);
        people.addMembership("operation-feed", "transitions-north", Role.INTEGRATION);
        String number = UUID.randomUUID().toString().substring(0, 8);
        Instant now = clock.instant();
        String body = Examples.text("discharge")
                .replaceFirst("\\{", begin)
                .replace("MRN-10001", "MRN-" + number)
                .replace("V-10001", "V-" + number)
                .replaceAll("(\"recordedAt\": )\"[^\"]*\"", "$1\"" + now + "\"")
                .replaceAll("(\"dischargedAt\": )\"[^\"]*\"", "$1\"" + now.minusSeconds(3_600) + "\"")
                .replaceAll("(\"admittedAt\": )\"[^\"]*\"", "$1\"" + now.minusSeconds(300_000) + "\"");
        Caller feed = Caller.system(port, "operation-feed", PASSWORD);
        JsonNode answer = json.readTree(feed.send(feed.request("/api/v1/discharges")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", number)
                        .header("Prefer", "wait=10")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .body());
        UUID episode = UUID.fromString(answer.path("episodeId").asText());
        String patient = jdbc.sql("select patient_id from episode where id = ?")
                .param(episode.toString())
                .query(String.class)
                .single();
        return new Home(answer.path("id").asText(), UUID.fromString(patient), episode, "MRN-" + number);
    }

    private void sql(String sql, Object... parameters) {
        transactions.executeWithoutResult(
                status -> jdbc.sql(sql).params(parameters).update());
    }

    private long rawLength(String messageId) {
        return jdbc.sql("select length(raw) from inbox_message where id = ?")
                .param(messageId)
                .query(Long.class)
                .single();
    }

    @Test
    void aMessageThatCameToItsEndLongAgoKeepsItsHashAndNotItsBytes() throws IOException {
        Home old = discharged();
        Home young = discharged();
        Home quarantined = discharged();
        Instant longAgo = Clock.systemUTC().instant().minus(Duration.ofDays(91));
        for (Home home : List.of(old, quarantined)) {
            sql("update inbox_message set received_at = ? where id = ?", Timestamp.from(longAgo), home.messageId());
        }
        sql("update inbox_message set state = 'QUARANTINED' where id = ?", quarantined.messageId());

        assertThat(retention.run().messages()).isEqualTo(1);

        assertThat(rawLength(old.messageId())).isZero();
        assertThat(rawLength(young.messageId())).isPositive();
        assertThat(rawLength(quarantined.messageId()))
                .as("somebody must still look at it")
                .isPositive();
        assertThat(jdbc.sql("select length(sha256) from inbox_message where id = ?")
                        .param(old.messageId())
                        .query(Integer.class)
                        .single())
                .isEqualTo(64);
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'message.emptied'")
                        .query(Integer.class)
                        .single())
                .isPositive();
        assertThat(retention.run().messages()).as("once").isZero();
        sql("update inbox_message set state = 'APPLIED' where id = ?", quarantined.messageId());
    }

    @Test
    void aForgottenDraftIsToldOfAWeekBeforeItGoes() {
        people.addPerson("operation-nurse", Person.Kind.PERSON, "Nurse", null, null);
        String task = UUID.randomUUID().toString();
        drafts.save(task, "operation-nurse", 0, Map.of("answer", "YES"));
        assertThat(retention.run().draftsWarned()).isZero();

        age(task, 24);
        assertThat(retention.run()).satisfies(night -> {
            assertThat(night.draftsWarned()).isEqualTo(1);
            assertThat(night.drafts()).isZero();
        });
        assertThat(retention.run().draftsWarned()).as("once").isZero();
        assertThat(drafts.find(task, "operation-nurse")).isPresent();
        assertThat(told()).containsExactly("draft-will-go");

        age(task, 31);
        assertThat(retention.run().drafts()).isEqualTo(1);
        assertThat(drafts.find(task, "operation-nurse")).isEmpty();
        assertThat(told()).containsExactlyInAnyOrder("draft-will-go", "draft-gone");
        assertThat(audit.of("draft", task)).extracting(AuditEvent::action).containsExactly("draft.removed");
    }

    private void age(String task, int days) {
        sql(
                "update form_draft set updated_at = ? where task_id = ?",
                Timestamp.from(Clock.systemUTC().instant().minus(Duration.ofDays(days))),
                task);
    }

    private List<String> told() {
        return notifications.of("operation-nurse").stream()
                .map(Notifications.Told::template)
                .toList();
    }

    @Test
    void theEnginesHistoryOfWhatEndedLongAgoIsForgotten() {
        String ended = history("ended", Instant.parse("2020-01-01T00:00:00Z"));
        String young = history("young", Clock.systemUTC().instant());
        assertThat(retention.run().processes()).isEqualTo(1);
        assertThat(jdbc.sql("select ID_ from ACT_HI_PROCINST where ID_ in (?, ?)")
                        .params(ended, young)
                        .query(String.class)
                        .list())
                .containsExactly(young);
    }

    /** A row as the engine leaves it behind. */
    private String history(String name, Instant ended) {
        String id = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        sql(
                "insert into ACT_HI_PROCINST (ID_, PROC_INST_ID_, PROC_DEF_KEY_, PROC_DEF_ID_, START_TIME_, END_TIME_, STATE_)"
                        + " values (?, ?, 'gone', 'gone:1:1', ?, ?, 'COMPLETED')",
                id,
                id,
                Timestamp.from(ended.minusSeconds(60)),
                Timestamp.from(ended));
        return id;
    }

    private static Map<String, JsonNode> unpacked(Path zip) throws IOException {
        Map<String, JsonNode> files = new HashMap<>();
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                files.put(entry.getName(), new ObjectMapper().readTree(entries.readAllBytes()));
            }
        }
        return files;
    }

    @Test
    void everythingThatIsKeptOfOnePatientAndOfNobodyElse(@TempDir Path folder) throws IOException {
        Home home = discharged();
        Home other = discharged();
        Path zip = folder.resolve("patient.zip");
        StringWriter said = new StringWriter();

        assertThat(export.run(List.of(home.patientId().toString(), zip.toString()), new PrintWriter(said, true)))
                .isZero();

        Map<String, JsonNode> files = unpacked(zip);
        assertThat(files.get("patient.json")).isNotNull().hasSize(1);
        assertThat(String.valueOf(files.get("patient_identifier.json"))).contains(home.mrn());
        assertThat(String.valueOf(files.get("inbox_message.json"))).as("opened").contains("dischargedAt");
        assertThat(String.valueOf(files.get("audit_event.json"))).contains("patient.exported");
        assertThat(files.toString())
                .doesNotContain(other.mrn())
                .doesNotContain(other.episodeId().toString());
        for (String table : tablesWith("patient_id", home.patientId()).keySet()) {
            assertThat(String.valueOf(files.get(table + ".json")))
                    .as(table)
                    .contains(home.patientId().toString());
        }
        tablesWith("episode_id", home.episodeId()).forEach((table, count) -> assertThat(
                        files.getOrDefault(table + ".json", new ObjectMapper().createArrayNode())
                                .size())
                .as(table)
                .isGreaterThanOrEqualTo(count));
        assertThat(files).containsKeys("visit_fact.json", "deadline.json", "work_item.json");
    }

    @Test
    void whatPartnersSentBackIsExportedAsTheFilesThatTheyAre(@TempDir Path folder) throws Exception {
        Home home = referred();
        byte[] content = "%PDF-1.7 \u00e9 consult note".getBytes(StandardCharsets.ISO_8859_1);
        String id = sentBack(home, "Consult note.pdf", content);
        String outside = sentBack(home, "../../../etc/.note", content);
        sentBack(referred(), "Of somebody else.pdf", content);
        Path zip = folder.resolve("patient.zip");
        StringWriter said = new StringWriter();

        assertThat(export.run(List.of(home.patientId().toString(), zip.toString()), new PrintWriter(said, true)))
                .isZero();

        assertThat(said.toString()).contains(" 2 documents");
        try (ZipFile files = new ZipFile(zip.toFile())) {
            JsonNode manifest = json.readTree(files.getInputStream(files.getEntry("referral_document.json")));
            assertThat(manifest).hasSize(2);
            for (JsonNode row : manifest) {
                ZipEntry file = files.getEntry(row.path("content").asText());
                assertThat(file).as(row.toString()).isNotNull();
                assertThat(files.getInputStream(file).readAllBytes()).isEqualTo(content);
                assertThat(row.path("size").asInt()).isEqualTo(content.length);
            }
            assertThat(files.stream().map(ZipEntry::getName).filter(name -> !name.endsWith(".json")))
                    .containsExactlyInAnyOrder(
                            "referral_document/" + id + "/Consult note.pdf",
                            "referral_document/" + outside + "/__.._.._etc_.note");
        }
    }

    private Home referred() throws IOException {
        Home home = discharged("{\"referrals\": [{\"kind\": \"clinical\", \"what\": \"Cardiac rehabilitation\"}],");
        referrals.send(
                referrals.ofEpisode(home.episodeId()).get(0).id(),
                ReferralLoop.Kind.CLINICAL,
                null,
                "Heart failure",
                new ReferralLoop.Consent(
                        "treatment", ReferralLoop.Say.AGREES, true, false, false, "operation-nurse", clock.instant()),
                new Recipient(null, "Heart centre", null, "+1 206 555 0100", null),
                ReferralTransition.Channel.PHONE,
                "operation-nurse",
                null);
        return home;
    }

    private String sentBack(Home home, String name, byte[] content) {
        String id = UUID.randomUUID().toString();
        sql(
                "insert into referral_document (id, referral_id, name, type, size, sha256, received_at, received_by, content)"
                        + " select ?, id, ?, 'PDF', ?, ?, ?, 'partner', ? from referral where episode_id = ?",
                id,
                name,
                content.length,
                "0".repeat(64),
                Timestamp.from(clock.instant()),
                content,
                home.episodeId().toString());
        return id;
    }

    /** What the schema holds of it, asked in another way than the export does. */
    private Map<String, Integer> tablesWith(String column, UUID id) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("select c.table_name from information_schema.columns c join information_schema.tables t"
                        + " on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'"
                        + " where c.table_schema = database() and c.column_name = ?")
                .param(column)
                .query(String.class)
                .list()
                .forEach(table -> {
                    int count = jdbc.sql("select count(*) from " + table + " where " + column + " = ?")
                            .param(id.toString())
                            .query(Integer.class)
                            .single();
                    if (count > 0) {
                        counts.put(table, count);
                    }
                });
        return counts;
    }

    @Test
    void anExportNeverOverwritesAndSaysWhatItNeeds(@TempDir Path folder) throws IOException {
        Home home = discharged();
        Path zip = Files.createFile(folder.resolve("there.zip"));
        PrintWriter out = new PrintWriter(new StringWriter());
        assertThatThrownBy(() -> export.run(List.of(home.patientId().toString(), zip.toString()), out))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(Files.size(zip)).isZero();
        assertThat(export.run(List.of("not-an-id", "x.zip"), out)).isEqualTo(Command.USAGE);
        assertThat(export.run(List.of(UUID.randomUUID().toString(), "x.zip"), out))
                .isEqualTo(Command.NOT_WELL);
    }

    @Test
    void aStartIsRefusedWhereTheDatabaseMustBeEncryptedAndIsNot() {
        assertThatThrownBy(() -> protection("REFUSE", "OFF").afterSingletonsInstantiated())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HOMEWARD_DB_URL");
        assertThatThrownBy(() -> protection("OFF", "REFUSE").afterSingletonsInstantiated())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("homeward.database-protection.encryption=off");
        assertThatCode(() -> protection("WARN", "WARN").afterSingletonsInstantiated())
                .doesNotThrowAnyException();
        assertThatCode(() -> protection("OFF", "OFF").afterSingletonsInstantiated())
                .doesNotThrowAnyException();
    }

    private DatabaseProtection protection(String tls, String encryption) {
        return new DatabaseProtection(
                jdbc,
                transactions,
                new DatabaseProtection.Settings(
                        DatabaseProtection.Settings.Mode.valueOf(tls),
                        DatabaseProtection.Settings.Mode.valueOf(encryption)));
    }
}
