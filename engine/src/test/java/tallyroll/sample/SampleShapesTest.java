package tallyroll.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.sample.ShapeCase.epoch;
import static tallyroll.sample.ShapeCase.iso;
import static tallyroll.sample.ShapeCase.json;
import static tallyroll.sample.ShapeCase.one;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.event.EventSpec;
import tallyroll.expression.SparkExpressions;
import tallyroll.file.EventFile;
import tallyroll.flow.DryRun;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;

/** Files as people have them: what a draft of each says, and that {@code test} makes of the file what the draft said it would. */
class SampleShapesTest {
    static Stream<ShapeCase> shapes() {
        return Stream.of(
                        times(),
                        writtenTimes(),
                        oddTimes(),
                        identities(),
                        packings(),
                        otherArrays(),
                        envelopes(),
                        lines(),
                        values())
                .flatMap(List::stream);
    }

    private static List<ShapeCase> times() {
        return List.of(
                ShapeCase.of(
                                "epoch seconds by another name",
                                40,
                                i -> json(
                                        "{'goods':'P%04d','depot':'%s','scanned':%d,'weight':%d.25}",
                                        i, one(i, "LEJ", "CGN", "VIE"), epoch(i * 37), i))
                        .roles("scanned", "", "depot")
                        .saying("pattern: epoch_seconds", "by the values alone: seconds since 1970, rising"),
                ShapeCase.of(
                                "epoch milliseconds by a letter",
                                30,
                                i -> json(
                                        "{'eventId':'e-%d','page':'%s','t':%d,'dur':%d}",
                                        i, one(i, "/", "/cart", "/pay"), epoch(i) * 1000 + i, i))
                        .roles("t", "event_id", "page")
                        .saying("t: {type: timestamp, pattern: epoch_millis}   # 2024-05-01T10:00:00Z to"),
                ShapeCase.of(
                                "epoch nanoseconds as text",
                                20,
                                i -> json(
                                        "{'spanId':'%016x','service':'%s','startTimeUnixNano':'%d','durationNs':%d}",
                                        i * 7919L, one(i, "a", "b"), epoch(i) * 1_000_000_000L + i, i))
                        .roles("start_time_unix_nano", "span_id", "service")
                        .saying("pattern: epoch_nanos"),
                ShapeCase.of(
                                "seconds from some, milliseconds from others",
                                20,
                                i -> json(
                                        "{'id':%d,'timestamp':%d,'src':'%s'}",
                                        i, i % 2 == 0 ? epoch(i) : epoch(i) * 1000, one(i, "a", "b")))
                        .roles("timestamp", "id", "src")
                        .saying("pattern: [epoch_seconds, epoch_millis]"),
                ShapeCase.of(
                                "an hour as a number",
                                24,
                                i -> json(
                                        "{'meter':'%s','slot':%d,'kwh':%d.5}",
                                        one(i, "m1", "m2", "m3"), 2024050100 + i, i))
                        .roles("slot", "", "meter")
                        .saying("pattern: yyyyMMddHH"),
                ShapeCase.of(
                                "a time in an array",
                                30,
                                i -> json(
                                        "{'metric':{'__name__':'up','job':'%s'},'value':[%d.123,'%d.5']}",
                                        one(i, "api", "db"), epoch(i * 15), i))
                        .roles("value_0", "", "job")
                        .saying("path: \"value[0]\", pattern: epoch_seconds"));
    }

