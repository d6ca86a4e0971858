package tallyroll.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.Pipeline;
import tallyroll.wal.WalGap.Cause;

/**
 * The entries of one range of a log, in order, each time the same. Every position of the range is either given as an entry or in
 * {@link #gaps}. Damage makes gaps and never an exception; a storage that does not answer is an exception and never a gap.
 *
 * <p>Not thread-safe.
 */
public final class WalCursor implements SourceCursor {
    private final Storage storage;
    private final Claim.Range range;
    private final Segments segments;
    private final List<Long> firsts;
    private final List<WalGap> gaps = new ArrayList<>();
    private final Entries entries = new Entries();
    private Optional<FrameScanner> scanner = Optional.empty();
    private int segment;
    private boolean sealed;
    private boolean gone;
    private boolean inFrame;
    private long expected;

    private WalCursor(Storage storage, Claim.Range range, List<Long> firsts) {
        this.storage = storage;
        this.range = range;
        this.firsts = firsts;
        segments = new Segments(storage, range.partition());
        expected = range.from();
        segment = firstSegment() - 1;
    }

    /**
     * Opens a range. The definition's directory must mean the same here as where the range was claimed, see {@link
     * WalDirectory#wal}.
     *
     * @param range its partition is the log's number, its offsets are sequences
     * @throws WalException when the storage does not answer, or the directory knows no such log
     */
    public static WalCursor open(Pipeline.Wal wal, Claim.Range range) {
        Storage storage = Storage.of(wal);
        try {
            requireKnown(storage, range.partition());
            List<FileStatus> listing = storage.list(storage.layout().log(range.partition()));
            return new WalCursor(storage, range, Segments.firsts(listing));
        } catch (IOException failed) {
            throw unread(storage, range, failed);
        }
    }

    /** A directory without this log and without any later one is not the one that the range was claimed of. */
    private static void requireKnown(Storage storage, int log) throws IOException {
        for (FileStatus status : storage.list(storage.layout().root())) {
            OptionalInt number = Layout.logNumber(status.getPath().getName());
            if (number.isPresent() && number.getAsInt() >= log) {
                return;
            }
        }
        throw new WalException("Cannot read log " + log + " in " + storage.wal().directory()
                + ": the directory holds neither it nor a later one, and the latest is never deleted. It may not be"
                + " mounted on this machine: every executor must see the directory that the receiver writes.");
    }

    @Override
    public boolean advance() {
        try {
            while (expected < range.until()) {
                if (!inFrame) {
                    inFrame = nextFrame();
                } else if (!entries.next()) {
                    inFrame = false;
                } else if (entries.sequence() >= expected) {
                    expected = entries.sequence() + 1;
                    return true;
                }
            }
            return false;
        } catch (IOException failed) {
            throw unread(storage, range, failed);
        }
    }

    /** No entry is without a value. */
    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return entries.value();
    }

    @Override
    public long offset() {
        return entries.sequence();
    }

    @Override
    public List<Claim.Range> gaps() {
        return gaps.stream().map(WalGap::range).toList();
    }

    @Override
    public String message(Claim.Range gap) {
        return causes().stream()
                .filter(known -> known.range().equals(gap))
                .map(WalGap::message)
                .findFirst()
                .orElseGet(() -> SourceCursor.super.message(gap));
    }

    /** The gaps with their causes. */
    public List<WalGap> causes() {
        return List.copyOf(gaps);
    }

    @Override
    public void close() {
        try {
            closeScanner();
        } catch (IOException failed) {
            throw unread(storage, range, failed);
        }
    }

    /** The last segment that begins at or before the range; the first one of all if none does. */
    private int firstSegment() {
        int last = 0;
        while (last + 1 < firsts.size() && firsts.get(last + 1) <= range.from()) {
            last++;
        }
        return last;
    }

    /** Opens the next frame that holds entries of the range; false when a gap was noted or a segment begins or ends instead. */
    private boolean nextFrame() throws IOException {
        if (scanner.isEmpty()) {
            enterSegment();
            return false;
        }
        FrameScanner frames = scanner.orElseThrow();
        if (!frames.next(expected)) {
            leaveSegment(frames);
            return false;
        }
        missing(frames.first());
        sealed = frames.footer();
        if (!sealed) {
            entries.open(frames);
        }
        return !sealed;
    }

    private void enterSegment() throws IOException {
        missing(endOfSegment());
        sealed = false;
        segment++;
        if (expected < range.until()) {
            scanner = segments.scan(firsts.get(segment));
            gone = scanner.isEmpty() && !segments.present(firsts.get(segment));
        }
    }

    private void leaveSegment(FrameScanner frames) throws IOException {
        if (segment + 1 == firsts.size() && frames.cutOff() && segments.end().isEmpty()) {
            note(frames.statedFirst(), Cause.DAMAGED);
            note(frames.statedUntil(), Cause.UNCONFIRMED);
        }
        missing(endOfSegment());
        closeScanner();
    }

    /** Where the current segment must end: the next one begins there. */
    private long endOfSegment() {
        return segment + 1 < firsts.size() ? firsts.get(segment + 1) : range.until();
    }

    /** Notes that what the current segment should hold before this sequence is not there. */
    private void missing(long until) throws IOException {
        if (expected < Math.min(until, range.until())) {
            long confirmed = segment + 1 < firsts.size()
                    ? segments.header(firsts.get(segment + 1))
                            .map(SegmentHeader::confirmedUntil)
                            .orElse(until)
                    : until;
            note(Math.min(until, confirmed), segment < 0 || sealed || gone ? Cause.MISSING : Cause.DAMAGED);
            note(until, Cause.UNCONFIRMED);
        }
    }

    private void note(long until, Cause cause) {
        long end = Math.min(until, range.until());
        if (expected < end) {
            Path file = segment < 0 || sealed
                    ? storage.layout().log(range.partition())
                    : segments.path(firsts.get(segment));
            gaps.add(new WalGap(
                    new Claim.Range(range.source(), range.partition(), expected, end), cause, file.toString()));
            expected = end;
        }
    }

    private void closeScanner() throws IOException {
        if (scanner.isPresent()) {
            scanner.orElseThrow().close();
            scanner = Optional.empty();
        }
    }

    private static WalException unread(Storage storage, Claim.Range range, IOException failed) {
        return WalException.unanswered(
                "Cannot read entries " + range.from() + " to " + (range.until() - 1) + " of log " + range.partition()
                        + " in " + storage.wal().directory() + ": " + WalException.said(failed)
                        + ". They are not lost: make the directory readable from every executor.",
                failed);
    }
}
