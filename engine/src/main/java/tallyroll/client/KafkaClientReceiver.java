package tallyroll.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.Receiver;
import tallyroll.retry.Waits;
import tallyroll.source.KafkaGroup;
import tallyroll.source.SourceException;

/**
 * Receives a topic as a member of a consumer group, so that several clients share its partitions, and the brokers keep the
 * positions.
 *
 * <p>When a position is committed. With {@code at-least-once}, after everything before it was counted; with {@code at-most-once},
 * before it is handed on to be counted, and what could not be committed is not handed on. A partition that is taken away
 * meanwhile is given up in order: what was handed on is counted and committed within a few seconds, the rest is the next owner's.
 * If the store is too slow for that, or this process was silent for so long that the group went on without it, events count twice
 * with {@code at-least-once}, and a notice says how many.
 *
 * <p>A full sink pauses the partitions; the member goes on polling, so it keeps its place in the group. What waits then is one
 * poll. A broker that is away is waited for. Offsets that are no longer kept are written down as a gap, and reading goes on at
 * the first one kept; a topic that ends before a position ends the run.
 *
 * <p>Everything happens on one thread, as the consumer wants it; only {@link #close} comes from another.
 */
final class KafkaClientReceiver implements Receiver {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Well below {@code max.poll.interval.ms}, after which the group goes on without this member. */
    private static final Duration HANDING_OVER = Waits.KAFKA_HAND_OVER.limit();

    private final KafkaGroup group;
    private final Delivery delivery;
    private final CounterSink sink;
    private final DeadLetterWriter gaps;
    private final Consumer<String> notices;
    private final Consumer<RuntimeException> failed;
    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final Thread thread = new Thread(this::work, "tallyroll-kafka-client");
    private volatile boolean stopping;
    /** Nothing is counted any more; the sink has told why. */
    private boolean broken;

    /** Read, but not to be handed on before their position is committed. */
    private final Deque<Part> uncommitted = new ArrayDeque<>();
    /** To be handed on as soon as the sink has room. */
    private final Deque<Part> held = new ArrayDeque<>();

    private final Progress progress = new Progress();

    private record Part(TopicPartition partition, PositionedEventBatch placed, long next) {}

    /**
     * @param gaps used by this receiver's thread alone
     * @param failed told why it ended, when it could not go on
     */
    KafkaClientReceiver(
            KafkaGroup group,
            Delivery delivery,
            CounterSink sink,
            DeadLetterWriter gaps,
            Consumer<String> notices,
            Consumer<RuntimeException> failed) {
        this.group = group;
        this.delivery = delivery;
        this.sink = sink;
        this.gaps = gaps;
        this.notices = notices;
        this.failed = failed;
        consumer = group.member();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public String where() {
        return group.where();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try (consumer) {
            consumer.subscribe(List.of(group.kafka().topic()), new Partitions());
            while (!stopping && !broken) {
                receive();
                handOn();
                commit();
            }
            handOver();
        } catch (KafkaException fault) {
            failed.accept(group.fault(fault));
        } catch (RuntimeException fault) {
            failed.accept(fault);
        } catch (InterruptedException nobodyElseHasThisThread) {
            failed.accept(new IllegalStateException("the receiving thread was interrupted", nobodyElseHasThisThread));
        }
    }

    private void receive() throws InterruptedException {
        boolean full = !held.isEmpty();
        if (full || !uncommitted.isEmpty()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        if (full) {
            sink.awaitRoom(held.element().placed().batch().weight(), POLL);
        }
        try {
            pack(consumer.poll(full ? Duration.ZERO : POLL));
        } catch (NoOffsetForPartitionException fresh) {
            notices.accept("consumer group \"" + group.name() + "\" has no position in " + named(fresh.partitions())
                    + ": it begins at the first offset kept");
            consumer.seekToBeginning(fresh.partitions());
        } catch (OffsetOutOfRangeException gone) {
            pass(gone.offsetOutOfRangePartitions());
        } catch (RetriableException later) {
            // a broker is away; the next poll asks again
        }
    }

    private void pack(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
        Deque<Part> into = delivery == Delivery.AT_MOST_ONCE ? uncommitted : held;
        for (TopicPartition partition : records.partitions()) {
            into.add(part(partition, records.records(partition)));
        }
    }

    private Part part(TopicPartition partition, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        EventBatch.Builder batch = EventBatch.builder();
        long[] offsets = new long[records.size()];
        BitSet withoutValue = new BitSet();
        Slice bytes = new Slice();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = records.get(i).offset();
            ByteBuffer value = records.get(i).value();
            if (value == null) {
                withoutValue.set(i);
            }
            bytes.set(value == null ? NO_VALUE : value);
            batch.addWrapped(group.envelope().wrap(records.get(i), bytes));
        }
        PositionedEventBatch placed =
                new PositionedEventBatch(batch.build(), partition.partition(), i -> offsets[i], withoutValue::get);
        return new Part(partition, placed, offsets[offsets.length - 1] + 1);
    }

    private void handOn() {
        if (!uncommitted.isEmpty() && commit(nexts())) {
            held.addAll(uncommitted);
            uncommitted.clear();
        }
        while (!held.isEmpty()) {
            Part part = held.peek();
            Optional<CompletionStage<Void>> counted = sink.take(part.placed());
            if (counted.isEmpty()) {
                return;
            }
            broken |= counted.get().toCompletableFuture().isCompletedExceptionally();
            progress.handedOn(
                    part.partition(), counted.get(), part.placed().batch().count(), part.next());
            held.remove();
        }
    }

    private Map<TopicPartition, Long> nexts() {
        Map<TopicPartition, Long> nexts = new HashMap<>();
        uncommitted.forEach(part -> nexts.put(part.partition(), part.next()));
        return nexts;
    }

    /** Commits what is done, and moves over offsets that hold no record: marks of transactions, for example. */
    private void commit() {
        for (TopicPartition partition : consumer.assignment()) {
            if (progress.idle(partition) && notMet(partition)) {
                position(partition).ifPresent(position -> progress.standsAt(partition, position));
            }
        }
        commit(progress.toCommit());
    }

    private boolean notMet(TopicPartition partition) {
        return held.stream().noneMatch(part -> part.partition().equals(partition))
                && uncommitted.stream().noneMatch(part -> part.partition().equals(partition));
    }

    private Optional<Long> position(TopicPartition partition) {
        try {
            return Optional.of(consumer.position(partition, Duration.ZERO));
        } catch (NoOffsetForPartitionException | RetriableException notYet) {
            return Optional.empty();
        }
    }

    /** @return false where nothing is known, or the group is changing: the next poll finds out */
    private boolean commit(Map<TopicPartition, Long> positions) {
        if (positions.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) -> offsets.put(partition, new OffsetAndMetadata(position)));
        try {
            consumer.commitSync(offsets);
            progress.committed(positions);
            return true;
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException notNow) {
            return false;
        }
    }

