package tallyroll.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.bench.ParserDocument.Contender;
import tallyroll.bytes.Slice;
import tallyroll.cli.Column;
import tallyroll.cli.Console;
import tallyroll.cli.Table;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.decode.Message;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.pipeline.Pipeline;

/**
 * Our parsers beside libraries, in one thread and without servers: alone, and inside all that is done with a record
 * ({@link LimitWork}). They take turns in every round, after three rounds to warm up; the round in the middle counts, and beside it stands
 * how far the rounds differ: the distance between the quarters, of which half of the rounds lie within, in percent of the middle. First each
 * decoder has to read the same events out of every record.
 */
final class ParserBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Rounds that do not count. */
    private static final int WARM_UP = 3;

    private final int max;
    private final int rounds;
    private final Console console;

    /**
     * What one reading cost: CPU ns and bytes allocated, both of one record.
     *
     * @param spread of the rounds, in percent
     */
    private record Cost(double nanos, double bytes, long spread) {
        /** The round in the middle. */
        static Cost of(List<Cost> rounds) {
            List<Cost> sorted = rounds.stream()
                    .sorted(Comparator.comparingDouble(Cost::nanos))
                    .toList();
            int last = sorted.size() - 1;
            Cost middle = sorted.get(last / 2);
            double quarters =
                    sorted.get(last * 3 / 4).nanos() - sorted.get(last / 4).nanos();
            return new Cost(middle.nanos(), middle.bytes(), Math.round(100 * quarters / middle.nanos()));
        }
    }

    /** Many records read in a row; the sum of something from each, so that no work can be left out. */
    @FunctionalInterface
    private interface Work {
        long run();
    }

    ParserBench(int max, int rounds, Console console) {
        this.max = max;
        this.rounds = rounds;
        this.console = console;
    }

    Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        Table.Builder decoders = Table.of(
                Column.text("records"),
                Column.text("decoder"),
                Column.number("alone", "ns CPU"),
                Column.number("spread", "%"),
                Column.number("of ours", "×"),
                Column.number("end to end", "ns CPU"),
                Column.number("spread", "%"),
                Column.number("of ours", "×"),
                Column.number("allocated", "bytes"));
        for (ParserDocument document : ParserDocument.all(max)) {
            compare(document);
            rows(decoders, document);
        }
        tables.put("Decoders, for each record", decoders.build());
        tables.put("Times, for each text", times());
        return tables;
    }

    /** @throws IllegalStateException where two decoders read other events out of one record */
    static void compare(ParserDocument document) {
        List<String> expected = null;
        for (Contender contender : document.contenders()) {
            List<String> read = events(contender, document.records());
            if (expected != null && !read.equals(expected)) {
                int first = 0;
                while (read.get(first).equals(expected.get(first))) {
                    first++;
                }
                throw new IllegalStateException("%s: %s reads \"%s\" as %s, ours reads %s"
                        .formatted(
                                document.name(),
                                contender.name(),
                                new String(document.records().get(first), StandardCharsets.UTF_8),
                                read.get(first),
                                expected.get(first)));
            }
            expected = read;
        }
    }

    private static List<String> events(Contender contender, List<byte[]> records) {
        Pipeline pipeline = contender.pipeline();
        RecordDecoder decoder =
                new RecordDecoder(pipeline.event(), "bench", Expressions.NONE.bind(), contender.newDecoder());
        EventSchema schema = pipeline.event().schema();
        Event event = new Event(schema);
        List<String> events = new ArrayList<>();
        for (byte[] raw : records) {
            boolean ok = decoder.decode(Slice.of(raw), 0, 0, event).ok();
            events.add(
                    ok
                            ? IntStream.range(0, schema.size())
                                    .mapToObj(slot -> value(event, slot))
                                    .collect(Collectors.joining("|", "", "|" + event.identityHigh()))
                            : "rejected");
        }
        return events;
    }

    private static String value(Event event, int slot) {
        if (event.isNull(slot)) {
            return "null";
        }
        boolean text = event.schema().field(slot).type().kind() == FieldType.Kind.STRING;
        return text ? event.stringAt(slot) : Long.toString(event.longAt(slot));
    }

    private void rows(Table.Builder table, ParserDocument document) {
        Map<String, Work> alone = new LinkedHashMap<>();
        Map<String, Work> endToEnd = new LinkedHashMap<>();
        for (Contender contender : document.contenders()) {
            FieldDecoder decoder = contender.newDecoder();
            Event event = new Event(contender.pipeline().event().schema());
            alone.put(contender.name(), () -> decodeAll(decoder, document.records(), event));
            endToEnd.put(contender.name(), () -> workAll(contender, document.records()));
        }
        int count = document.records().size();
        Map<String, Cost> decoding = measure(alone, count);
        Map<String, Cost> working = measure(endToEnd, count);
        console.note("%s: %,d records".formatted(document.name(), count));
        double ours = decoding.get("ours").nanos();
        double oursWorking = working.get("ours").nanos();
        decoding.forEach((name, cost) -> table.row(
                document.name(),
                name,
                Math.round(cost.nanos()),
                cost.spread(),
                hundredths(cost.nanos() / ours),
                Math.round(working.get(name).nanos()),
                working.get(name).spread(),
                hundredths(working.get(name).nanos() / oursWorking),
                Math.round(cost.bytes())));
    }

    private static long decodeAll(FieldDecoder decoder, List<byte[]> records, Event event) {
        long sum = 0;
        Slice record = new Slice();
        Message message = new Message();
        for (byte[] raw : records) {
            record.set(raw, 0, raw.length);
            boolean ok = decoder.decode(message.open(record), event).ok();
            sum += ok ? 1 + event.textAt(0).length() : 0;
        }
        return sum;
    }

    private static long workAll(Contender contender, List<byte[]> records) {
        LimitWork work = new LimitWork(contender.pipeline(), contender.newDecoder());
        for (int i = 0; i < records.size(); i++) {
            work.take(records.get(i), 0, i);
        }
        return work.finish().events();
    }

    private Table times() {
        Table.Builder table = Table.of(
                Column.text("text"),
                Column.number("ours", "ns CPU"),
                Column.number("spread", "%"),
                Column.number("java.time", "ns CPU"),
                Column.number("spread", "%"),
                Column.number("of ours", "×"));
        time(table, "2001/03/25 06:20", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm[]", "UTC");
        time(table, "2001/03/25 06:20", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm[]", "America/New_York");
        time(table, "2001-03-25T06:20:31.123Z", "", "uuuu-MM-dd'T'HH:mm:ss.SSSX", "UTC");
        time(table, "2001-03-25T06:20:31+02:00", "", "uuuu-MM-dd'T'HH:mm:ssXXX", "UTC");
        return table.build();
    }

    private void time(Table.Builder table, String example, String ours, String javaTime, String zone) {
        List<byte[]> texts = IntStream.range(0, max)
                .mapToObj(i -> example.replace("06:20", "%02d:%02d".formatted(i / 60 % 24, i % 60)))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        Map<String, Work> work = new LinkedHashMap<>();
        work.put("ours", times(ours, zone, texts));
        work.put("java.time", times(javaTime, zone, texts));
        if (work.get("ours").run() != work.get("java.time").run()) {
            throw new IllegalStateException("java.time reads other times than ours by " + javaTime);
        }
        Map<String, Cost> costs = measure(work, texts.size());
        double nanos = costs.get("ours").nanos();
        double other = costs.get("java.time").nanos();
        table.row(
                zone.equals("UTC") ? example : example + " " + zone,
                Math.round(nanos),
                costs.get("ours").spread(),
                Math.round(other),
                costs.get("java.time").spread(),
                hundredths(other / nanos));
    }

    private static Work times(String pattern, String zone, List<byte[]> texts) {
        Field field = new Field("at", FieldType.TIMESTAMP, "at", "", pattern, zone, Missing.NULL, Notation.PLAIN);
        FieldReader reader = new FieldReader(field, 0);
        Event event = new Event(new EventSchema(List.of(field)));
        return () -> {
            long sum = 0;
            for (byte[] text : texts) {
                reader.quoted(Slice.of(text), event);
                sum += event.longAt(0);
            }
            return sum;
        };
    }

    private Map<String, Cost> measure(Map<String, Work> work, int records) {
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        long sum = 0;
        for (int round = 1 - WARM_UP; round <= rounds; round++) {
            for (Map.Entry<String, Work> one : work.entrySet()) {
                long bytes = THREADS.getCurrentThreadAllocatedBytes();
                long nanos = THREADS.getCurrentThreadCpuTime();
                sum += one.getValue().run();
                double taken = THREADS.getCurrentThreadCpuTime() - nanos;
                double made = THREADS.getCurrentThreadAllocatedBytes() - bytes;
                if (round > 0) {
                    costs.computeIfAbsent(one.getKey(), first -> new ArrayList<>())
                            .add(new Cost(taken / records, made / records, 0));
                }
            }
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was read");
        }
        Map<String, Cost> middle = new LinkedHashMap<>();
        costs.forEach((name, all) -> middle.put(name, Cost.of(all)));
        return middle;
    }

    private static double hundredths(double ratio) {
        return Math.round(ratio * 100) / 100.0;
    }
}
