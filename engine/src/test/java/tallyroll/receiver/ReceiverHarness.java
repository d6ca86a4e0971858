package tallyroll.receiver;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/** What a receiver under test is given: events of an id, a number and a time, at most 200 bytes long. */
public final class ReceiverHarness {
    public static final int MAX_BYTES = 200;

    private static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("id", FieldType.STRING), Field.of("n", FieldType.INT), Field.of("at", FieldType.TIMESTAMP)));

    public final HoldingSink sink;
    public final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

    public ReceiverHarness(long sinkBytes) {
        sink = new HoldingSink(sinkBytes);
    }

    public ReceiverContext json(String source) {
        return context(EventSpec.Format.JSON, source);
    }

    public ReceiverContext csv(String source) {
        return context(EventSpec.Format.CSV, source);
    }

    private ReceiverContext context(EventSpec.Format format, String source) {
        EventSpec spec = new EventSpec(
                format,
                new EventSpec.Csv(List.of("id", "n", "at"), ',', EventSpec.Csv.Header.SKIP, false),
                SCHEMA,
                List.of("id"),
                "at",
                EventSpec.Duplicates.FIRST,
                "",
                MAX_BYTES,
                EventSpec.Framing.PLAIN);
        return new ReceiverContext(
                "readings",
                ReceiverContexts.settings(source),
                sink,
                new EventValidator(spec, "test", Expressions.NONE, List::of),
                notices::add);
    }

    public static String event(int n) {
        return "{\"id\":\"" + n + "\",\"n\":" + n + ",\"at\":\"2001-01-05T06:20:00Z\"}";
    }

    /** Waits for a notice that has these words; those before it are passed over. */
    public String awaitNotice(String words) throws InterruptedException {
        String notice = notices.take();
        while (!notice.contains(words)) {
            notice = notices.take();
        }
        return notice;
    }
}
