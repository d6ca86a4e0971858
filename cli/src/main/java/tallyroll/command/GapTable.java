package tallyroll.command;

import java.util.List;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.time.Micros;

/** Gaps for people: all of them as a sum, the newest as a table. */
final class GapTable {
    private GapTable() {}

    static String sum(GapStore.Totals totals) {
        return totals.gaps() == 0
                ? "none"
                : "%,d, of %,d positions that were not read".formatted(totals.gaps(), totals.positions());
    }

    static Table of(List<Gap> gaps) {
        Table.Builder table = Table.of(
                Column.number("batch"),
                Column.text("source"),
                Column.number("partition"),
                Column.number("from"),
                Column.number("until"),
                Column.number("positions"),
                Column.text("found"),
                Column.text("reason"));
        for (Gap gap : gaps) {
            table.row(
                    gap.batch(),
                    gap.range().source(),
                    gap.range().partition(),
                    gap.range().from(),
                    gap.range().until(),
                    gap.range().length(),
                    Micros.toInstant(gap.foundMicros()).toString(),
                    gap.reason());
        }
        return table.build();
    }
}
