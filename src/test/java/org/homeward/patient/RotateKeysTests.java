package org.homeward.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.homeward.HomewardTest;
import org.homeward.TestFolder;
import org.homeward.audit.Audit;
import org.homeward.intake.SealedMessages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A new key reaches every sealed row while everything stays readable; all of it in a transaction that is rolled back. */
@HomewardTest
@Tag("mysql")
class RotateKeysTests {

    private static final String SSN = "urn:oid:2.16.840.1.113883.4.1";

    @Autowired
    Patients patients;

    @Autowired
    PatientProperties properties;

    @Autowired
    AtRest current;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate batches;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Clock clock;

    private final byte[] newKey = new byte[32];

    private byte[] oldKey() throws IOException {
        return Base64.getDecoder()
                .decode(Files.readString(TestFolder.of("test-encryption.key")).strip());
    }

    private UUID patientWith(String number) {
        return ((Registration.Registered) patients.register(
                        new PatientDetails(
                                List.of(new PatientIdentifier(SSN, number, "SS")),
                                PersonName.of("Rot", "Testcase"),
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                List.of(),
                                null,
                                List.of(),
                                null),
                        clock.instant()))
                .patientId();
    }

    @Test
    void everythingIsSealedAnewAndFoundUnderEitherKeyMeanwhile() throws IOException {
        AtRest both = new AtRest(List.of(oldKey(), newKey));
        AtRest onlyNew = new AtRest(List.of(newKey));
        transactions.executeWithoutResult(status -> {
            List<UUID> ids =
                    List.of(patientWith("000-11-0001"), patientWith("000-11-0002"), patientWith("000-11-0003"));
            String message = message();
            SealedIdentifiers identifiers = new SealedIdentifiers(jdbc, both);
            PatientStore store = new PatientStore(jdbc, batches, both, properties, clock);

            assertThat(store.withIdentifierValue("000-11-0002")).as("before").containsExactly(ids.get(1));
            // as if it was interrupted after one row
            assertThat(identifiers.reseal(null, 1).changed()).isEqualTo(1);
            for (int i = 0; i < 3; i++) {
                assertThat(store.withIdentifierValue("000-11-000" + (i + 1)))
                        .as("halfway")
                        .containsExactly(ids.get(i));
            }

            StringWriter said = new StringWriter();
            List<SealedRows> places = List.of(
                    identifiers,
                    SealedMessages.of("inbox_message", jdbc, both),
                    SealedMessages.of("inbox_correction", jdbc, both));
            int code = new RotateKeysCommand(places, both, audit, transactions)
                    .run(List.of(), new PrintWriter(said, true));
            assertThat(code).isZero();
            assertThat(said.toString()).contains("national identifiers: ", both.newestId());

            PatientStore after = new PatientStore(jdbc, batches, onlyNew, properties, clock);
            for (int i = 0; i < 3; i++) {
                assertThat(after.withIdentifierValue("000-11-000" + (i + 1)))
                        .as("without the old key")
                        .containsExactly(ids.get(i));
            }
            assertThat(jdbc.sql("select sealed_value from patient_identifier where sealed_value is not null")
                            .query((row, i) -> row.getBytes(1))
                            .list())
                    .allMatch(onlyNew::isNewest);
            assertThat(onlyNew.open(jdbc.sql("select raw from inbox_message where id = ?")
                            .param(message)
                            .query((row, i) -> row.getBytes(1))
                            .single()))
                    .isEqualTo("a raw message".getBytes(StandardCharsets.UTF_8));

            StringWriter again = new StringWriter();
            new RotateKeysCommand(places, both, audit, transactions).run(List.of(), new PrintWriter(again, true));
            assertThat(again.toString()).as("nothing is left to do").doesNotContain("sealed anew\n");
            status.setRollbackOnly();
        });
    }

    private String message() {
        String id = UUID.randomUUID().toString();
        jdbc.sql(
                        "insert into inbox_message (id, client, dedup_key, sha256, kind, content_type, raw, received_at, state,"
                                + " attempts, next_attempt_at, answered_status, answered_body)"
                                + " values (?, 'rotate', ?, repeat('0', 64), 'discharge', 'text/plain', ?, now(6), 'APPLIED', 0,"
                                + " now(6), 202, '')")
                .params(id, id, current.seal("a raw message".getBytes(StandardCharsets.UTF_8)))
                .update();
        return id;
    }

    @Test
    void aValueWhoseKeyWasTakenOutTooEarlyIsNamedByItsKey() throws IOException {
        byte[] sealed = new AtRest(List.of(oldKey())).seal(new byte[] {1});
        assertThatThrownBy(() -> new AtRest(List.of(newKey)).open(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("homeward.encryption.keys")
                .hasMessageContaining(new AtRest(List.of(oldKey())).newestId());
    }
}
