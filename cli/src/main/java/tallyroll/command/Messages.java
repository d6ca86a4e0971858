package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import tallyroll.time.Micros;
import tallyroll.verify.VerificationReport;

/** A proof in words. */
final class Messages {
    private Messages() {}

    static List<String> of(VerificationReport proof) {
        List<String> lines = new ArrayList<>();
        lines.add("compared %,d summary rows with %,d distinct events in %,d record buckets; %,d duplicates not counted"
                .formatted(proof.rows(), proof.distinct(), proof.buckets(), proof.duplicates()));
        if (proof.forgottenBefore() > Long.MIN_VALUE) {
            lines.add("events before %s are forgotten: rows of earlier buckets are not compared and stay as they are"
                    .formatted(Micros.toInstant(proof.forgottenBefore())));
        }
        if (proof.unsettled() > 0) {
            lines.add("%,d buckets are not settled yet; %,d of their rows differ and will be corrected when they settle"
                    .formatted(proof.unsettled(), proof.pending()));
        }
        if (proof.undecoded() > 0) {
            lines.add("%,d recorded events no longer decode under this definition and were not counted"
                    .formatted(proof.undecoded()));
        }
        proof.losses().forEach(loss -> lines.add("the record has lost events: " + loss));
        if (proof.drifted() == 0 && !proof.right()) {
            lines.add(
                    "no row differs from what is left of the record; bring the events back before you repair anything");
            return lines;
        }
        lines.add(
                proof.right()
                        ? "drift 0: every settled row equals the query over the record"
                        : "drift in %,d rows; \"./tallyroll repair FILE\" corrects exactly these"
                                .formatted(proof.drifted()));
        return lines;
    }
}
