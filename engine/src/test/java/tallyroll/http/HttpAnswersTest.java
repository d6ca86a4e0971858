package tallyroll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.receiver.ReceiverHarness;

/** What a sender is told, word for word, and what was taken of its request. */
@Timeout(30)
class HttpAnswersTest {
    private static final String ONE = ReceiverHarness.event(1);
    private static final String TWO = ReceiverHarness.event(2);
    private static final String NO_TIME = "{\"id\":\"3\"}";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";

    /** One for all cases: letting go of a server takes a second. */
    private static HttpClientHarness http;

    @BeforeAll
    static void open() {
        http = new HttpClientHarness();
    }

    @AfterAll
    static void close() {
        http.close();
    }

    @AfterEach
    void empty() {
        http.sink().full(false);
        http.sink().drain();
        http.rig.notices.clear();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("lines", NDJSON, ONE + "\n" + TWO + "\n", List.of(ONE, TWO)),
                arguments("last line without end", NDJSON, ONE + "\n" + TWO, List.of(ONE, TWO)),
                arguments("CRLF and empty lines", NDJSON, "\r\n" + ONE + "\r\n\n" + TWO + "\r\n", List.of(ONE, TWO)),
                arguments("lines are the default", "text/plain", ONE + "\n" + TWO, List.of(ONE, TWO)),
                arguments("array", JSON, "[" + ONE + ",\n  " + TWO + " ]\n", List.of(ONE, TWO)),
                arguments("array by its bracket", NDJSON, " [" + ONE + "," + TWO + "]", List.of(ONE, TWO)),
                arguments("array of none", JSON, "[ ]", List.of()),
                arguments("one object", JSON, ONE, List.of(ONE)),
                arguments(
                        "one object on lines",
                        JSON + "; charset=utf-8",
                        "\n" + ONE.replace(",", ",\n") + "\n",
                        List.of(ONE.replace(",", ",\n"))),
                arguments("nothing", NDJSON, "", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void post_wellFormed_isAcceptedByteForByte(String name, String type, String body, List<String> events)
            throws Exception {
        HttpResponse<String> answer = http.post(body, "Content-Type", type);

        assertThat(answer.body()).isEqualTo("{\"accepted\":" + events.size() + ",\"rejected\":0,\"rejections\":[]}\n");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(http.sink().drain()).isEqualTo(events);
    }

    @Test
    void post_partlyMalformed_saysWhichAndWhy() throws Exception {
        HttpResponse<String> answer = http.post(ONE + "\n{\"id\":\n" + NO_TIME + "\n" + TWO + "\n");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"accepted\":2,\"rejected\":2,\"rejections\":["
                                + "{\"event\":2,\"code\":\"not-json\",\"reason\":\"the record is not JSON at byte 6 (the end): a value is expected\"},"
                                + "{\"event\":3,\"code\":\"missing-field\",\"reason\":\"field \\\"at\\\" is missing or null; it is the event time, which every event needs\"}]}\n");
        assertThat(http.sink().drain()).containsExactly(ONE, "{\"id\":", NO_TIME, TWO);
    }

    @Test
    void post_malformedWithinAnArray_rejectsThatOneAlone() throws Exception {
        HttpResponse<String> answer = http.post("[" + ONE + ",{\"id\":},7," + TWO + "]", "Content-Type", JSON);

        assertThat(answer.body()).contains("\"accepted\":2,\"rejected\":2", "\"event\":2", "\"event\":3");
        assertThat(http.sink().drain()).containsExactly(ONE, "{\"id\":}", "7", TWO);
    }

    @Test
    void post_allMalformed_is400AndTheyAreTakenAsDeadLetters() throws Exception {
        HttpResponse<String> answer = http.post("x\ny\n");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"accepted\":0,\"rejected\":2,\"rejections\":[{\"event\":1,\"code\":\"not-json\"");
        assertThat(http.sink().drain()).containsExactly("x", "y");
    }

