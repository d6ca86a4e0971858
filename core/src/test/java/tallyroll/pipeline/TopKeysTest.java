package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.pipeline.Pipeline.SettleSpec;

/** The keys of the file itself, and what is no definition at all. */
class TopKeysTest {
    @Test
    void definition_onlyWhatIsNeeded_hasDefaults() {
        Pipeline pipeline = Definition.parse(
                Edited.RIGHT.replaceAll("(?m)^(strategy|grace|record|cassandra):.*\n", ""),
                "flights.yaml",
                Edited.ENVIRONMENT);

        assertThat(pipeline).isEqualTo(Edited.pipeline("", ""));
        assertThat(pipeline.strategy()).isEqualTo(Strategy.IDEMPOTENT_DIRECT);
        assertThat(pipeline.grace()).isEqualTo(Duration.ofHours(1));
        assertThat(pipeline.settle()).isEqualTo(new SettleSpec(SettleSpec.By.PROOF, Duration.ofDays(30)));
        assertThat(pipeline.lives())
                .isEqualTo(new Lives(Duration.ofDays(90), Duration.ofDays(400), Duration.ofDays(400)));
    }

    @Test
    void definition_everyKey_isRead() {
        assertThat(Edited.pipeline("pipeline: flights", "pipeline: air_2001").name())
                .isEqualTo("air_2001");
        assertThat(Edited.pipeline("grace: 1h", "grace: 0s").grace()).isZero();
        assertThat(Edited.pipeline("grace: 1h", "grace: 2w").grace()).isEqualTo(Duration.ofDays(14));
        assertThat(Edited.pipeline("grace: 1h", "settle: recount").settle())
                .isEqualTo(new SettleSpec(SettleSpec.By.RECOUNT, Duration.ZERO));
        assertThat(Edited.pipeline("grace: 1h", "settle: recount⏎audit: 90d").settle())
                .isEqualTo(new SettleSpec(SettleSpec.By.RECOUNT, Duration.ofDays(90)));
        assertThat(Edited.pipeline("grace: 1h", "audit: never").settle())
                .isEqualTo(new SettleSpec(SettleSpec.By.PROOF, Duration.ZERO));
        assertThat(Edited.pipeline("grace: 1h", "retention: {dead_letters: 7d, gaps: 8d, history: forever}")
                        .lives())
                .isEqualTo(new Lives(Duration.ofDays(7), Duration.ofDays(8), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `` | flights.yaml:1: is empty; begin with pipeline: NAME
                    # only a comment | flights.yaml:1: is empty; begin with pipeline: NAME
                    flights | flights.yaml:1: takes keys with values, not a single value
                    [pipeline, flights] | flights.yaml:1: takes keys with values, not a list
                    """)
    void definition_otherText_isAFaultOfTheWhole(String yaml, String fault) {
        assertThatThrownBy(() -> Definition.parse(yaml, "flights.yaml", Edited.ENVIRONMENT))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage(fault);
    }

    @Test
    void definition_severalFaults_areAllReportedInTheOrderOfTheFile() {
        String faulty = Edited.RIGHT
                .replace("json", "jsn")
                .replace("grace: 1h", "grace: soon")
                .replace("[origin]", "[orign]")
                .replace("sum(delay)", "summ(delay)");

        assertThatThrownBy(() -> Definition.parse(faulty, "dir/flights.yaml", Edited.ENVIRONMENT))
                .hasMessage("""
                        dir/flights.yaml:5: event.format: "jsn": is none of json, csv, text; did you mean "json"?
                        dir/flights.yaml:11: grace: "soon": is not a duration (a number and s, m, h, d or w, such as 90s or 400d)
                        dir/flights.yaml:15: rollups.delays.by: "orign": there is no such field; did you mean "origin"? \
                        Fields: id, origin, delay, share, fare, arrDelay, date
                        dir/flights.yaml:19: rollups.delays.measures.delay: "summ(delay)": there is not a measure "summ"; did you mean \
                        "sum"? Measures: count, sum, avg, variance, stddev, min, max, first, last, distinct, quantiles, top_k, histogram""");
    }

    @Test
    void definition_aliasOfItself_comesToAnEnd() {
        assertThat(Edited.faults("pipeline: flights", "pipeline: flights⏎record: &a {layout: *a}"))
                .startsWith("2: record.layout: takes a single value, not keys with values");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    pipeline: flights |  | 1: needs the key "pipeline": the pipeline's name
                    pipeline: flights | pipeline: Flights-2001 | 1: pipeline: "Flights-2001": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)
                    pipeline: flights | pipeline: batch | 1: pipeline: "batch": is a reserved word of CQL; it is the keyspace too: choose another, or set cassandra.keyspace
                    pipeline: flights | pipelin: flights | 1: pipelin: there is no key "pipelin" here; did you mean "pipeline"? Keys: pipeline, source, event, strategy, record, grace, settle, audit, counters, cassandra, retention, rollups ¶ 1: needs the key "pipeline": the pipeline's name
                    pipeline: flights | pipeline: flights⏎pipeline: others | 2: pipeline: the key "pipeline" appears a second time here, first on line 1; keep one of them
                    pipeline: flights | pipeline: | 1: pipeline: has no value; write one or remove the key
                    pipeline: flights | pipeline: [flights] | 1: pipeline: takes a single value, not a list
                    pipeline: flights | pipeline: flights⏎colour: red | 2: colour: there is no key "colour" here; Keys: pipeline, source, event, strategy, record, grace, settle, audit, counters, cassandra, retention, rollups
                    pipeline: flights | pipeline: "flights | 3: is not YAML: expected <block end>, but found '<scalar>'
                    pipeline: flights | pipeline: flights⏎--- | 2: is not YAML: but found another document
                    pipeline: flights | pipeline: *nobody | 1: is not YAML: found undefined alias nobody
                    pipeline: flights | pipeline: flights⏎? [a]⏎: b | 2: a key must be a single word
                    strategy: idempotent-direct | strategy: idempotnt-direct | 9: strategy: "idempotnt-direct": is none of counters, counters-wal, counters-direct, aggregates, aggregates-wal, aggregates-direct, idempotent, idempotent-wal, idempotent-direct; did you mean "idempotent-direct"?
                    strategy: idempotent-direct | strategy: best | 9: strategy: "best": is none of counters, counters-wal, counters-direct, aggregates, aggregates-wal, aggregates-direct, idempotent, idempotent-wal, idempotent-direct
                    grace: 1h | grace: soon | 11: grace: "soon": is not a duration (a number and s, m, h, d or w, such as 90s or 400d)
                    grace: 1h | grace: 1h⏎<<: {grace: 2h} | 12: <<: there is no key "<<" here; Keys: pipeline, source, event, strategy, record, grace, settle, audit, counters, cassandra, retention, rollups
                    grace: 1h | settle: always | 11: settle: "always": is none of proof, recount
                    grace: 1h | audit: monthly | 11: audit: "monthly": is not a time between audits (never, or a number and s, m, h, d or w, such as 30d)
                    source: | sauce: | 1: needs the key "source": where events come from ¶ 2: sauce: there is no key "sauce" here; Keys: pipeline, source, event, strategy, record, grace, settle, audit, counters, cassandra, retention, rollups
                    """)
    void definition_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
