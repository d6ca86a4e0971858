package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bucket.Granularity;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Ratio;
import tallyroll.pipeline.Pipeline.Rollup;

/** The keys of a rollup. */
class RollupKeysTest {
    @Test
    void rollup_onlyWhatIsNeeded_hasDefaults() {
        assertThat(Edited.pipeline("", "").rollups())
                .containsExactly(new Rollup(
                        "delays",
                        List.of("origin"),
                        List.of(Granularity.of("1h"), Granularity.of("1d")),
                        List.of(
                                new MeasureSpec("flights", "count", "", List.of()),
                                new MeasureSpec("delay", "sum", "delay", List.of())),
                        "",
                        Duration.ZERO));
    }

    @Test
    void rollup_everyKey_isRead() {
        Pipeline pipeline = Edited.pipeline("every: [1h, 1d]\n    measures:\n      flights: count\n", """
                every: [1mo, 1d, 15m]
                    zone: Europe/Berlin
                    keep: 90d
                    where: delay > 15 and origin <> 'HNL'
                    measures:
                      spread: histogram( delay, -10, 0, 15.5)
                      busiest: top_k(origin, 10)
                """);

        assertThat(pipeline.rollups().get(0))
                .isEqualTo(new Rollup(
                        "delays",
                        List.of("origin"),
                        List.of(Granularity.of("15m"), berlin("1d"), berlin("1mo")),
                        List.of(
                                new MeasureSpec("spread", "histogram", "delay", List.of(-10.0, 0.0, 15.5)),
                                new MeasureSpec("busiest", "top_k", "origin", List.of(10.0)),
                                new MeasureSpec("delay", "sum", "delay", List.of())),
                        "delay > 15 and origin <> 'HNL'",
                        Duration.ofDays(90)));
    }

    @Test
    void rollup_ratio_isNoMeasure() {
        Pipeline.Rollup rollup = Edited.pipeline("delay: sum(delay)", "delay: sum(delay)⏎      mean: delay / flights")
                .rollups()
                .get(0);

        assertThat(rollup.ratios()).containsExactly(new Ratio("mean", "delay", "flights"));
        assertThat(rollup.measures()).extracting(MeasureSpec::name).containsExactly("flights", "delay");
    }

    @Test
    void rollup_hoursThatDivideADayInUtc_areRead() {
        assertThat(Edited.faults("every: [1h, 1d]", "every: [6h, 1d]")).isEqualTo("none");
        assertThat(Edited.faults("every: [1h, 1d]", "every: [6h, 1d]⏎    zone: Etc/UTC"))
                .isEqualTo("none");
    }

