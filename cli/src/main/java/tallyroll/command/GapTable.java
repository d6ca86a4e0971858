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
        if (totals.gaps() == 0) {
            return "none";
        }
        long filled = totals.gaps() - totals.open();
        return filled == 0 && totals.missing() == totals.positions()
                ? "%,d, of %,d positions that were not read".formatted(totals.gaps(), totals.positions())
                : "%,d open, %,d positions missing; %,d filled, of %,d positions in all"
                        .formatted(totals.open(), totals.missing(), filled, totals.positions());
    }

    static Table of(List<Gap> gaps) {
        Table.Builder table = Table.of(
                Column.text("gap"),
                Column.number("batch"),
                Column.text("source"),
                Column.number("partition"),
                Column.number("from"),
                Column.number("until"),
                Column.number("positions"),
                Column.number("missing"),
                Column.text("found"),
                Column.text("filled"),
                Column.text("filled from"),
                Column.text("reason"));
        for (Gap gap : gaps) {
            table.row(
                    gap.id(),
                    gap.batch(),
                    gap.range().source(),
                    gap.range().partition(),
                    gap.range().from(),
                    gap.range().until(),
                    gap.range().length(),
                    gap.missing().length(),
                    Micros.toInstant(gap.foundMicros()).toString(),
                    filled(gap.fill()),
                    gap.fill().from(),
                    gap.reason());
        }
        return table.build();
    }

    private static String filled(Gap.Fill fill) {
        return fill.equals(Gap.Fill.NONE) ? "" : Micros.toInstant(fill.filledMicros()) + " by batch " + fill.batch();
    }
}
