package org.homeward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.homeward.engine.DecisionTables.Cell;
import org.homeward.engine.DecisionTables.Row;
import org.junit.jupiter.api.Test;

class RuleRowTests {

    private static RuleRow row(String amount, String since, String source) {
        return new RuleRow(
                "transition-deadlines",
                new Row(
                        List.of(new Cell("rule", "\"first-contact\""), new Cell("date(asOf)", since)),
                        List.of(
                                new Cell("amount", amount),
                                new Cell("rule", "\"first-contact\""),
                                new Cell("source", source),
                                new Cell("verified", "false"))));
    }

    private static final RuleRow TWO_DAYS = row("2", ">= date(\"2026-01-01\")", "\"CMS TCM\"");

    @Test
    void aRowThatSaysTheSameIsTheSameRow() {
        assertThat(row("2", ">= date(\"2026-01-01\")", "\"CMS TCM\"").hash()).isEqualTo(TWO_DAYS.hash());
    }

    @Test
    void anotherNumberIntervalSourceOrTableIsAnotherRow() {
        assertThat(row("3", ">= date(\"2026-01-01\")", "\"CMS TCM\"").hash()).isNotEqualTo(TWO_DAYS.hash());
        assertThat(row("2", ">= date(\"2027-01-01\")", "\"CMS TCM\"").hash()).isNotEqualTo(TWO_DAYS.hash());
        assertThat(row("2", ">= date(\"2026-01-01\")", "\"CPT\"").hash()).isNotEqualTo(TWO_DAYS.hash());
        assertThat(new RuleRow("risk-tier", TWO_DAYS.row()).hash()).isNotEqualTo(TWO_DAYS.hash());
    }

    @Test
    void cellsThatReadTheSameWhenJoinedAreNotTheSame() {
        var one = new RuleRow("x", new Row(List.of(new Cell("a", "bc"), new Cell("d", "")), List.of()));
        var other = new RuleRow("x", new Row(List.of(new Cell("a", "b"), new Cell("cd", "")), List.of()));
        assertThat(one.hash()).isNotEqualTo(other.hash());
    }

    @Test
    void aRowIsReadAsWordsWithoutItsQuotesAndDates() {
        assertThat(TWO_DAYS.asks()).containsExactly(new Cell("rule", "first-contact"));
        assertThat(TWO_DAYS.answers()).containsExactly(new Cell("amount", "2"));
        assertThat(TWO_DAYS.inForce()).isEqualTo("since 2026-01-01");
        assertThat(TWO_DAYS.source()).isEqualTo("CMS TCM");
        assertThat(TWO_DAYS.verified()).isFalse();
    }
}
