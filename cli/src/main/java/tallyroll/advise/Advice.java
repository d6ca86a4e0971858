package tallyroll.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tallyroll.advise.Answers.Accuracy;
import tallyroll.advise.Answers.Density;
import tallyroll.advise.Answers.Kafka;
import tallyroll.advise.Answers.Measures;
import tallyroll.advise.Answers.Speed;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;

/**
 * The strategy that five answers lead to. Two decisions, one for each axis of the grid, each the first line that fits:
 *
 * <pre>
 * how summaries are kept                                            how events come in
 *   accuracy eventually-exact   idempotent                            counters     receiver, or Kafka without Spark
 *   density no                  idempotent                            kafka yes    direct
 *   measures counts             counters                              speed first  receiver
 *   (else)                      aggregates                            (else)       write-ahead log
 * </pre>
 *
 * <p>So for all 32 combinations, {@code *} for any answer:
 *
 * <pre>
 * accuracy          density  measures  kafka  speed     strategy
 * eventually-exact  *        *         yes    *         idempotent-direct
 * eventually-exact  *        *         no     first     idempotent
 * eventually-exact  *        *         no     can-wait  idempotent-wal
 * may-overcount     no       *         yes    *         idempotent-direct
 * may-overcount     no       *         no     first     idempotent
 * may-overcount     no       *         no     can-wait  idempotent-wal
 * may-overcount     first    counts    *      *         counters
 * may-overcount     first    any       yes    *         aggregates-direct
 * may-overcount     first    any       no     first     aggregates
 * may-overcount     first    any       no     can-wait  aggregates-wal
 * </pre>
 *
 * <p>Why these lines: exactness is given up only by somebody who accepts that <em>and</em> gets something for it that comes
 * first, which is space; accepting errors is not wishing for them. Counters are denser than aggregates (a row per bucket, not per
 * batch) and take only counts. Counters with streaming are never advised: streaming runs failed tasks again as a matter of course,
 * and a counter cannot tell.
 *
 * @param why what of the answers led here
 * @param givesUp what the strategy cannot do, or not promise
 * @param notes where answers contradict each other, or one of them had no effect
 */
record Advice(Strategy strategy, List<String> why, List<String> givesUp, List<String> notes) {
    Advice {
        why = List.copyOf(why);
        givesUp = List.copyOf(givesUp);
        notes = List.copyOf(notes);
    }

    static Advice of(Answers answers) {
        SummaryMode summaryMode = summaryMode(answers);
        Strategy strategy = new Strategy(summaryMode, ingestionMode(answers, summaryMode));
        List<String> why = List.of(whyKept(answers, summaryMode), whyThisWay(answers, strategy));
        return new Advice(strategy, why, givesUp(strategy), notes(answers, strategy));
    }

    private static List<String> givesUp(Strategy strategy) {
        List<String> price = new ArrayList<>(strategy.summaryMode().givesUp());
        price.addAll(strategy.ingestionMode().givesUp(strategy));
        return price;
    }

    private static SummaryMode summaryMode(Answers answers) {
        if (answers.accuracy() == Accuracy.EVENTUALLY_EXACT || answers.density() == Density.NO) {
            return SummaryModes.TOTALS;
        }
        return answers.measures() == Measures.COUNTS ? SummaryModes.COUNTERS : SummaryModes.PARTIALS;
    }

    private static IngestionMode ingestionMode(Answers answers, SummaryMode summaryMode) {
        if (summaryMode.equals(SummaryModes.COUNTERS)) {
            return IngestionModes.RECEIVER;
        }
        if (answers.kafka() == Kafka.YES) {
            return IngestionModes.DIRECT;
        }
        return answers.speed() == Speed.FIRST ? IngestionModes.RECEIVER : IngestionModes.WAL;
    }

    private static String whyKept(Answers answers, SummaryMode summaryMode) {
        return Map.of(
                        SummaryModes.TOTALS,
                        answers.accuracy() == Accuracy.EVENTUALLY_EXACT
                                ? "Totals must end exact: only the idempotent strategies keep the events, so only they can recount, verify and repair."
                                : "There is room for the events, so nothing is gained by giving up exactness: totals can be recounted.",
                        SummaryModes.COUNTERS,
                        "A total may stay too high, the least space comes first, and only counts are needed: "
                                + "counter columns are the densest, one row per group and bucket and nothing else.",
                        SummaryModes.PARTIALS,
                        "A total may stay too high, the least space comes first, and more than counts is needed: "
                                + "partial results of each batch take any measure and keep no events.")
                .get(summaryMode);
    }

    private static String whyThisWay(Answers answers, Strategy strategy) {
        if (strategy.equals(Strategy.COUNTERS)) {
            return (answers.kafka() == Kafka.YES
                            ? "Kafka is the queue: a plain consumer group"
                            : "Without Kafka a receiver")
                    + " increments them, without Spark. Streaming would run failed tasks again and increment again.";
        }
        return Map.of(
                        IngestionModes.DIRECT,
                        "Kafka is the queue: the topic is the log already, and its ranges can be read again.",
                        IngestionModes.RECEIVER,
                        "No Kafka, and speed comes first: events wait in the receiver's memory only.",
                        IngestionModes.WAL,
                        "No Kafka, and speed can wait: an event is acknowledged when it is durable in the write-ahead log.")
                .get(strategy.ingestionMode());
    }

    private static List<String> notes(Answers answers, Strategy strategy) {
        List<String> notes = new ArrayList<>();
        if (answers.accuracy() == Accuracy.EVENTUALLY_EXACT && answers.density() == Density.FIRST) {
            notes.add("Two answers pull apart: exact totals need the events, and the least space would drop them. "
                    + "Exactness won; the record packs and compresses events, and longer buckets make fewer rows.");
        }
        if (answers.accuracy() == Accuracy.MAY_OVERCOUNT && answers.density() == Density.NO) {
            notes.add(
                    "You would accept totals that stay too high, and need not. If it turns out that the record takes too much, "
                            + "ask again with --density first.");
        }
        if (answers.speed() == Speed.CAN_WAIT && strategy.ingestionMode().equals(IngestionModes.DIRECT)) {
            notes.add(
                    "Speed can wait, but with Kafka there is nothing to buy for it: a write-ahead log would be a second one.");
        }
        if (answers.speed() == Speed.CAN_WAIT && strategy.equals(Strategy.COUNTERS)) {
            String patient = answers.kafka() == Kafka.YES ? "aggregates-direct" : "aggregates-wal";
            notes.add("Speed can wait, and counters buy nothing for it. " + patient
                    + " would count a retried write once, at the price of a row per batch.");
        }
        if (strategy.equals(Strategy.IDEMPOTENT) && answers.accuracy() == Accuracy.EVENTUALLY_EXACT) {
            notes.add(
                    "Exact here means: equal to what was recorded. What the receiver lost must be sent again, which is safe, "
                            + "for what was counted already is not counted twice. To lose nothing: --speed can-wait, or Kafka.");
        }
        return notes;
    }
}
