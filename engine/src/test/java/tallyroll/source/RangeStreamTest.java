package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;
import tallyroll.control.SourcePartition;

/** How far a batch reaches, for a source whose offsets are set by hand. */
class RangeStreamTest {
    private final Offsets offsets = new Offsets();

    /** A source in memory. */
    private static final class Offsets implements AvailableOffsets {
        private final Map<Integer, Long> earliest = new TreeMap<>();
        private final Map<Integer, Long> latest = new TreeMap<>();
        private int opened;

        Offsets partition(int number, long from, long until) {
            earliest.put(number, from);
            latest.put(number, until);
            return this;
        }

        AllOffsets open() {
            opened++;
            return AllOffsets.of("sales", this);
        }

        @Override
        public Map<Integer, Long> earliest() {
            return Map.copyOf(earliest);
        }

        @Override
        public Map<Integer, Long> latest() {
            return Map.copyOf(latest);
        }

        @Override
        public void notTruncated(Map<Integer, Long> read, Map<Integer, Long> now) {
            read.forEach((partition, position) -> {
                if (now.getOrDefault(partition, 0L) < position) {
                    throw new SourceException(SourceException.Fault.TRUNCATED, "partition " + partition);
                }
            });
        }
    }

    @Test
    void initialOffset_nothingCommitted_isTheEarliest() {
        offsets.partition(0, 7, 20).partition(1, 0, 5);

        assertThat(stream(Map.of()).initialOffset().json()).isEqualTo("{\"sales\":{\"0\":7,\"1\":0}}");
    }

    @Test
    void initialOffset_committed_isThatAndTheEarliestOfTheOthers() {
        offsets.partition(0, 7, 20).partition(1, 3, 5);

        assertThat(stream(Map.of(0, 12L)).initialOffset().json()).isEqualTo("{\"sales\":{\"0\":12,\"1\":3}}");
    }

    @Test
    void initialOffset_startingAtLatest_isTheLatest() {
        offsets.partition(0, 7, 20);

        RangeStream stream = new RangeStream(0, offsets::open, Map.of(), true);

        assertThat(stream.initialOffset().json()).isEqualTo("{\"sales\":{\"0\":20}}");
    }

    @Test
    void latestOffset_withoutALimit_isEverything() {
        offsets.partition(0, 0, 20).partition(1, 0, 5);

        assertThat(next(stream(Map.of()), "{\"sales\":{\"0\":4}}")).isEqualTo("{\"sales\":{\"0\":20,\"1\":5}}");
    }

    @Test
    void latestOffset_nothingNew_isNoOffset() {
        offsets.partition(0, 0, 20);

        assertThat(stream(Map.of()).latestOffset(parse("{\"sales\":{\"0\":20}}"), ReadLimit.allAvailable()))
                .isNull();
    }

    @Test
    void latestOffset_withALimit_isSharedByWhatIsUnread() {
        offsets.partition(0, 0, 300).partition(1, 0, 100);

        assertThat(next(stream(Map.of(), 40), "{\"sales\":{\"0\":0,\"1\":0}}"))
                .isEqualTo("{\"sales\":{\"0\":30,\"1\":10}}");
    }

    @Test
    void latestOffset_whatExpiredUnread_takesNoPartOfTheLimit() {
        offsets.partition(0, 1_000, 1_100);

        assertThat(next(stream(Map.of(), 40), "{\"sales\":{\"0\":0}}")).isEqualTo("{\"sales\":{\"0\":1040}}");
    }

    @Test
    void latestOffset_checkpointBehindWhatIsCommitted_countsFromTheCommitted() {
        offsets.partition(0, 0, 100);

        assertThat(next(stream(Map.of(0, 50L), 10), "{\"sales\":{\"0\":0}}")).isEqualTo("{\"sales\":{\"0\":60}}");
    }

    @Test
    void latestOffset_availableNow_isWhatWasThereWhenItBegan() {
        offsets.partition(0, 0, 20);
        RangeStream stream = stream(Map.of());
        stream.prepareForTriggerAvailableNow();
        offsets.partition(0, 0, 99).partition(1, 0, 5);

        assertThat(next(stream, "{\"sales\":{\"0\":0}}")).isEqualTo("{\"sales\":{\"0\":20}}");
        assertThat(stream.latestOffset(parse("{\"sales\":{\"0\":20}}"), ReadLimit.allAvailable()))
                .isNull();
        assertThat(stream.reportLatestOffset().json()).isEqualTo("{\"sales\":{\"0\":99,\"1\":5}}");
    }

