package tallyroll.decode;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tallyroll.bucket.BucketRounder;
import tallyroll.bucket.Granularity;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;

/** Not a test: prints what decoding one flight of about 170 bytes costs on one core, and what it allocates. */
final class DecodeTiming {
    private static final int FLIGHTS = 20_000;
    private static final int ROUNDS = 60;
    private static final EventSpec SPEC = new EventSpec(
            EventSpec.Format.JSON,
            EventSpec.Csv.NONE,
            new EventSchema(List.of(
                    Field.of("id", FieldType.STRING),
                    Field.of("origin", FieldType.STRING),
                    Field.of("destination", FieldType.STRING),
                    Field.of("delay", FieldType.INT),
                    Field.of("distance", FieldType.INT),
                    new Field("date", FieldType.TIMESTAMP, "date", "", "yyyy/MM/dd HH:mm", "UTC", Missing.NULL))),
            List.of("id"),
            "date",
            EventSpec.Duplicates.FIRST,
            "",
            1 << 20);

    private static long sink = 0;

    private DecodeTiming() {}

    public static void main(String[] args) {
        List<byte[]> json = new ArrayList<>();
        List<byte[]> csv = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < FLIGHTS; i++) {
            String[] cells = flight(random, i);
            json.add(("{\"id\":\"" + cells[0] + "\",\"date\":\"" + cells[1] + "\",\"delay\":" + cells[2]
                            + ",\"distance\":" + cells[3]
                            + ",\"origin\":\"" + cells[4] + "\",\"destination\":\"" + cells[5]
                            + "\",\"carrier\":\"United\",\"flight\":\"UA1543\",\"tail\":\"N12345\",\"cancelled\":false}")
                    .getBytes(StandardCharsets.UTF_8));
            csv.add(String.join(",", cells).getBytes(StandardCharsets.UTF_8));
        }
        EventSpec csvSpec = new EventSpec(
                EventSpec.Format.CSV,
                new EventSpec.Csv(List.of("id", "date", "delay", "distance", "origin", "destination"), ','),
                SPEC.schema(),
                SPEC.idFields(),
                SPEC.timeField(),
                SPEC.duplicates(),
                "",
                SPEC.maxBytes());
        for (int i = 0; i < 2; i++) {
            time("JSON fields", json, fields(SPEC));
            time("JSON event with identity", json, events(SPEC));
            time("CSV fields", csv, fields(csvSpec));
            time("CSV event with identity", csv, events(csvSpec));
            time("JSON event, 1h and 1d bucket", json, buckets());
        }
        System.out.println("(" + sink + ")");
    }

    private static String[] flight(SplittableRandom random, int row) {
        String minute = "%02d:%02d".formatted(row / 60 % 24, row % 60);
        String date = "2001/01/%02d %s".formatted(1 + row / 1_440, minute);
        String[] airports = {"ATL", "ORD", "DFW", "LAX", "PHX", "DEN", "IAH", "MSP"};
        return new String[] {
            Integer.toString(100_000 + row),
            date,
            Integer.toString(random.nextInt(-20, 200)),
            Integer.toString(random.nextInt(50, 3_000)),
            airports[random.nextInt(8)],
            airports[random.nextInt(8)]
        };
    }

    private interface Work {
        long on(byte[] raw);
    }

    private static Work fields(EventSpec spec) {
        FieldDecoder decoder = FieldDecoders.of(spec);
        Event event = new Event(spec.schema());
        return raw -> decoder.decode(raw, 0, raw.length, event).ok() ? event.longAt(3) : fault();
    }

    private static Work events(EventSpec spec) {
        RecordDecoder decoder = new RecordDecoder(spec, "flights", Expressions.NONE.bind());
        Event event = new Event(spec.schema());
        return raw -> decoder.decode(raw, 0, raw.length, 0, 0, event).ok() ? event.identityLow() : fault();
    }

    private static Work buckets() {
        RecordDecoder decoder = new RecordDecoder(SPEC, "flights", Expressions.NONE.bind());
        Event event = new Event(SPEC.schema());
        BucketRounder hours = Granularity.of("1h").cutter();
        BucketRounder days = Granularity.of("1d").cutter();
        return raw -> decoder.decode(raw, 0, raw.length, 0, 0, event).ok()
                ? hours.floor(event.timeMicros()) + days.floor(event.timeMicros())
                : fault();
    }

    private static long fault() {
        throw new IllegalStateException("a generated flight was rejected");
    }

    private static void time(String what, List<byte[]> records, Work work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long bytes = records.stream().mapToLong(raw -> raw.length).sum() / records.size();
        long allocated = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long begin = threads.getCurrentThreadCpuTime();
            for (byte[] raw : records) {
                sink += work.on(raw);
            }
            best = Math.min(best, threads.getCurrentThreadCpuTime() - begin);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        System.out.printf(
                "%-30s %4d bytes  %5d ns  %6.2f bytes allocated%n",
                what, bytes, best / records.size(), (double) allocated / records.size());
    }
}