    private static List<ShapeCase> writtenTimes() {
        return List.of(
                ShapeCase.of(
                                "a mail's date",
                                10,
                                i -> json(
                                        "{'messageId':'<%d@x>','date':'Wed, 01 May 2024 10:%02d:00 GMT','list':'%s'}",
                                        i, i, one(i, "l1", "l2")))
                        .roles("date", "message_id", "list")
                        .saying("pattern: rfc_1123"),
                ShapeCase.of(
                                "a zone's name",
                                10,
                                i -> json(
                                        "{'uid':'u-%d','local':'2024-05-01T12:%02d:00+02:00[Europe/Paris]','room':'%s'}",
                                        i, i, one(i, "r1", "r2")))
                        .roles("local", "uid", "room")
                        .saying("local: timestamp"),
                ShapeCase.of("a day and a time", 39, i -> "%d,%02d/04/2024,%d:%02d,%d"
                                .formatted(i, 1 + i % 28, i % 24, i, i % 4))
                        .headed("id,Date,Time,Severity")
                        .roles("event_time", "id", "severity")
                        .saying("try_to_timestamp(concat(date, ' ', time), 'dd/MM/yyyy H:mm')", "read as UTC"),
                ShapeCase.of("a day and digits of a time", 48, i -> "0100%d,2024050%d,%02d00,%s"
                                .formatted(i % 3, 1 + i / 24, i % 24, i % 7 == 0 ? "-" : i + ".5"))
                        .headed("STATION,DATE,HrMn,TEMP")
                        .roles("event_time", "", "station")
                        .saying("concat(date, ' ', hr_mn), 'yyyyMMdd HHmm')", "nulls: [\"-\"]", "avg_temp: avg(temp)"),
                ShapeCase.of("year, month, day and hour", 48, i -> "s%d,2024,5,%d,%d,%d.1"
                                .formatted(i % 2, 1 + i / 24, i % 24, i))
                        .headed("station,year,month,day,hour,rain")
                        .roles("event_time", "", "station")
                        .saying("make_timestamp(year, month, day, hour, 0, 0)"));
    }

    private static List<ShapeCase> oddTimes() {
        return List.of(
                ShapeCase.of("no time", 20, i -> json("{'vote':'v%d','party':'%s'}", i, one(i, "A", "B", "C")))
                        .roles("kafka_time", "", "party")
                        .saying("path: kafka.timestamp", "totals are by when it arrived", "never the same twice: vote"),
                ShapeCase.of(
                                "one time that is none",
                                20,
                                i -> json(
                                        "{'id':%d,'at':'%s','g':'%s'}", i, i == 7 ? "noon" : iso(i), one(i, "a", "b")))
                        .roles("at", "id", "g")
                        .holding(20, 1)
                        .saying("first in record 8: field \"at\": noon is not", "one value is no such time"),
                ShapeCase.of(
                                "a clock that was never set",
                                40,
                                i -> json(
                                        "{'id':'z%d','ts':%d,'g':'%s'}",
                                        i, i == 3 ? 0 : epoch(i) * 1000, one(i, "a", "b")))
                        .roles("ts", "id", "g")
                        .holding(40, 1)
                        .saying("implausible-time (1)"));
    }

    private static List<ShapeCase> identities() {
        return List.of(
                ShapeCase.of(
                                "GitHub's events",
                                30,
                                i -> json(
                                        "{'id':'%d','type':'%s','actor':{'id':%d,'login':'u%d'},'repo':{'id':9,'name':'a/b'},'created_at':'%s'}",
                                        38_000_000_000L + i,
                                        one(i, "PushEvent", "WatchEvent", "ForkEvent"),
                                        i % 5,
                                        i % 5,
                                        iso(i)))
                        .roles("created_at", "id", "type")
                        .saying("id: string", "digits as text"),
                ShapeCase.of(
                                "Stripe's events",
                                20,
                                i -> json(
                                        "{'id':'evt_%dNG8','object':'event','api_version':'2019-02-19','created':%d,'data':{'object':{'id':'ch_%d',"
                                                + "'amount':%d,'currency':'%s'}},'type':'%s'}",
                                        i,
                                        epoch(i * 5),
                                        i,
                                        i * 100,
                                        one(i, "usd", "eur", "gbp"),
                                        one(i, "charge.succeeded", "charge.failed")))
                        .roles("created", "id", "currency")
                        .saying("api_version: string", "object_amount: sum(object_amount)"),
                ShapeCase.of(
                                "Elastic's documents",
                                30,
                                i -> json(
                                        "{'@timestamp':'%s','@version':'1','level':'%s','message':'did %d','http.status_code':%d}",
                                        iso(i), one(i, "INFO", "WARN", "ERROR"), i, i % 3 == 0 ? 200 : 404))
                        .roles("timestamp", "", "level")
                        .saying(
                                "path: \"['http.status_code']\"",
                                "path: \"@timestamp\"",
                                "never the same twice: message"),
                ShapeCase.of(
                                "a customer a line",
                                20,
                                i -> json("{'customer_id':'c%d','at':'%s','shop':'%s'}", i, iso(i), one(i, "a", "b")))
                        .roles("at", "", "shop")
                        .saying("never the same twice: customer_id"),
                ShapeCase.of(
                                "a place on the map",
                                20,
                                i -> json(
                                        "{'vehicle':'v%d','geometry':{'coordinates':[8.%d,47.1]},'speed':%d,'gpsTime':%d}",
                                        i % 3, i, i, epoch(i) * 1000))
                        .roles("gps_time", "", "vehicle")
                        .saying("path: \"geometry.coordinates[0]\"", "avg_speed: avg(speed)"));
    }

