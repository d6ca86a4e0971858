package tallyroll.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;

class DraftTest {
    private static final String RENTALS = """
            {"rentalId":"r-1","startedAt":"2024-05-01T08:00:12Z","station":{"id":"north","docks":12},"minutes":14,"price":2.50,"member":true,"tags":["a"],"email":"ann@example.com"}
            {"rentalId":"r-2","startedAt":"2024-05-01T08:05:40Z","station":{"id":"south","docks":20},"minutes":31,"price":4.75,"member":false,"tags":[]}
            {"rentalId":"r-3","startedAt":"2024-05-01T09:11:02Z","station":{"id":"north","docks":12},"minutes":7,"price":1.00,"member":true,"promo":null}
            {"rentalId":"r-3","startedAt":"2024-05-01T09:11:02Z","station":{"id":"north","docks":12},"minutes":7,"price":1.00,"member":true,"promo":null}
            """;

    private static final String FLIGHTS = """
            {"id":"1","date":"2001/01/05 06:20","delay":0,"distance":405,"origin":"LAX","destination":"SJC"}
            {"id":"2","date":"2001/01/05 06:25","delay":-5,"distance":370,"origin":"ORD","destination":"MCI"}
            {"id":"3","date":"2001/01/05 07:20","delay":33,"distance":389,"origin":"ORD","destination":"SAC"}
            """;

    private static final String ACCESS = """
            ip,time,method,path,status,bytes,agent
            10.0.0.1,01/May/2024:10:00:00 +0000,GET,/index.html,200,1043,"Mozilla/5.0 (X11, Linux)"
            10.0.0.2,01/May/2024:10:00:01 +0200,GET,/about,404,,"curl ""8\"""
            10.0.0.3,01/May/2024:10:00:05 +0000,POST,/login,200,88,
            """;

    private static final String GERMAN = """
            01.05.2024 10:00;17;Köln
            13.05.2024 11:00;18;Bonn
            02.05.2024 10:00;19;Köln
            """;

    private static final String NESTED = """
            {"meta":{"event":{"uuid":"7b2d4c1e-9d6f-4a55-9a0e-0d1f2e3c4b5a","occurredAt":"2024-05-01 10:00:00+02:00"}},"order":{"customer":{"country":"DE"},"total":"12.50"},"items":[{"sku":"a"}]}
            {"meta":{"event":{"uuid":"7b2d4c1e-9d6f-4a55-9a0e-0d1f2e3c4b5b","occurredAt":"2024-05-01 10:00:01+02:00"}},"order":{"customer":{"country":"FR"},"total":"7.00"},"items":[]}
            {"meta":{"event":{"uuid":"7b2d4c1e-9d6f-4a55-9a0e-0d1f2e3c4b5c","occurredAt":"2024-05-01 10:00:02+02:00"}},"order":{"customer":{"country":"DE"}},"items":null}
            """;

    private static final String ARRAY = """
            [
              {"when": "2024-05-01T10:00:00Z", "kind": "x", "n": 3000000000},
              {"when": "2024-05-01T11:00:00Z",
               "kind": "x", "n": 1},
              {"when": "2024-05-01T12:00:00Z", "kind": "y", "n": 2}
            ]
            """;

    private static final String SPARSE = """
            {"at":"2024-05-01T10:00:00Z","shop":"a","v":1}
            {"at":"2024-05-01T10:00:01Z","v":2.5}
            {"at":"2024-05-01T10:00:02Z","shop":"a","v":null}
            {"at":"2024-05-01T10:00:03Z","shop":"b"}
            """;

    private static final String EPOCH = """
            {"n":1,"ts":1714557600123,"sensor":"a","temp":21.3,"sent_at":1714557600}
            {"n":2,"ts":1714557601123,"sensor":"b","temp":-3,"sent_at":1714557601.5}
            {"n":3,"ts":1714557602123,"sensor":"a","temp":20,"sent_at":1714557602}
            """;

