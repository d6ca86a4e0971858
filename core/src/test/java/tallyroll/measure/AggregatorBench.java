package tallyroll.measure;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.FieldType;

/**
 * What folds, writes and reads cost, and what a group weighs: {@code java … tallyroll.measure.AggregatorBench}. Not a test.
 *
 * <p>Flight-like values: 300 different strings, delays of -50 to 300. A fold goes to one partial; real runs pay cache misses on top.
 */
final class AggregatorBench {
    private static final int EVENTS = 4096;
    private static final int PARTIALS = 100_000;
    private static final double SPENT_NANOS = 0.1e9;

    private AggregatorBench() {}

    public static void main(String[] args) {
        System.out.printf(
                "%-24s %9s %9s %9s %9s %9s %9s%n",
                "measure", "fold ns", "merge ns", "write ns", "read ns", "state B", "fresh B");
        for (FieldType type : List.of(
                FieldType.INT,
                FieldType.LONG,
                FieldType.DOUBLE,
                FieldType.decimal(9, 2),
                FieldType.decimal(38, 6),
                FieldType.STRING)) {
            for (MeasureFunction function : Measures.reference()) {
                if (function.fields().contains(type.kind())) {
                    List<Double> parameters =
                            function.name().equals("histogram") ? List.of(0.0, 15.0, 60.0, 240.0) : List.of();
                    measure(
                            Measures.bind(new MeasureSpec("m", function.name(), "v", parameters), Row.schema(type)),
                            function.name(),
                            type);
                }
            }
        }
    }

    private static void measure(Measure measure, String function, FieldType type) {
        List<Event> events = events(type);
        Partial partial = measure.neutral();
        double fold = nanos(EVENTS, () -> events.forEach(partial::fold));
        Partial group = measure.neutral();
        events.subList(0, 100).forEach(group::fold);
        ByteWriter out = new ByteWriter();
        group.write(out);
        byte[] state = out.toByteArray();
        double merge = nanos(1, () -> measure.neutral().merge(group));
        double write = nanos(1, () -> {
            out.reset();
            group.write(out);
        });
        double read = nanos(1, () -> measure.read(new ByteReader(state)));
        System.out.printf(
                Locale.ROOT,
                "%-24s %9.1f %9.0f %9.0f %9.0f %9d %9d%n",
                function + "(" + type + ")",
                fold,
                merge,
                write,
                read,
                state.length,
                fresh(measure, events));
    }

    /** CPU time and not the clock's, because other work may share the machine. */
    private static double nanos(int operations, Runnable run) {
        repeat(run);
        long from = cpuNanos();
        long rounds = repeat(run);
        return (double) (cpuNanos() - from) / rounds / operations;
    }

    private static long repeat(Runnable run) {
        long rounds = 0;
        long from = cpuNanos();
        while (cpuNanos() - from < SPENT_NANOS) {
            for (int i = 0; i < 100; i++) {
                run.run();
            }
            rounds += 100;
        }
        return rounds;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Bytes allocated for a partial of one event. */
    private static long fresh(Measure measure, List<Event> events) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Partial[] kept = new Partial[PARTIALS];
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PARTIALS; i++) {
            kept[i] = measure.neutral();
            kept[i].fold(events.get(i % EVENTS));
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / kept.length;
    }

    private static List<Event> events(FieldType type) {
        SplittableRandom random = new SplittableRandom(1);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Event event = new Event(Row.schema(type));
            new Row(value(type, random), i * 1000L, random.nextLong(), random.nextLong()).put(event);
            events.add(event);
        }
        return events;
    }

    private static Object value(FieldType type, SplittableRandom random) {
        long number = random.nextInt(-50, 300);
        return switch (type.kind()) {
            case STRING -> "A" + random.nextInt(300);
            case DOUBLE -> (Double) (number + random.nextDouble());
            case DECIMAL -> BigDecimal.valueOf(number, type.scale());
            default -> (Long) number;
        };
    }
}
