package tallyroll.wal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * One log as the driver has seen it so far. Where a segment ends is known from the next one's name, so only the last segment is
 * read, and of it only what is new. Not thread-safe.
 */
final class LogReader {
    private final Storage storage;
    private final Segments segments;
    private final int number;
    private final HeartbeatTiming pace;
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private OptionalLong end = OptionalLong.empty();
    private long shown = -1;
    private long watchedNanos;
    private boolean finished;
    private boolean sealed;
    private long reach;
    private long scanned = -1;
    private Optional<Long> salt = Optional.empty();
    private long offset;
    private long unreadable;

    LogReader(Storage storage, int number, HeartbeatTiming pace) {
        this.storage = storage;
        this.number = number;
        this.pace = pace;
        segments = new Segments(storage, number);
        watchedNanos = pace.nanos().getAsLong();
    }

    int number() {
        return number;
    }

    Optional<Owner> owner() throws IOException {
        return segments.owner();
    }

    /** Looks how far the log reaches now. That nobody writes it any more is found before the last look, never after it. */
    void look() throws IOException {
        if (finished) {
            return;
        }
        List<FileStatus> listing = storage.list(storage.layout().log(number));
        boolean over = over(listing);
        if (over) {
            listing = storage.list(storage.layout().log(number));
        }
        sizes.clear();
        for (FileStatus status : listing) {
            Layout.firstSequence(status.getPath().getName()).ifPresent(first -> sizes.put(first, status.getLen()));
        }
        if (!sizes.isEmpty()) {
            scanLast(over);
        }
        reach = Math.max(reach, end.orElse(0));
        finished = over;
    }

    private boolean over(List<FileStatus> listing) throws IOException {
        long sign = -1;
        for (FileStatus status : listing) {
            String name = status.getPath().getName();
            if (name.equals(Layout.END)) {
                end = segments.end();
            }
            if (name.equals(Layout.ALIVE)) {
                sign = status.getModificationTime();
            }
        }
        if (sign != shown) {
            shown = sign;
            watchedNanos = pace.nanos().getAsLong();
        }
        return end.isPresent()
                || pace.passed(pace.death(), watchedNanos)
                || segments.owner().map(Owner::gone).orElse(false);
    }

    private void scanLast(boolean over) throws IOException {
        long last = sizes.lastKey();
        if (last != scanned) {
            scanned = last;
            sealed = false;
            salt = Optional.empty();
            unreadable = 0;
            reach = Math.max(reach, last);
        }
        if (sealed) {
            return;
        }
        Optional<FrameScanner> scan =
                salt.isPresent() ? segments.scan(last, offset, salt.orElseThrow(), reach) : segments.scan(last);
        if (scan.isPresent()) {
            try (FrameScanner frames = scan.orElseThrow()) {
                scan(frames, over);
            }
        }
    }

    private void scan(FrameScanner frames, boolean over) throws IOException {
        while (frames.next(-1)) {
            reach = frames.first() + frames.count();
            sealed = frames.footer();
            salt = Optional.of(frames.salt());
            offset = frames.offset();
        }
        unreadable = frames.unreadable();
        if (over) {
            reach = Math.max(reach, frames.statedUntil());
        }
    }

    /** Whether there is, or was, anything to read. */
    boolean any() {
        return !sizes.isEmpty() || end.orElse(0) > 0;
    }

    /** The first sequence that is still kept. */
    long earliest() {
        return sizes.isEmpty() ? reach : sizes.firstKey();
    }

    /** One past the last entry that can be claimed. */
    long reach() {
        return reach;
    }

    /** Of a finished log without end mark: the bytes of the last segment that are no frame, cut off when the process died. */
    long torn() {
        return finished && end.isEmpty() && !sealed ? unreadable : 0;
    }

    /** Bytes at or above a position, about: a segment is taken to hold its entries evenly. */
    long bytesFrom(long position) {
        long bytes = 0;
        for (var segment : sizes.entrySet()) {
            long first = segment.getKey();
            long until = endOf(first);
            if (position <= first) {
                bytes += segment.getValue();
            } else if (position < until) {
                bytes += (long) ((double) segment.getValue() / (until - first) * (until - position));
            }
        }
        return bytes;
    }

    /**
     * Deletes segments whose entries are all below the position, oldest first.
     *
     * @return whether the log holds nothing any more and never will
     */
    boolean deleteBefore(long position) throws IOException {
        for (long first : List.copyOf(sizes.keySet())) {
            boolean closed = first != sizes.lastKey() || sealed || finished;
            if (!closed || endOf(first) > position) {
                return false;
            }
            storage.delete(segments.path(first));
            sizes.remove(first);
        }
        return finished && reach <= position;
    }

    private long endOf(long first) {
        Long next = sizes.higherKey(first);
        return next == null ? reach : next;
    }

    /** Deletes what is left, the marker last: a directory half deleted is still taken for a finished log. */
    void deleteAll() throws IOException {
        Path directory = storage.layout().log(number);
        for (FileStatus status : storage.list(directory)) {
            if (!status.getPath().getName().equals(Layout.OWNER)) {
                storage.delete(status.getPath());
            }
        }
        storage.delete(directory);
    }
}