    private static Granularity berlin(String length) {
        return Granularity.parse(length, ZoneId.of("Europe/Berlin")).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    rollups: | rolups: | 1: needs the key "rollups": the rollups by name ¶ 13: rolups: there is no key "rolups" here; did you mean "rollups"? Keys: pipeline, source, event, strategy, record, grace, settle, audit, counters, cassandra, retention, rollups
                    delays: | tally_delays: | 14: rollups.tally_delays: "tally_delays": names that begin with tally_ are Tallyroll's own; choose another name
                    delays: | delays_of_flights_by_their_origin_and_by_the_airl: | 14: rollups.delays_of_flights_by_their_origin_and_by_the_airl: "delays_of_flights_by_their_origin_and_by_the_airl": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)
                    delays: | delays_of_flights_by_their_origin_and_by_the_ai: | 14: rollups.delays_of_flights_by_their_origin_and_by_the_ai: "delays_of_flights_by_their_origin_and_by_the_ai": is too long: with the bucket length behind it a table's name has 50 characters, and 48 are allowed; shorten it to 45
                    delays: | Delays: | 14: rollups.Delays: "Delays": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)
                    by: [origin] | by: origin | 15: rollups.delays.by: takes a list, not a single value; write [origin]
                    by: [origin] | by: [] | none
                    every: [1h, 1d] | every: [] | 16: rollups.delays.every: is an empty list; write at least one value
                    by: [origin] | by: [orign] | 15: rollups.delays.by: "orign": there is no such field; did you mean "origin"? Fields: id, origin, delay, share, fare, arrDelay, date
                    by: [origin] | by: [origin, origin] | 15: rollups.delays.by: "origin": appears twice in the list; keep one of them
                    by: [origin] | by: [share] | 15: rollups.delays.by: "share": a group cannot be of type double: equal amounts may differ in their last bit; declare the field as decimal or string
                    by: [origin] | by: [arrDelay] | 15: rollups.delays.by: "arrDelay": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters); a group field becomes a column: name it arr_delay and give its path: arrDelay
                    by: [origin] |  | 14: rollups.delays: needs the key "by": the fields whose values make a group; [] makes one total of all events
                    every: [1h, 1d] | every: [1h, 2y] | 16: rollups.delays.every: "2y": is not a bucket length; seconds, minutes and hours that divide a day, such as 10s, 15m and 6h, or 1d, 1w, 1mo, 1q (3mo) and 1y (12mo)
                    every: [1h, 1d] | every: [1h, 1d, 1h] | 16: rollups.delays.every: "1h": appears twice in the list; keep one of them
                    every: [1h, 1d] | every: [10m, 15m] | 16: rollups.delays.every: "15m": is not made of whole buckets of 10m; the shortest bucket length must divide each of the others
                    every: [1h, 1d] | every: [1w, 1mo] | 16: rollups.delays.every: "1mo": is not made of whole buckets of 1w; add 1d: weeks and longer buckets are both made of days
                    every: [1h, 1d] | every: [1d, 1w, 1mo, 1q, 1y] | none
                    every: [1h, 1d] | every: [1h, 1d, 1w, 1mo, 3mo, 12mo] | none
                    every: [1h, 1d] | every: [5m, 10m, 15m] | none
                    every: [1h, 1d] | every: [1d, 1q, 3mo] | 16: rollups.delays.every: "3mo": appears twice in the list; keep one of them
                    every: [1h, 1d] | every: [15m, 1q, 1y] | 16: rollups.delays.every: "1y": is made of 35040 buckets of 15m, all of which are read where one is recomputed, and 10,000 are allowed; keep it in a rollup of its own, such as every: [1d, 1y]
                    every: [1h, 1d] | every: [1q, 1y] | 16: rollups.delays.every: "1q": would be recomputed from all events of a quarter whenever an hour of it settles; add 1d, of whose rows it is made then
                    every: [1h, 1d] | every: [7h] | 16: rollups.delays.every: "7h": is not a bucket length; seconds, minutes and hours that divide a day, such as 10s, 15m and 6h, or 1d, 1w, 1mo, 1q (3mo) and 1y (12mo)
                    every: [1h, 1d] | every: [1d]⏎    zone: Asia/Kolkata | 16: rollups.delays.every: "1d": does not fit record.bucket 1h in Asia/Kolkata: one must be made of whole others; choose a record.bucket that divides it, such as 15m
                    every: [1h, 1d] | every: [1h, 1d]⏎    zone: Asia/Kolkata | 16: rollups.delays.every: "1d": is not made of whole buckets of 1h in Asia/Kolkata; the shortest bucket length must divide each of the others
                    every: [1h, 1d] | every: [1h]⏎    zone: Europe/Berlin | 17: rollups.delays.zone: "Europe/Berlin": has no meaning here: every bucket is shorter than a day; remove it
                    every: [1h, 1d] | every: [1h, 1d]⏎    zone: Berlin | 17: rollups.delays.zone: "Berlin": there is not a time zone of that name; an IANA id is needed, such as Europe/Berlin
                    every: [1h, 1d] | every: [25m] | 16: rollups.delays.every: "25m": is not a bucket length; seconds, minutes and hours that divide a day, such as 10s, 15m and 6h, or 1d, 1w, 1mo, 1q (3mo) and 1y (12mo)
                    every: [1h, 1d] | every: [45m] | 16: rollups.delays.every: "45m": does not fit record.bucket 1h: one must be made of whole others; choose a record.bucket that divides it, such as 15m
                    every: [1h, 1d] | every: [1h, 1d]⏎    where: "" | 17: rollups.delays.where: is empty; write a Spark SQL predicate or remove the key
                    every: [1h, 1d] | every: [1h, 1d]⏎    keep: 1y | 17: rollups.delays.keep: "1y": is not a retention time (forever, or a number and s, m, h, d or w, such as 400d)
                    every: [1h, 1d] | every: [1h, 1d]⏎    keep: 23h | 17: rollups.delays.keep: "23h": is too short: it is less than a bucket of 1d; keep more, or forever
                    delay: sum(delay) | delay: summ(delay) | 19: rollups.delays.measures.delay: "summ(delay)": there is not a measure "summ"; did you mean "sum"? Measures: count, sum, avg, variance, stddev, min, max, first, last, distinct, quantiles, top_k, histogram
                    delay: sum(delay) | delay: sum(dely) | 19: rollups.delays.measures.delay: "sum(dely)": there is no field "dely"; did you mean "delay"? Fields: id, origin, delay, share, fare, arrDelay, date
                    delay: sum(delay) | delay: sum(delay | 19: rollups.delays.measures.delay: "sum(delay": is not a measure; write count, sum(field), quantiles(field, 0.5, 0.99), count where status >= 500, or errors / requests
                    delay: sum(delay) | delay: sum(delay * 2) | 19: rollups.delays.measures.delay: "sum(delay * 2)": "delay * 2" is an expression, and there is nothing on the class path that could judge it; add Spark, or name a field
                    delay: sum(delay) | delay: count where delay > 15 | 19: rollups.delays.measures.delay: "count where delay > 15": "delay > 15" is an expression, and there is nothing on the class path that could judge it; add Spark, or name a field
                    delay: sum(delay) | delay: sum(delay)⏎      mean: delay / flights⏎      more: mean / flights | 21: rollups.delays.measures.more: "mean / flights": "mean" is not a measure of this rollup that could be divided; Measures: flights, delay
                    delay: sum(delay) | delay: sum(delay)⏎      rate: delay / flihgts | 20: rollups.delays.measures.rate: "delay / flihgts": "flihgts" is not a measure of this rollup that could be divided; did you mean "flights"? Measures: flights, delay
                    delay: sum(delay) | dist: quantiles(delay)⏎      rate: dist / flights | 20: rollups.delays.measures.rate: "dist / flights": "dist" is quantiles(delay), whose answer is not one number; divide counts, sums, averages, extremes of numbers or distinct values
                    delay: sum(delay) | dist: quantiles(delay)⏎      dist_p50: flights / flights | 20: rollups.delays.measures.dist_p50: "flights / flights": has the name of a column of the measure "dist"; rename it
                    delay: sum(delay) | delay: sum(dely)⏎      rate: delay / flights | 19: rollups.delays.measures.delay: "sum(dely)": there is no field "dely"; did you mean "delay"? Fields: id, origin, delay, share, fare, arrDelay, date
                    delay: sum(delay) | a: "top_k(origin, 1000)"⏎      b: "top_k(origin, 500)" | 14: rollups.delays: a row of it may have up to 13.5 MB, and a write to Cassandra 12.0 MB (cassandra.max_mutation); give it fewer or smaller measures, such as top_k with a lower k, or split it into two rollups
                    delay: sum(delay) | a: "top_k(origin, 1000)" | none
                    delay: sum(delay) | delay: median(delay) | 19: rollups.delays.measures.delay: "median(delay)": there is not a measure "median"; Measures: count, sum, avg, variance, stddev, min, max, first, last, distinct, quantiles, top_k, histogram
                    delay: sum(delay) | delay: sum(delay, x) | 19: rollups.delays.measures.delay: "sum(delay, x)": "x" is not a number; after the field come numbers
                    delay: sum(delay) | bucket: sum(delay) | 19: rollups.delays.measures.bucket: "sum(delay)": its column "bucket" is a column that every summary table has of its own; rename the measure
                    delay: sum(delay) | origin: sum(delay) | 19: rollups.delays.measures.origin: "sum(delay)": has the same column "origin" as the group field "origin"; rename the measure
                    delay: sum(delay) | select: sum(delay) | 19: rollups.delays.measures.select: "sum(delay)": its column "select" is a reserved word of CQL; rename the measure
                    measures: | measures: {top: top_k(origin, 3)}⏎    where: x⏎    rest: | 17: rollups.delays.measures.top: is cut off at its comma, which ends a value between braces; put it in quotes: top: "top_k(origin, 3)" ¶ 19: rollups.delays.rest: there is no key "rest" here; Keys: by, every, zone, where, measures, keep
                    delay: sum(delay) | delay: [sum, delay] | 19: rollups.delays.measures.delay: takes a single value, not a list
                    delay: sum(delay) | delay: quantiles(delay)⏎      delay_p50: max(delay) | 20: rollups.delays.measures.delay_p50: "max(delay)": has the same column "delay_p50" as the measure "delay"; rename the measure
                    delay: sum(delay) | delay: sum(origin) | 19: rollups.delays.measures.delay: "sum(origin)": cannot tally sum(origin): field "origin" is string, and sum reads int, long, double, decimal
                    delay: sum(delay) | delay: sum | 19: rollups.delays.measures.delay: "sum": cannot tally sum: it needs a field: sum(field)
                    delay: sum(delay) | flights: sum(delay) | 19: rollups.delays.measures.flights: the key "flights" appears a second time here, first on line 18; keep one of them
                    delay: sum(delay) | delay: quantiles(delay, 2) | 19: rollups.delays.measures.delay: "quantiles(delay, 2)": cannot tally quantiles(delay): a rank is from 0 to 1, and 2 was given; the 95th percentile is 0.95
                    delay: sum(delay) | delay: histogram(delay, 60, 15) | 19: rollups.delays.measures.delay: "histogram(delay, 60, 15)": cannot tally histogram(delay): bounds ascend, and 15 comes after 60
                    delay: sum(delay) | delay_of_flights_by_their_origin_and_by_the_ai: quantiles(delay) | 19: rollups.delays.measures.delay_of_flights_by_their_origin_and_by_the_ai: "quantiles(delay)": its column "delay_of_flights_by_their_origin_and_by_the_ai_p50" is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters); rename the measure
                    delay: sum(delay) | delay: quantiles(delay)⏎      delay_state: count | 20: rollups.delays.measures.delay_state: "count": has the same column "delay_state" as the measure "delay"; rename the measure
                    """)
    void rollup_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