    private static final String TITLES = """
            Order ID,Sent At,Country,Net.Amount
            17,2024-05-01 10:00,DE,3.50
            18,2024-05-01 10:05,FR,4.00
            19,2024-05-01 10:05,DE,4.25
            """;

    private static final String TABS =
            "day\tregion\tunits\n2024-05-01\tnorth\t3\n2024-05-02\tsouth\t4\n2024-05-03\tnorth\t5\n";

    static List<String> shapes() {
        return List.of(
                RENTALS, FLIGHTS, ACCESS, GERMAN, NESTED, ARRAY, SPARSE, EPOCH, TITLES, TITLES.replace('.', '-'), TABS);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void draft_anyShape_isRightAndReadsItsOwnSample(String text) {
        Draft draft = Drafts.of(text);

        assertThat(Drafts.pipeline(draft).rollups()).isNotEmpty();
        assertThat(draft.rejects()).isEmpty();
        assertThat(draft.decoded()).isEqualTo(draft.records()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void draft_anyStrategy_isRight(Strategy strategy) {
        String source = strategy.label().endsWith("-direct") || strategy.equals(Strategy.COUNTERS)
                ? new KafkaSource("localhost:9092", "events", java.util.Map.of()).yaml()
                : "  http: {listen: \"localhost:8080\"}\n";
        Draft draft = Draft.of(
                Drafts.sample(RENTALS),
                new Target("events", source, strategy, "why\nit is so"),
                Wishes.NONE,
                Drafts.NOTHING,
                Drafts.NOW);

        assertThat(Drafts.pipeline(draft).strategy()).isEqualTo(strategy);
        assertThat(draft.yaml()).contains("# why\n# it is so\n");
    }

    static List<Strategy> strategies() {
        return Strategy.all();
    }

    @Test
    void draft_json_namesFieldsTypesTimeIdAndGroup() {
        Pipeline pipeline = Drafts.pipeline(Drafts.of(RENTALS));

        EventSpec event = pipeline.event();
        assertThat(event.timeField()).isEqualTo("started_at");
        assertThat(event.idFields()).containsExactly("rental_id");
        assertThat(pipeline.rollups().get(0).by()).containsExactly("station_id");
        assertThat(types(event))
                .isEqualTo("rental_id string, started_at timestamp, station_id string, docks int, minutes int,"
                        + " price decimal(18,2), member boolean, email string");
        assertThat(event.schema().field(event.schema().slot("station_id")).path())
                .isEqualTo("station.id");
    }

    @Test
    void draft_csvWithHeader_takesItsNamesAndLeavesItOut() {
        Draft draft = Drafts.of(ACCESS);
        EventSpec event = Drafts.pipeline(draft).event();

        assertThat(event.csv().columns()).containsExactly("ip", "time", "method", "path", "status", "bytes", "agent");
        assertThat(types(event)).contains("time timestamp", "status int", "bytes int", "agent string");
        assertThat(draft.records()).isEqualTo(3);
        assertThat(draft.yaml()).contains("header: skip");
        assertThat(draft.yaml()).contains("pattern: \"dd/MMM/yyyy:HH:mm:ss Z\"");
    }

    @Test
    void draft_titlesThatAreNoNames_areColumnsAndPaths() {
        Draft draft = Drafts.of(TITLES.replace('.', ' '));

        assertThat(Drafts.pipeline(draft).event().csv().columns()).contains("Order ID", "Net Amount");
        assertThat(draft.yaml()).contains("order_id: {type: int, path: \"Order ID\"}", "id: order_id", "header: skip");
    }

    @Test
    void draft_titlesThatNoPathCanName_areRenamedAndTheHeaderIsSpokenOf() {
        assertThat(Drafts.of(TITLES.replace("Net.Amount", "Net..x")).yaml())
                .contains(
                        "columns: [order_id, sent_at, country, net_x]",
                        "Do not send it",
                        "3 of 4 are events",
                        "first in record 1");
    }

    @Test
    void draft_oneEvent_saysThatItsIdIsAGuessByName() {
        assertThat(Drafts.of("{\"id\":\"1\",\"at\":\"2024-05-01T10:00:00Z\",\"v\":\"{\\\"n\\\":1}\"}")
                        .yaml())
                .contains("With this definition it is an event.", "one event was seen", "JSON in a text");
    }

    @Test
    void draft_epochTimes_areReadAsTheUnitThatFits() {
        Draft draft = Drafts.of(EPOCH);

        assertThat(Drafts.pipeline(draft).event().timeField()).isEqualTo("ts");
        assertThat(draft.yaml()).contains("pattern: epoch_millis", "pattern: epoch_seconds");
    }

    @Test
    void draft_csvWithoutHeader_numbersTheColumns() {
        EventSpec event = Drafts.pipeline(Drafts.of(GERMAN)).event();

        assertThat(event.csv().columns()).containsExactly("column_1", "column_2", "column_3");
        assertThat(event.csv().delimiter()).isEqualTo(';');
        assertThat(types(event)).isEqualTo("column_1 timestamp, column_2 int, column_3 string");
    }

    @Test
    void draft_nothingFitForAGroup_isOneTotal() {
        Draft draft =
                Drafts.of("{\"at\":\"2024-05-01T10:00:00Z\",\"n\":1}\n{\"at\":\"2024-05-01T10:00:00Z\",\"n\":2}\n");

        assertThat(Drafts.pipeline(draft).rollups().get(0).by()).isEmpty();
        assertThat(draft.yaml()).contains("  totals:\n    by: []", "n: sum(n)");
    }

    @Test
    void draft_datesOnly_hasDailyBuckets() {
        assertThat(Drafts.of(TABS).yaml()).contains("every: [1d]", "delimiter: \"\\\\t\"");
    }

    @Test
    void draft_textWithDecimals_isDecimal() {
        assertThat(types(Drafts.pipeline(Drafts.of(NESTED)).event())).contains("total decimal(18,2)", "uuid string");
    }

    @Test
    void draft_groupThatIsMissingNowAndThen_leavesThoseOutOfTheRollup() {
        assertThat(Drafts.of(SPARSE).yaml())
                .contains("shop: {type: string, missing: skip-rollup}", "in 75 % of the events");
    }

    @Test
    void draft_privateValues_areNeverWritten() {
        String yaml = Drafts.of("""
                {"at":"2024-05-01T10:00:00Z","shop":"a","note":"4111 1111 1111 1111","apiKey":"k1","who":"ann@example.com","n":"eyJhbGciOiJIUzI1NiJ9.e30.abc"}
                {"at":"2024-05-01T10:00:00Z","shop":"a","note":"hello","apiKey":"k2","who":"bob","n":"x"}
                {"at":"2024-05-01T10:00:00Z","shop":"b","note":"hello","apiKey":"k2","who":"bob","n":"x"}
                """).yaml();

        assertThat(yaml)
                .doesNotContain("4111", "k1", "ann@", "eyJ", "hello", "bob")
                .contains("not shown: they look private");
    }

    @Test
    void draft_withoutValues_showsNone() {
        String yaml = Drafts.of(RENTALS, new Wishes(Optional.empty(), Optional.empty(), Optional.empty(), false))
                .yaml();

        assertThat(yaml).doesNotContain("north", "4.75", "2024-05").contains("2 values");
    }

    @Test
    void draft_wishes_areFollowed() {
        Pipeline pipeline = Drafts.pipeline(Drafts.of(
                RENTALS, new Wishes(Optional.of("startedAt"), Optional.of("email"), Optional.of("member"), true)));

        assertThat(pipeline.event().idFields()).containsExactly("email");
        assertThat(pipeline.rollups().get(0).by()).containsExactly("member");
    }

    @Test
    void draft_wishThatIsNoField_namesThoseThereAre() {
        assertThatThrownBy(() -> Drafts.of(RENTALS, Drafts.by("statoin")))
                .isInstanceOf(SampleException.class)
                .hasMessageContainingAll("Cannot take \"statoin\" as the group", "station_id", "minutes");
        assertThatThrownBy(() -> Drafts.of(RENTALS, Drafts.time("minutes")))
                .hasMessageStartingWith("Cannot take \"minutes\" as the event time: it is of type int");
    }

    @Test
    void draft_recordsThatAreBroken_areSaidToBeDeadLetters() {
        Draft draft = Drafts.of(RENTALS + "{\"rentalId\":\n");

        assertThat(draft.rejects()).containsExactly(java.util.Map.entry("not-json", 1));
        assertThat(draft.yaml())
                .contains(
                        "# With this definition 4 of 5 are events, and dead letters would be: not-json (1).",
                        "#   not-json, first in record 5\n");
    }

    @Test
    void draft_oddKeysAndValues_doNoHarm() {
        Draft draft = Drafts.of("""
                {"${env:HOME}":1,"at":"2024-05-01T10:00:00Z","type":"a\\u0000\\u0085\\u2028\\n# x: [","a.b":3,"k: v":"y","bucket":"q","select":"s"}
                {"${env:HOME}":1,"at":"2024-05-01T10:00:00Z","type":"a\\u0000\\u0085\\u2028\\n# x: [","a.b":3,"k: v":"z","bucket":"q","select":"t"}
                {"${env:HOME}":1,"at":"2024-05-01T10:00:00Z","type":"b","a.b":3,"k: v":"z","bucket":"p","select":"t"}
                """);

        assertThat(draft.rejects()).isEmpty();
        assertThat(types(Drafts.pipeline(draft).event()))
                .isEqualTo(
                        "at timestamp, type string, a_b int, k_v string, bucket_of_event string, select_of_event string");
        assertThat(draft.yaml()).contains("path: \"['a.b']\"", "${env:HOME}: such a key cannot be written in a path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello   | neither a JSON object nor lines of CSV
            [1,2]   | its records are arrays of values
            """)
    void draft_nothingToGoBy_saysWhat(String record, String message) {
        assertThatThrownBy(() -> Drafts.of(record + "\n" + record + "\n"))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining(message);
    }

    @Test
    void draft_recordsOfASchemaRegistry_asksForTheRegistryAndIsNotTried() {
        byte[] framed = {0, 0, 0, 1, 2, 'x', 'y'};
        Sample sample = new Sample("topic \"t\" at b:1", "all 1 records", List.of(SampleRecord.of(framed)), List.of());

        Draft draft = Drafts.of(sample, Wishes.NONE, Strategy.IDEMPOTENT_DIRECT);
        assertThat(draft.yaml())
                .contains("the schema's id, here 258", "format: avro", "<- where is it?", "path: kafka.timestamp");
        assertThat(draft.records()).isZero();
    }

    @Test
    void draft_anythingAtAll_isRightOrRefused() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        String pieces = "{}[]\":,;\t\n\\ abc019.-eE_$#'é\u0000\u2028 true null 2024-05-01T10:00:00Z ";
        for (int run = 0; run < 150; run++) {
            String text = IntStream.range(0, random.nextInt(1, 60))
                    .mapToObj(i -> String.valueOf(pieces.charAt(random.nextInt(pieces.length()))))
                    .collect(Collectors.joining());
            String event =
                    "{\"at\":\"2024-05-01T10:00:0%dZ\",\"g\":%d,%s\"z\":%d}\n".formatted(run % 10, run % 2, text, run);
            for (String sample : List.of(text, event + event, RENTALS + text, ACCESS + text, text + "\n" + TABS)) {
                try {
                    Drafts.pipeline(Drafts.of(sample));
                } catch (SampleException refused) {
                    assertThat(refused).hasMessageStartingWith("Cannot");
                }
            }
        }
    }

    private static String types(EventSpec event) {
        return event.schema().fields().stream()
                .map((Field field) -> field.name() + " " + field.type())
                .collect(Collectors.joining(", "));
    }
}