    @Test
    void post_manyMalformed_listsAHundredAndCountsTheOthers() throws Exception {
        String lines = IntStream.range(0, 130).mapToObj(i -> "x").collect(Collectors.joining("\n"));
        HttpResponse<String> answer = http.post(ONE + "\n" + lines);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"event\":101,").doesNotContain("\"event\":102,");
        assertThat(answer.body()).endsWith("],\"further_rejections\":30}\n");
        assertThat(http.sink().drain()).hasSize(131);
    }

    @Test
    void post_oversizedEvent_isRejectedByItsLengthAndHandedOnCut() throws Exception {
        String longOne = ONE.replace("\"id\":\"1\"", "\"id\":\"" + "x".repeat(300) + "\"");
        HttpResponse<String> answer = http.post(longOne + "\n" + TWO);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("{\"event\":1,\"code\":\"too-long\",\"reason\":\"the record has " + longOne.length()
                        + " bytes; at most 200 are accepted: ");
        assertThat(http.sink().drain()).containsExactly(longOne.substring(0, ReceiverHarness.MAX_BYTES + 1), TWO);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments(
                        "[" + ONE,
                        "a comma or the array's closing bracket is expected at byte 45. Nothing was taken; send well-formed JSON."),
                arguments(
                        "[" + ONE + ",{\"id\"",
                        "the array has no end; its last element begins at byte 46. Nothing was taken; send it to the closing bracket."),
                arguments(
                        "[" + ONE + ",]",
                        "an element of the array is expected at byte 46. Nothing was taken; send well-formed JSON."),
                arguments(
                        "[" + ONE + "] x",
                        "something follows the array at byte 47. Nothing was taken; send one array in a request."),
                arguments(
                        ONE + "\n" + TWO,
                        "application/json is one object or one array, and something follows the object at byte 45. "
                                + "Nothing was taken; send lines as application/x-ndjson."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void post_bodyThatMakesNoSense_takesNothing(String body, String reason) throws Exception {
        HttpResponse<String> answer = http.post(body, "Content-Type", JSON);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"The body cannot be read: " + reason + "\"}\n");
        assertThat(http.sink().drain()).isEmpty();
    }

    @Test
    void post_gzip_isUnpacked() throws Exception {
        byte[] packed = HttpClientHarness.gzip((ONE + "\n" + TWO).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = http.post(packed, "Content-Encoding", "gzip");

        assertThat(answer.body()).isEqualTo("{\"accepted\":2,\"rejected\":0,\"rejections\":[]}\n");
        assertThat(http.sink().drain()).containsExactly(ONE, TWO);
    }

    @Test
    void post_gzipThatIsNone_takesNothing() throws Exception {
        HttpResponse<String> answer = http.post(ONE, "Content-Encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"error\":\"The body is said to be gzip (Content-Encoding) and cannot be unpacked: "
                                + "Not in GZIP format. Nothing was taken; send it whole and packed, or without the header.\"}\n");
    }

    @Test
    void post_gzipBomb_is413() throws Exception {
        byte[] bomb = HttpClientHarness.gzip(new byte[16 << 20]);
        HttpResponse<String> answer = http.post(bomb, "Content-Encoding", "gzip");

        assertThat(bomb).hasSizeLessThan(HttpClientHarness.MAX_REQUEST);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"The body is longer than 65536 bytes, which is the most of a request here "
                        + "(max_request). Nothing was taken; send fewer events at a time.\"}\n");
        assertThat(http.sink().drain()).isEmpty();
    }

    /** The client reads the answer only after it has sent everything, so the body must be read on. */
    @Test
    void post_bodyTooLong_is413() throws Exception {
        for (int length : List.of(HttpClientHarness.MAX_REQUEST + 1, 900_000)) {
            HttpResponse<String> answer = http.post(new byte[length]);

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo(tooLong(length));
        }
        assertThat(http.sink().drain()).isEmpty();
    }

    @Test
    void post_bodyTooLongAndNotSentYet_is413WithoutIt() throws Exception {
        try (Socket socket = new Socket(http.events().getHost(), http.events().getPort())) {
            String head = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 413 ").endsWith("\r\n\r\n" + tooLong(70_000));
        }
    }

    private static String tooLong(int length) {
        return "{\"error\":\"The body has " + length + " bytes; a request here has at most 65536 "
                + "(max_request). Nothing was taken; send fewer events at a time.\"}\n";
    }

    @Test
    void post_unknownEncoding_is415() throws Exception {
        HttpResponse<String> answer = http.post(ONE, "Content-Encoding", "br");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"The Content-Encoding \\\"br\\\" is not understood here. Nothing was taken; "
                        + "send the body as it is, or as gzip.\"}\n");
    }

    @Test
    void post_stageFails_is503ForNothingIsKnown() throws Exception {
        http.sink().failNext(1);
        HttpResponse<String> answer = http.post(ONE);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"It is not known whether the events were taken: the disk is gone. "
                        + "Send the request again.\"}\n");
        assertThat(http.post(ONE).statusCode()).isEqualTo(200);
    }

    @Test
    void post_sinkFull_is429() throws Exception {
        http.sink().full(true);
        HttpResponse<String> answer = http.post(ONE);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"No room for more events at present. Nothing was taken; "
                        + "send the request again after a second.\"}\n");
        assertThat(http.rig.notices)
                .containsExactly("no room for more events: a request was answered with 429, the sender has to wait");
        assertThat(http.sink().drain()).isEmpty();
    }

    static Stream<Arguments> elsewhere() {
        return Stream.of(
                arguments(
                        "POST",
                        "/event",
                        404,
                        "",
                        "{\"error\":\"There is nothing at /event: events are taken by POST /events.\"}\n"),
                arguments(
                        "GET",
                        "/",
                        404,
                        "",
                        "{\"error\":\"There is nothing at /: events are taken by POST /events.\"}\n"),
                arguments(
                        "GET",
                        "/events",
                        405,
                        "POST",
                        "{\"error\":\"GET /events is not possible: events are taken by POST.\"}\n"),
                arguments(
                        "PUT",
                        "/events",
                        405,
                        "POST",
                        "{\"error\":\"PUT /events is not possible: events are taken by POST.\"}\n"),
                arguments(
                        "POST",
                        "/health",
                        405,
                        "GET, HEAD",
                        "{\"error\":\"POST /health is not possible: health is asked by GET.\"}\n"),
                arguments("GET", "/health", 200, "", "{\"health\":\"receiving\"}\n"),
                arguments("HEAD", "/health", 200, "", ""));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("elsewhere")
    void request_elsewhere_isToldWhereTo(String method, String path, int status, String allow, String body)
            throws Exception {
        HttpResponse<String> answer = http.send(method, path, method.startsWith("P") ? ONE : "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow").orElse("")).isEqualTo(allow);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(http.sink().drain()).isEmpty();
    }

    @Test
    void post_csvLines_areEvents() throws Exception {
        try (HttpClientHarness csv = new HttpClientHarness("csv", 1 << 20)) {
            HttpResponse<String> answer = csv.post("1,1,2001-01-05T06:20:00Z\n[2,x\n", "Content-Type", "text/csv");

            assertThat(answer.body())
                    .isEqualTo("{\"accepted\":1,\"rejected\":1,\"rejections\":[{\"event\":2,\"code\":\"wrong-columns\","
                            + "\"reason\":\"the line has 2 columns; 3 are declared: [2,x\"}]}\n");
            assertThat(csv.sink().drain()).containsExactly("1,1,2001-01-05T06:20:00Z", "[2,x");
        }
    }

    @Test
    void post_csvHeader_isPassedOverAndSaid() throws Exception {
        try (HttpClientHarness csv = new HttpClientHarness("csv", 1 << 20)) {
            HttpResponse<String> answer =
                    csv.post("\ufeffid,n,at\r\n1,1,2001-01-05T06:20:00Z\r\n", "Content-Type", "text/csv");

            assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":0,\"ignored\":1,\"rejections\":[]}\n");
            assertThat(csv.sink().drain()).containsExactly("1,1,2001-01-05T06:20:00Z");
        }
    }

    @Test
    void post_jsonWhereCsvIsDeclared_is415() throws Exception {
        try (HttpClientHarness csv = new HttpClientHarness("csv", 1 << 20)) {
            HttpResponse<String> answer = csv.post(ONE, "Content-Type", JSON);

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"error\":\"The body is sent as application/json, and this pipeline's events are lines "
                                    + "of CSV (event.format). Nothing was taken; send lines as text/csv.\"}\n");
        }
    }
}
