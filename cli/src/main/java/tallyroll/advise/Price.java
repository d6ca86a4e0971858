package tallyroll.advise;

import java.util.ArrayList;
import java.util.List;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.Strategy.SummaryMode;

/** What each strategy gives up: the price of how summaries are kept, and of how events come in. */
final class Price {
    private Price() {}

    static List<String> of(Strategy strategy) {
        List<String> price = new ArrayList<>(kept(strategy));
        price.addAll(comingIn(strategy));
        return price;
    }

    private static List<String> kept(Strategy strategy) {
        return switch (strategy.summaryMode()) {
            case COUNTERS ->
                List.of(
                        "An increment that timed out may have counted or not. It is sent again, so totals drift upwards"
                                + " (counters.delivery: at-most-once lets them drift downwards), and nobody can tell which.",
                        "There is nothing to verify against and nothing to repair from.",
                        "Counts and sums of whole numbers only.");
            case PARTIALS ->
                List.of(
                        "A restart that reads events again writes further rows under a new time: it over-counts, for ever.",
                        "Buckets are of processing time: a late event counts when it came, not when it happened.",
                        "There is nothing to verify against and nothing to repair from.",
                        "A row per batch, which every query adds up.");
            case TOTALS ->
                List.of(
                        "Space and writes for the record: every event is kept, packed and compressed.",
                        "Until its bucket is settled, a total may be off: an event that came in two batches counts twice.");
        };
    }

    private static List<String> comingIn(Strategy strategy) {
        if (strategy == Strategy.COUNTERS) {
            return List.of();
        }
        return switch (strategy.ingestionMode()) {
            case RECEIVER ->
                List.of(
                        strategy.summaryMode() == SummaryMode.TOTALS
                                ? "What only the receiver's memory held is lost when it dies: neither recorded nor counted."
                                : "What only the receiver's memory held is lost when it dies; what is sent again counts again.");
            case WAL ->
                List.of(
                        "Every event is written to shared storage before it is acknowledged: slower answers, and storage to watch.");
            case DIRECT -> List.of("What Kafka deletes before it was read is a gap: known, written down, not counted.");
        };
    }
}