    private static List<ShapeCase> packings() {
        return List.of(
                ShapeCase.of(
                                "readings of a device",
                                12,
                                i -> json(
                                        "{'device':'d%d','message_id':'m-%d','readings':[%s]}",
                                        i % 3,
                                        i,
                                        elements(3, j -> json("{'at':'%s','celsius':%d.5}", iso(i * 60 + j), j))))
                        .roles("at", "message_id", "device")
                        .holding(36, 0)
                        .saying(
                                "explode: readings",
                                "whose elements have times of their own",
                                "different in all 12 records"),
                ShapeCase.of(
                                "CloudTrail's records",
                                6,
                                i -> json(
                                        "{'Records':[%s]}",
                                        elements(
                                                4,
                                                j -> json(
                                                        "{'eventVersion':'1.08','eventTime':'%s','eventName':'%s','eventID':'%08x-1111-4111-8111-%012x'}",
                                                        iso(i * 60 + j),
                                                        one(j, "GetObject", "PutObject", "Delete"),
                                                        i,
                                                        j))))
                        .roles("event_time", "event_id", "event_name")
                        .holding(24, 0)
                        .saying("explode: Records", "path: Records.eventTime"),
                ShapeCase.of(
                                "Segment's batches",
                                6,
                                i -> json(
                                        "{'batch':[%s],'sentAt':'%s'}",
                                        elements(
                                                5,
                                                j -> json(
                                                        "{'type':'%s','messageId':'ajs-%d-%d','timestamp':'%s','properties':{'revenue':%d.5}}",
                                                        one(j, "track", "page", "identify"), i, j, iso(i * 60 + j), j)),
                                        iso(i * 60 + 30)))
                        .roles("timestamp", "message_id", "batch_type")
                        .holding(30, 0)
                        .saying("explode: batch", "or sent_at"));
    }

    private static List<ShapeCase> otherArrays() {
        return List.of(
                ShapeCase.of(
                                "an array a line",
                                8,
                                i -> json(
                                        "[%s]",
                                        elements(
                                                3,
                                                j -> json(
                                                        "{'ts':'%s','k':'%s'}",
                                                        iso(i * 9 + j), one(j, "x", "y", "z")))))
                        .roles("ts", "", "k")
                        .holding(24, 0)
                        .saying("explode: \"$\""),
                ShapeCase.of(
                                "an order with items, which is one event",
                                20,
                                i -> json(
                                        "{'orderId':'o-%d','createdAt':'%s','items':[{'sku':'a','qty':1},{'sku':'b','qty':2}],'total':%d.5}",
                                        i, iso(i), i))
                        .roles("created_at", "order_id", "")
                        .saying("items: an array", "explode: items would make an event of each"));
    }

