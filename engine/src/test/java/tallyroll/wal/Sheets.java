package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;
import tallyroll.retry.RetryPolicy;

/** What the tests write, and what they read again: the entry at sequence 7 of a log is {@code event 7}. */
final class Sheets {
    static final String PIPELINE = "flights";
    static final long SEGMENT_BYTES = 1 << 20;

    /** Retries at once, so that no test waits. */
    static final HeartbeatTiming QUICK = pace(System::nanoTime);

    private Sheets() {}

    static HeartbeatTiming pace(java.util.function.LongSupplier nanos) {
        return new HeartbeatTiming(
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                new RetryPolicy("", RetryPolicy.UNLIMITED, Duration.ofMillis(1), Duration.ofMillis(4), ""),
                nanos);
    }

    static Pipeline.Wal wal(Path directory) {
        return new Pipeline.Wal(directory.toString(), SEGMENT_BYTES, Map.of());
    }

    static Pipeline.Wal wal(Path directory, long segmentBytes) {
        return new Pipeline.Wal(directory.toString(), segmentBytes, Map.of());
    }

    static WalWriter writer(Pipeline.Wal wal) {
        return WalWriter.open(wal, PIPELINE, 1 << 20, QUICK, notice -> {});
    }

    static WalDirectory directory(Pipeline.Wal wal) {
        return WalDirectory.open(wal, PIPELINE, QUICK);
    }

    static EventBatch batch(int from, int until) {
        EventBatch.Builder batch = EventBatch.builder();
        for (int i = from; i < until; i++) {
            batch.add(Slice.of(event(i)));
        }
        return batch.build();
    }

    static String event(long sequence) {
        return "event " + sequence;
    }

    static List<String> events(int from, int until) {
        return IntStream.range(from, until).mapToObj(Sheets::event).toList();
    }

    /** Offers and waits until it is durable. */
    static void write(WalWriter writer, int from, int until) throws Exception {
        await(writer.offer(batch(from, until)).orElseThrow());
    }

    static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** All events of a range; their positions must be the ones that they name. */
    static List<String> read(Pipeline.Wal wal, int log, long from, long until) {
        Sheet sheet = sheet(wal, log, from, until);
        assertThat(sheet.gaps()).isEmpty();
        return sheet.texts();
    }

    static Sheet sheet(Pipeline.Wal wal, int log, long from, long until) {
        List<Long> positions = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        try (WalCursor cursor = WalCursor.open(wal, new Claim.Range("http", log, from, until))) {
            while (cursor.advance()) {
                positions.add(cursor.offset());
                texts.add(cursor.value().text());
            }
            return new Sheet(from, until, positions, texts, cursor.causes());
        }
    }

    /** What a cursor gave of a range. */
    record Sheet(long from, long until, List<Long> positions, List<String> texts, List<WalGap> gaps) {
        List<String> gapsAsText() {
            return gaps.stream()
                    .map(gap -> gap.range().from() + "-" + gap.range().until() + " " + gap.cause())
                    .toList();
        }

        /** Each position of the range is an event that was written there, or in a gap, and never both; all in order. */
        void requireExact(String as) {
            List<Long> all = new ArrayList<>(positions);
            for (WalGap gap : gaps) {
                for (long i = gap.range().from(); i < gap.range().until(); i++) {
                    all.add(i);
                }
            }
            assertThat(positions).as(as).isSorted();
            all.sort(null);
            assertThat(all)
                    .as(as)
                    .isEqualTo(java.util.stream.LongStream.range(from, until)
                            .boxed()
                            .toList());
            assertThat(texts)
                    .as(as)
                    .isEqualTo(positions.stream().map(Sheets::event).toList());
        }
    }
}
