package org.homeward.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.homeward.calendar.RuleTerms.StepClass;
import org.homeward.escalation.LadderStory;
import org.homeward.escalation.LadderTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@LadderTest
@Tag("mysql")
class DeliverNotificationsTests {

    @Autowired
    LadderStory story;

    @Autowired
    DeliverNotifications deliver;

    @Autowired
    Notifications notifications;

    @Autowired
    Outbox outbox;

    @Autowired
    Alarms alarms;

    @Autowired
    GreenMail server;

    @Autowired
    JavaMailSenderImpl sender;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void anEmptyOutbox() throws Exception {
        story.mondayMorning();
        server.purgeEmailFromAllMailboxes();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from notification").update();
            jdbc.sql("delete from alarm").update();
        });
    }

    @AfterEach
    void theEnginesClockGoesBack() {
        ClockUtil.reset();
    }

    @Test
    void tellsWhatIsLateAndWhereToLookAndNothingAboutThePatient() throws Exception {
        UUID escalation = story.missed(StepClass.CLINICAL);

        deliver.deliver();

        MimeMessage message = to("ladder-lead");
        String whole = GreenMailUtil.getWholeMessage(message);
        assertThat(String.valueOf(message.getContent()))
                .contains("“Call the patient” is", "late and needs your answer")
                .contains("https://homeward.example/escalations/" + escalation);
        assertThat(whole).doesNotContain("Zoë", "Testcase", "MRN");
        assertThat(GreenMailUtil.getHeaders(message)).doesNotContain("Zo=", "Testcase");
    }

    @Test
    void deliversOnce() {
        story.missed(StepClass.CLINICAL);

        deliver.deliver();
        deliver.deliver();

        // the nurse is reminded, the lead is told
        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(states()).containsOnly("SENT");
    }

    @Test
    void aNodeThatDiesAfterSendingSendsAgainWithTheSameMessageId() throws Exception {
        story.missed(StepClass.RED);
        deliver.deliver();
        String first = to("ladder-clinician").getMessageID();
        server.purgeEmailFromAllMailboxes();
        // as if the commit after the first sending had never happened
        transaction.executeWithoutResult(status -> jdbc.sql(
                        "update notification set state = 'PENDING', sent_at = null, next_attempt_at = created_at")
                .update());

        deliver.deliver();

        assertThat(to("ladder-clinician").getMessageID()).isEqualTo(first);
    }

    @Test
    void onePersonGetsOneDigestButRedComesAlone() {
        story.missed(StepClass.CLINICAL);
        story.missed(StepClass.CLINICAL);
        story.missed(StepClass.RED);
        deliver.deliver();

        assertThat(allTo("ladder-lead")).singleElement().satisfies(digest -> assertThat(digest.getSubject())
                .isEqualTo("Homeward: 2 steps are late"));
        assertThat(allTo("ladder-clinician")).hasSize(1);
    }

    @Test
    void whatIsAnsweredBeforeItGoesOutIsWithdrawn() {
        UUID escalation = story.missed(StepClass.CLINICAL);
        story.stepDone(escalation);

        deliver.deliver();

        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(states()).containsOnly("WITHDRAWN");
    }

    @Test
    void aMailServerThatIsDownIsTriedAgainAndAfterAQuarterOfAnHourOperatorsKnow() {
        story.missed(StepClass.CLINICAL);
        sender.setPort(1);
        try {
            deliver.deliver();
            assertThat(states()).containsOnly("PENDING");
            assertThat(alarms.open()).isEmpty();
            transaction.executeWithoutResult(
                    status -> jdbc.sql("update notification set deliver_from = deliver_from - interval 16 minute")
                            .update());
            deliver.deliver();
            assertThat(alarms.open()).extracting(Alarms.Alarm::kind).containsExactly(DeliverNotifications.STUCK);
        } finally {
            sender.setPort(server.getSmtp().getPort());
        }
        transaction.executeWithoutResult(status ->
                jdbc.sql("update notification set next_attempt_at = created_at").update());
        deliver.deliver();

        assertThat(states()).containsOnly("SENT");
        assertThat(alarms.open()).isEmpty();
    }

    @Test
    void aSecondNodeDoesNotTakeAMessageThatIsUnderWay() {
        story.missed(StepClass.RED);
        outbox.bind();

        assertThat(outbox.take()).isPresent();
        assertThat(outbox.take()).isPresent();
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void whoHasNoAddressIsToldInTheConsole() {
        story.people().addPerson("ladder-lead", org.homeward.security.Person.Kind.PERSON, "Lead", null, null);
        story.missed(StepClass.CLINICAL);
        deliver.deliver();

        assertThat(allTo("ladder-lead")).isEmpty();
        assertThat(notifications.of("ladder-lead"))
                .singleElement()
                .satisfies(told -> assertThat(told.line().words()).contains("Call the patient"));
    }

    @Test
    void aNoticeIsWrittenOnceAndOnlyWithTheChangeThatCausesIt() {
        Notice notice = new Notice("once", "ladder-lead", "step-reminder", UUID.randomUUID(), false, Duration.ZERO);

        assertThatThrownBy(() -> notifications.tell(notice)).isInstanceOf(IllegalTransactionStateException.class);
        transaction.executeWithoutResult(status -> {
            assertThat(notifications.tell(notice)).isTrue();
            assertThat(notifications.tell(notice)).isFalse();
        });
        assertThat(states()).hasSize(1);
    }

    private List<String> states() {
        return jdbc.sql("select state from notification").query(String.class).list();
    }

    private MimeMessage to(String person) {
        List<MimeMessage> messages = allTo(person);
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private List<MimeMessage> allTo(String person) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> {
                    try {
                        return message.getRecipients(Message.RecipientType.TO)[0]
                                .toString()
                                .equals(person + "@homeward.example");
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}
