package tallyroll.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition is done: a position is only passed when everything before it is counted. Not thread-safe.
 */
final class Progress {
    private final Map<TopicPartition, Deque<Part>> underWay = new HashMap<>();
    private final Map<TopicPartition, Long> done = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    private record Part(CompletableFuture<Void> counted, int events, long next) {}

    /** Some events were handed on. @param next the position behind them */
    void handedOn(TopicPartition partition, CompletionStage<Void> counted, int events, long next) {
        underWay.computeIfAbsent(partition, none -> new ArrayDeque<>())
                .add(new Part(counted.toCompletableFuture(), events, next));
    }

    /** A partition of which nothing is under way stands here. */
    void standsAt(TopicPartition partition, long position) {
        done.put(partition, position);
    }

    boolean idle(TopicPartition partition) {
        return !underWay.containsKey(partition);
    }

    /** The positions that may be committed and are not. */
    Map<TopicPartition, Long> toCommit() {
        underWay.forEach((partition, parts) -> {
            while (!parts.isEmpty() && succeeded(parts.peek().counted())) {
                done.put(partition, parts.poll().next());
            }
        });
        underWay.values().removeIf(Deque::isEmpty);
        Map<TopicPartition, Long> ready = new HashMap<>(done);
        ready.entrySet().removeAll(committed.entrySet());
        return ready;
    }

    void committed(Map<TopicPartition, Long> positions) {
        committed.putAll(positions);
    }

    /** Waits until all that is under way of these has ended, well or not, or patience is over. */
    void await(Collection<TopicPartition> partitions, Duration patience) {
        CompletableFuture<?>[] parts = partitions.stream()
                .flatMap(partition -> underWay.getOrDefault(partition, new ArrayDeque<>()).stream())
                .map(Part::counted)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(parts).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notDone) {
            // what is not done is not committed
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives up partitions. @return events of theirs that are still under way */
    int forget(Collection<TopicPartition> partitions) {
        int left = 0;
        for (TopicPartition partition : partitions) {
            Deque<Part> parts = underWay.remove(partition);
            left += parts == null ? 0 : parts.stream().mapToInt(Part::events).sum();
            done.remove(partition);
            committed.remove(partition);
        }
        return left;
    }

    private static boolean succeeded(CompletableFuture<Void> counted) {
        try {
            return counted.isDone() && counted.join() == null;
        } catch (CompletionException failed) {
            return false;
        }
    }
}
