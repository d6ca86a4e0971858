package tallyroll.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

class QueryCommandTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delays_by_orgin origin=ATL --from 2001-01-05|Cannot read \"delays_by_orgin\": pipeline \"flights\" has no such rollup; did you mean \"delays_by_origin\"?",
                "delays_by_origin orign=ATL --from 2001-01-05|Cannot query \"delays_by_origin\" for \"orign=ATL\": it has no such key; did you mean \"origin\"?",
                "delays_by_origin ATL --from 2001-01-05|Cannot query \"delays_by_origin\" for \"ATL\": it is not written key=value;",
                "routes origin=ATL --from 2001-01-05|Cannot query \"routes\": destination missing; a group is named by all its keys, e.g. destination=…; --group '*' takes all groups",
                "delays_by_origin origin=ATL --from 2001-01-05 --every 5m|Cannot read \"delays_by_origin\" every 5m in zone Z: it is kept every 1h, 1d in zone Z",
                "delays_by_origin origin=ATL --from 2001-01-05 --every 1d --zone Asia/Kathmandu|no such bucket is made of whole ones of these",
                "delays_by_origin --group A*,B --from 2001-01-05|for --group A*,B: it has 2 values, and 1 keys are not given as KEY=VALUE (origin)",
                "delays_by_origin --top 3 --from 2001-01-05|--top and --by belong together, e.g. --top 10 --by flights",
                "delays_by_origin --top 3 --by delay --total --from 2001-01-05|--top is of each group and --total of all; write one",
                "delays_by_origin --group * --scan 0 --from 2001-01-05|with 0 partitions: at least one must be allowed",
                "delays_by_origin origin=ATL --from yesterday|Cannot read --from yesterday: write a date (2001-01-05)",
                "delays_by_origin origin=ATL --from 2001-01-05 --to 2001-01-05|the range is empty",
                "delays_by_origin origin=ATL --from 2001-01-05 --zone Mars|Cannot show times in \"Mars\": it is not a time zone",
            })
    void query_nonsense_saysWhatWasMeant(String words, String message) {
        assertThat(query(words)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void query_noNodeThere_saysWhereItLooked() {
        assertThat(query("delays_by_origin origin=ATL --from 2001-01-05")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("Cannot reach Cassandra at localhost:1");
    }

    @Test
    void plan_noNodeThere_fails() {
        assertThat(run("plan")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains("Cannot reach Cassandra at localhost:1", "Cannot plan \"flights\"", "--offline");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void plan_offline_printsTheCqlOfEverything() {
        assertThat(run("plan", "--offline")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString())
                .contains(
                        "CREATE KEYSPACE IF NOT EXISTS flights WITH replication = ",
                        "CREATE TABLE IF NOT EXISTS flights.tally_blocks (",
                        "CREATE TABLE IF NOT EXISTS flights.delays_by_origin_1h (",
                        "    destinations bigint,",
                        "PRIMARY KEY ((origin, period), bucket)")
                .doesNotContain("${", "-- ");
    }

    private ExitCode query(String words) {
        return run("query", words.split(" "));
    }

    private ExitCode run(String verb, String... words) {
        Console console = new Console(
                new PrintWriter(out), new PrintWriter(err), false, HOME, Map.of("CASSANDRA", "localhost:1"));
        String[] args = Stream.concat(Stream.of(verb, "examples/flights.yaml"), Stream.of(words))
                .toArray(String[]::new);
        return Main.run(console, args);
    }
}