    private static List<ShapeCase> envelopes() {
        return List.of(
                ShapeCase.of(
                                "Debezium",
                                24,
                                i -> json(
                                        "{'before':null,'after':{'id':%d,'customer':'c%d','amount':'%d.50','created_at':%d},'source':{'ts_ms':%d,"
                                                + "'lsn':%d},'op':'%s','ts_ms':%d}",
                                        1000 + i / 3,
                                        i % 4,
                                        i,
                                        epoch(i / 3) * 1_000_000,
                                        epoch(i) * 1000,
                                        24_000_000 + i * 8,
                                        i % 3 == 0 ? "c" : "u",
                                        epoch(i) * 1000 + 5))
                        .roles("created_at", "id", "customer")
                        .saying(
                                "envelope: debezium",
                                "duplicates: {last: source_lsn}",
                                "tombstones: ignore",
                                "amount: sum(amount)"),
                ShapeCase.of(
                                "Maxwell",
                                20,
                                i -> json(
                                        "{'database':'shop','table':'orders','type':'insert','ts':%d,'xid':%d,'data':{'id':%d,'customer':'c%d'}}",
                                        epoch(i), 23_396 + i, i, i % 4))
                        .roles("ts", "id", "customer")
                        .saying("envelope: maxwell", "path: envelope.ts", "duplicates: {last: record_offset}"),
                ShapeCase.of(
                                "CloudEvents",
                                20,
                                i -> json(
                                        "{'specversion':'1.0','id':'ce-%d','source':'/shop','type':'%s','time':'%s','data':{'country':'%s','total':%d.5}}",
                                        i, one(i, "order.created", "order.paid"), iso(i), one(i, "DE", "FR", "IT"), i))
                        .roles("time", "source, id", "country")
                        .saying("envelope: cloudevents", "# id: (source, id)", "path: envelope.time"));
    }

    private static List<ShapeCase> lines() {
        return List.of(
                ShapeCase.of(
                                "nginx",
                                60,
                                i ->
                                        "10.0.0.%d - - [01/May/2024:10:00:%02d +0000] \"GET /p%d HTTP/1.1\" %s %d \"-\" \"curl/8\""
                                                .formatted(i % 9, i, i % 4, one(i, "200", "404", "500"), i * 11))
                        .roles("time_local", "", "status")
                        .saying("text: {preset: nginx}", "not shown: they look private"),
                ShapeCase.of("RFC 5424", 30, i -> "<34>1 2024-05-01T10:%02d:00.003Z host%d su %d ID47 - login failed"
                                .formatted(i, i % 3, i))
                        .roles("time", "", "host")
                        .saying("format: text", "pattern: '<(?P<priority>"),
                ShapeCase.of(
                                "RFC 3164, whose times have no year",
                                30,
                                i -> "May  1 10:%02d:00 host%d sshd[%d]: Accepted".formatted(i, i % 3, i))
                        .roles("kafka_time", "", "host")
                        .saying("clock: string", "process: int"),
                ShapeCase.of("Log4j", 30, i -> "2024-05-01 10:%02d:00,123 %s [main] com.x.Y - did it"
                                .formatted(i, one(i, "INFO", "WARN", "ERROR")))
                        .roles("time", "", "level")
                        .saying("zone: UTC"),
                ShapeCase.of("a sensor's numbers", 30, i -> "20.%02d".formatted(i))
                        .roles("kafka_time", "", "")
                        .saying("columns: [value]", "avg_value: avg(value)"));
    }

