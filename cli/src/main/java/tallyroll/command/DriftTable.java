package tallyroll.command;

import java.math.BigDecimal;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.flow.Drift;
import tallyroll.time.Micros;
import tallyroll.verify.VerificationReport;

/** Drift as people and programs read it. */
final class DriftTable {
    private DriftTable() {}

    static Table of(VerificationReport proof) {
        Table.Builder table = Table.of(
                Column.text("table"),
                Column.text("group"),
                Column.text("bucket"),
                Column.text("column"),
                Column.number("stored"),
                Column.number("recounted"),
                Column.number("difference"));
        for (Drift drift : proof.drifts()) {
            table.row(
                    drift.table(),
                    String.join(" ", drift.group()),
                    Micros.toInstant(drift.bucket()),
                    drift.column(),
                    drift.stored(),
                    drift.recounted(),
                    difference(drift));
        }
        return table.build();
    }

    private static Object difference(Drift drift) {
        if (drift.stored().equals("-")) {
            return "row missing";
        }
        if (drift.recounted().equals("-")) {
            return "orphan row";
        }
        try {
            return new BigDecimal(drift.stored()).subtract(new BigDecimal(drift.recounted()));
        } catch (NumberFormatException notNumbers) {
            return "differs";
        }
    }
}
