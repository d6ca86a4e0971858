package tallyroll.client;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventSink;
import tallyroll.receiver.EventSinkContract;
import tallyroll.record.MemoryRecord;
import tallyroll.retry.RetryPolicy;

class CounterSinkRoomTest extends EventSinkContract {
    private CounterSink sink;

    @Override
    protected EventSink holding(long maxBytes) {
        Pipeline pipeline = CountingPipeline.of("at-least-once", "0s");
        Window.Outlet outlet = new Window.Outlet(
                new FaultyCounters(),
                new DeadLetterWriter(new MemoryRecord(), "events", Instant.EPOCH),
                RetryPolicy.immediately(4),
                InstantSource.system());
        sink = new CounterSink(
                new Window(pipeline, Expressions.NONE, outlet, 4),
                pipeline.counting(),
                new CounterSink.Room(maxBytes, 77),
                totals -> {},
                failure -> {});
        return sink;
    }

    /** Until then nobody counts. */
    @Override
    protected void letGo() {
        sink.start();
    }

    @AfterEach
    void close() {
        sink.close();
    }
}