    private static List<ShapeCase> values() {
        return List.of(
                ShapeCase.of("German orders", 39, i -> "B-%05d;%02d.05.2024 %02d:00;K%d;%s;%s"
                                .formatted(
                                        i,
                                        1 + i % 28,
                                        i % 24,
                                        i % 6,
                                        i % 3 == 0 ? "12,0" + i % 10 : "1.2" + (10 + i % 80) + ",50",
                                        one(i, "ja", "nein")))
                        .headed("Bestellnr;Datum;Kunde;Betrag;Bezahlt")
                        .roles("datum", "bestellnr", "kunde")
                        .saying(
                                "numbers: {decimal: \",\", thousands: \".\"}",
                                "booleans: ja/nein",
                                "betrag: sum(betrag)"),
                ShapeCase.of("Hive's nulls", 39, i -> "%d\t2024-05-01 10:%02d:00\t%s\t%s"
                                .formatted(
                                        i,
                                        i,
                                        one(i, "Rome", "\\N", "Oslo", "Bonn"),
                                        i % 4 == 0 ? "NULL" : String.valueOf(i)))
                        .headed("id\tts\tcity\ttip")
                        .roles("ts", "id", "city")
                        .saying("nulls: [\"NULL\", \"\\\\N\"]", "missing: skip-rollup", "tip: int"),
                ShapeCase.of("a shop's numbers in Latin letters", 39, i -> "2024-05-%02d,%s,\"1,%03d.50\""
                                .formatted(1 + i % 28, one(i, "Zürich", "Genève", "Bâle"), i))
                        .headed("date,shop,revenue")
                        .roles("date", "", "shop")
                        .saying("encoding: windows-1252", "numbers: {thousands: \",\"}", "every: [1d]"),
                ShapeCase.of(
                                "numbers in texts",
                                20,
                                i -> json(
                                        "{'id':'t%d','when':'%s','shop':'%s','quantity':'%d','zip':'0123%d','gift':'%s'}",
                                        i,
                                        iso(i),
                                        one(i, "s1", "s2", "s3"),
                                        i,
                                        i % 4,
                                        i % 5 == 0 ? "N/A" : one(i, "yes", "no")))
                        .roles("when", "id", "shop")
                        .saying("quantity: int", "zip: string", "nulls: [\"N/A\"]", "booleans: yes/no"));
    }

    private static String elements(int count, java.util.function.IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void draft_ofAShape_saysWhatItIsAndDecodesItAsTestDoes(ShapeCase shape) throws IOException {
        byte[] file = shape.text().getBytes(Charset.forName(shape.name().contains("Latin") ? "windows-1252" : "UTF-8"));

        Draft draft = Drafts.of(Drafts.sample(file), Wishes.NONE, Strategy.IDEMPOTENT_DIRECT);

        Pipeline pipeline = Drafts.pipeline(draft);
        EventSpec event = pipeline.event();
        assertThat(draft.yaml()).contains(shape.says());
        assertThat(event.timeField()).as(draft.yaml()).isEqualTo(shape.time());
        assertThat(String.join(", ", event.idFields())).as(draft.yaml()).isEqualTo(shape.id());
        assertThat(String.join(", ", pipeline.rollups().get(0).by()))
                .as(draft.yaml())
                .isEqualTo(shape.by());
        assertThat(List.of(draft.records(), draft.records() - draft.decoded()))
                .as(draft.yaml())
                .containsExactly(shape.events(), shape.dead());
        assertThat(tested(pipeline, file)).containsExactly(shape.events(), shape.dead());
    }

    /** How many events {@code test} finds in the file, and how many of them it rejects. */
    private static List<Integer> tested(Pipeline pipeline, byte[] file) throws IOException {
        TaskPlan plan = TaskPlan.of(pipeline, SparkExpressions.of(pipeline), 10_000);
        DryRun run = new DryRun(plan, pipeline.source().name(), Drafts.NOW);
        List<DryRun.Fate> fates = new ArrayList<>();
        EventFile events = new EventFile(
                "x",
                EventFile.Layout.of(pipeline.event().format().label()),
                pipeline.event().maxBytes());
        try (InputStream in = new ByteArrayInputStream(file)) {
            events.read(in, (value, place) -> {
                run.take(value, fates.size(), outcome -> fates.add(outcome.fate()));
                return true;
            });
        }
        fates.removeIf(DryRun.Fate.IGNORED::equals);
        int dead = (int) fates.stream().filter(DryRun.Fate.REJECTED::equals).count();
        return List.of(fates.size(), dead);
    }
}