    @Test
    void latestOffset_sourceEndsBeforeWhatWasRead_isRefused() {
        offsets.partition(0, 0, 20);

        assertThatThrownBy(() -> next(stream(Map.of()), "{\"sales\":{\"0\":21}}"))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void latestOffset_withoutStartAndLimit_isNotForUs() {
        assertThatThrownBy(() -> stream(Map.of()).latestOffset()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void planInputPartitions_whatIsNew_isARowAPartition() throws IOException {
        List<String> rows =
                rows(stream(Map.of()), "{\"sales\":{\"0\":4,\"1\":5}}", "{\"sales\":{\"0\":20,\"1\":5,\"2\":9}}");

        assertThat(rows).containsExactly("sales-0 [4, 20)", "sales-2 [0, 9)");
    }

    @Test
    void planInputPartitions_nothingNew_isNoPartition() {
        Offset same = parse("{\"sales\":{\"0\":4}}");

        assertThat(stream(Map.of()).planInputPartitions(same, same)).isEmpty();
    }

    @Test
    void defaultReadLimit_isTheBatchLimitOfTheDefinition() {
        assertThat(stream(Map.of(), 500).getDefaultReadLimit()).isEqualTo(ReadLimit.maxRows(500));
        assertThat(stream(Map.of(), 0).getDefaultReadLimit()).isEqualTo(ReadLimit.allAvailable());
    }

    @Test
    void latestOffset_severalTopicsWithALimit_isSharedByWhatIsUnread() {
        SourcePartition sales = new SourcePartition("sales", 0);
        SourcePartition returns = new SourcePartition("returns", 0);
        RangeStream stream = new RangeStream(
                40,
                () -> new Several(Map.of(sales, 0L, returns, 0L), Map.of(sales, 300L, returns, 100L)),
                Map.of(),
                false);

        String end = next(stream, stream.initialOffset().json());

        assertThat(end).isEqualTo("{\"returns\":{\"0\":10},\"sales\":{\"0\":30}}");
    }

    /** A topic that a pattern finds only later is read from its beginning. */
    @Test
    void planInputPartitions_aTopicThatCameLater_isWhole() throws IOException {
        List<String> rows =
                rows(stream(Map.of()), "{\"sales\":{\"0\":4}}", "{\"returns\":{\"0\":9},\"sales\":{\"0\":4}}");

        assertThat(rows).containsExactly("returns-0 [0, 9)");
    }

    /** Topics in memory. */
    private record Several(Map<SourcePartition, Long> earliest, Map<SourcePartition, Long> latest)
            implements AllOffsets {
        @Override
        public void notTruncated(Map<SourcePartition, Long> read, Map<SourcePartition, Long> now) {
            // they never are
        }
    }

    @Test
    void source_isOpenedAtTheFirstQuestionAndOnlyOnce() {
        offsets.partition(0, 0, 1);
        RangeStream stream = stream(Map.of());
        assertThat(offsets.opened).isZero();

        stream.initialOffset();
        next(stream, "{\"sales\":{\"0\":0}}");

        assertThat(offsets.opened).isEqualTo(1);
    }

    private RangeStream stream(Map<Integer, Long> committed) {
        return stream(committed, 0);
    }

    private RangeStream stream(Map<Integer, Long> committed, long max) {
        return new RangeStream(max, offsets::open, SourcePartition.in("sales", committed), false);
    }

    private static String next(RangeStream stream, String from) {
        return stream.latestOffset(parse(from), stream.getDefaultReadLimit()).json();
    }

    /** As Spark hands offsets back to us: in its own type, with our JSON. */
    private static Offset parse(String json) {
        return new Offset() {
            @Override
            public String json() {
                return json;
            }
        };
    }

    private static List<String> rows(RangeStream stream, String from, String until) throws IOException {
        List<String> rows = new ArrayList<>();
        for (InputPartition partition : stream.planInputPartitions(parse(from), parse(until))) {
            try (PartitionReader<InternalRow> reader =
                    stream.createReaderFactory().createReader(partition)) {
                while (reader.next()) {
                    InternalRow row = reader.get();
                    rows.add("%s-%d [%d, %d)"
                            .formatted(row.getUTF8String(0), row.getInt(1), row.getLong(2), row.getLong(3)));
                }
            }
        }
        return rows;
    }
}