    private void pass(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(positions.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(positions.keySet());
        positions.forEach((partition, position) -> {
            long start = starts.get(partition);
            if (position > ends.get(partition)) {
                throw new SourceException(
                        SourceException.Fault.TRUNCATED,
                        "Cannot go on reading " + partition + ": its log ends at " + ends.get(partition)
                                + ", before the position " + position + " of consumer group \"" + group.name()
                                + "\". The topic was truncated or re-created, so its offsets mean other records. Restore it,"
                                + " or give the pipeline another name to begin again.");
            }
            if (position < start) {
                gaps.gap(partition.partition(), position, start);
                notices.accept("gap: offsets " + position + " to " + (start - 1) + " of " + partition
                        + " were deleted before they were read; raise the topic's retention.ms or retention.bytes,"
                        + " or let more clients run");
            }
            consumer.seek(partition, Math.max(position, start));
        });
    }

    private void handOver() throws InterruptedException {
        uncommitted.clear();
        if (delivery == Delivery.AT_LEAST_ONCE) {
            held.clear();
        }
        while (!held.isEmpty()) {
            sink.awaitRoom(held.element().placed().batch().weight(), POLL);
            handOn();
        }
        sink.hurry();
        progress.await(consumer.assignment(), HANDING_OVER);
        commit(progress.toCommit());
    }

    private static String named(Collection<TopicPartition> partitions) {
        TreeSet<Integer> numbers =
                partitions.stream().map(TopicPartition::partition).collect(Collectors.toCollection(TreeSet::new));
        return (numbers.size() == 1 ? "partition " : "partitions ")
                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Called by the consumer, within its {@code poll} and {@code close}. */
    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                notices.accept("took over " + named(partitions));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            leaveUnread(partitions);
            sink.hurry();
            progress.await(partitions, HANDING_OVER);
            commit(progress.toCommit());
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            leaveUnread(partitions);
            forget(partitions);
        }

        /** What was not handed on is the next owner's, unless it was told that we count it. */
        private void leaveUnread(Collection<TopicPartition> partitions) {
            uncommitted.removeIf(part -> partitions.contains(part.partition()));
            if (delivery == Delivery.AT_LEAST_ONCE) {
                held.removeIf(part -> partitions.contains(part.partition()));
            }
        }

        private void forget(Collection<TopicPartition> partitions) {
            int left = progress.forget(partitions);
            if (!partitions.isEmpty()) {
                notices.accept("gave up " + named(partitions));
            }
            if (left > 0) {
                notices.accept(left + " events of " + named(partitions)
                        + " were being counted when another client took over; it counts them again");
            }
        }
    }
}
