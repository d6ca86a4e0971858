package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import tallyroll.control.LastRead;

/** What leaders say of records read before; the same with a real broker is ReplacedSourceIT. */
class TopicEpochsTest {
    private final Leaders leaders = new Leaders();
    private final TopicEpochs epochs = new TopicEpochs(MemoryTopic.KAFKA, leaders);

    /** A consumer that knows, by partition, where each epoch ended; it compares a place once it knows the leader. */
    private static final class Leaders extends MockConsumer<ByteBuffer, ByteBuffer> {
        private final Map<Integer, TreeMap<Integer, Long>> ends = new HashMap<>();
        private final Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        private boolean known;
        private boolean silent;

        Leaders() {
            super(OffsetResetStrategy.NONE);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> of, Duration patience) {
            known = true;
            return of.stream().collect(Collectors.toMap(each -> each, each -> ends.get(each.partition())
                    .lastEntry()
                    .getValue()));
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(
                Collection<TopicPartition> of, Duration patience) {
            return of.stream().collect(Collectors.toMap(each -> each, each -> 2L));
        }

        @Override
        public synchronized void seek(TopicPartition partition, OffsetAndMetadata place) {
            super.seek(partition, place);
            if (known) {
                places.put(partition, place);
            }
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration patience) {
            if (silent) {
                throw new TimeoutException("no answer");
            }
            Map<TopicPartition, Long> gone = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> divergent = new HashMap<>();
            places.forEach((each, place) -> {
                Long end = ends.get(each.partition()).get(place.leaderEpoch().orElseThrow());
                if (assignment().contains(each) && (end == null || end < place.offset())) {
                    gone.put(each, place.offset());
                    Optional.ofNullable(end).ifPresent(known -> divergent.put(each, new OffsetAndMetadata(known)));
                }
            });
            if (!gone.isEmpty()) {
                throw new LogTruncationException(gone, divergent);
            }
            return super.position(partition, patience);
        }
    }

    @Test
    void divergence_recordsAreStillThere_isNone() {
        leaders.ends.put(0, new TreeMap<>(Map.of(3, 100L, 5, 140L)));
        leaders.ends.put(1, new TreeMap<>(Map.of(0, 7L)));

        assertThat(epochs.divergence("flights", Map.of(0, new LastRead(99, 3, 100), 1, new LastRead(4, 0, 7))))
                .isEmpty();
    }

    @Test
    void divergence_epochEndsBeforeTheRecord_isWhereItEnds() {
        leaders.ends.put(0, new TreeMap<>(Map.of(3, 60L, 5, 140L)));
        leaders.ends.put(1, new TreeMap<>(Map.of(0, 7L)));
        leaders.ends.put(2, new TreeMap<>(Map.of(0, 3L, 1, 50L)));

        assertThat(epochs.divergence(
                        "flights",
                        Map.of(0, new LastRead(99, 3, 100), 1, new LastRead(4, 0, 7), 2, new LastRead(10, 0, 11))))
                .isEqualTo(Map.of(0, 60L, 2, 3L));
    }

    @Test
    void divergence_epochIsUnknown_isTheWholeLog() {
        leaders.ends.put(0, new TreeMap<>(Map.of(3, 60L)));

        assertThat(epochs.divergence("flights", Map.of(0, new LastRead(99, 9, 100))))
                .isEqualTo(Map.of(0, 2L));
    }

    @Test
    void divergence_recordsWithoutEpochs_cannotBeCompared() {
        assertThat(epochs.divergence("flights", Map.of(0, new LastRead(99, LastRead.NO_EPOCH, 100))))
                .isEmpty();
    }

    @Test
    void divergence_nobodyAnswers_isUnreachable() {
        leaders.ends.put(0, new TreeMap<>(Map.of(3, 100L)));
        leaders.silent = true;

        assertThatThrownBy(() -> epochs.divergence("flights", Map.of(0, new LastRead(99, 3, 100))))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.fault()).isEqualTo(SourceException.Fault.UNREACHABLE));
    }
}
