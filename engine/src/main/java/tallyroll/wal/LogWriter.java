package tallyroll.wal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;
import tallyroll.process.ProcessName;
import tallyroll.receiver.EventBatch;

/**
 * The log of this process, being written. One thread.
 *
 * <p>Why a position means one entry for ever: the sequences of a commit are used up when its flush begins, whether it succeeds
 * or not. After a failure nobody can know which of its bytes are on the disk, and some file systems may even finish the write
 * later; so the file is never touched again, and the next commit goes to a file of a new name behind those sequences.
 */
final class LogWriter implements CommitLog {
    private static final int MAX_NUMBERS_TRIED = 1_000;

    private final Storage storage;
    private final Owner owner;
    private final HeartbeatTiming pace;
    private final FrameWriter frames;
    private Optional<SegmentFile> segment = Optional.empty();
    private long next;
    private long confirmed;
    private long shownNanos;

    private LogWriter(Storage storage, Owner owner, HeartbeatTiming pace) {
        this.storage = storage;
        this.owner = owner;
        this.pace = pace;
        frames = new FrameWriter(owner.salt(), this::write);
    }

    /** What {@link #take} takes. */
    static Directory directory(Storage storage, String pipeline, HeartbeatTiming pace) {
        return new Directory() {
            @Override
            public CommitLog take() throws IOException {
                return LogWriter.take(storage, pipeline, pace);
            }

            @Override
            public String where() {
                return storage.wal().directory();
            }
        };
    }

    /**
     * Takes the number above the highest.
     *
     * @throws WalException when the directory belongs to another pipeline, or numbers have run out
     */
    static LogWriter take(Storage storage, String pipeline, HeartbeatTiming pace) throws IOException {
        DirectoryId.ensure(storage);
        int number = highest(storage);
        checkPipeline(storage, number, pipeline);
        for (int tried = 0; tried < MAX_NUMBERS_TRIED && number < Layout.HIGHEST_LOG; tried++) {
            number = Math.max(number, highest(storage)) + 1;
            long begin = pace.nanos().getAsLong();
            Owner owner = new Owner(pipeline, number, new SecureRandom().nextLong(), ProcessName.ours());
            if (taken(storage, owner)) {
                LogWriter log = new LogWriter(storage, owner, pace);
                log.show(begin);
                return log;
            }
        }
        throw new WalException("Cannot begin a write-ahead log in "
                + storage.wal().directory() + ": number " + number
                + " and those before it are taken. Each process takes the next number, up to " + Layout.HIGHEST_LOG
                + "; name another directory in source.wal.directory.");
    }

    private static int highest(Storage storage) throws IOException {
        int highest = 0;
        for (FileStatus status : storage.list(storage.layout().root())) {
            highest = Math.max(
                    highest, Layout.logNumber(status.getPath().getName()).orElse(0));
        }
        return highest;
    }

    /**
     * Takes a number, or finds that another did. Two hurdles, since file systems differ. Everyone first leaves a file of a name of
     * its own and then looks for others': of two, the one that looks later sees both, so where listings are consistent at most
     * one sees nobody else. The marker is then created exclusively, which is atomic even where listings are cached, as on NFS.
     */
    private static boolean taken(Storage storage, Owner owner) throws IOException {
        Path ours = storage.layout().wish(owner.log(), owner.salt());
        storage.overwrite(ours, new byte[0]);
        for (FileStatus status : storage.list(ours.getParent())) {
            if (!status.getPath().getName().equals(ours.getName())) {
                return false;
            }
        }
        return storage.createExclusively(storage.layout().owner(owner.log()), owner.bytes());
    }

    private static void checkPipeline(Storage storage, int log, String pipeline) throws IOException {
        Optional<byte[]> bytes = storage.read(storage.layout().owner(log), Envelope.PREFIX + Envelope.MAX_CONTENT);
        try {
            String other = bytes.map(Owner::read).map(Owner::pipeline).orElse(pipeline);
            if (!other.equals(pipeline)) {
                throw anothers(storage, other, pipeline);
            }
        } catch (MalformedBytesException torn) {
            // its process died while it took the number, so it says nothing of the directory
        }
    }

    static WalException anothers(Storage storage, String other, String ours) {
        return new WalException("Cannot use " + storage.wal().directory() + " for the write-ahead log of \"" + ours
                + "\": it holds the log of \"" + other
                + "\", and a directory belongs to one pipeline. Name another in source.wal.directory.");
    }

    @Override
    public int number() {
        return owner.log();
    }

    long salt() {
        return owner.salt();
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public long commit(List<EventBatch> batches) throws IOException {
        long first = next;
        for (EventBatch batch : batches) {
            next += batch.count();
        }
        try {
            if (segment.isEmpty()) {
                segment = Optional.of(SegmentFile.begin(
                        storage, new SegmentHeader(owner.pipeline(), owner.log(), first, confirmed, owner.salt())));
            }
            long before = segmentBytes();
            frames.begin(first);
            for (EventBatch batch : batches) {
                frames.add(batch);
            }
            frames.flush();
            long written = segmentBytes() - before;
            makeDurable();
            confirmed = next;
            return written;
        } catch (IOException | RuntimeException | Error failed) {
            abandon();
            throw failed;
        }
    }

    private void write(Slice frame) throws IOException {
        segment.orElseThrow().write(frame);
    }

    /** Where a stream cannot be synced, closing it is the only way: the segment ends with the commit. */
    private void makeDurable() throws IOException {
        SegmentFile file = segment.orElseThrow();
        if (file.syncs()) {
            file.sync();
        } else {
            seal();
        }
    }

    private long segmentBytes() {
        return segment.map(SegmentFile::bytes).orElse(0L);
    }

    @Override
    public void roll() throws IOException {
        if (segmentBytes() >= storage.wal().segmentBytes()) {
            seal();
        }
    }

    void seal() throws IOException {
        if (segment.isPresent()) {
            try {
                segment.orElseThrow().seal(next);
            } catch (IOException failed) {
                abandon();
                throw failed;
            }
            segment = Optional.empty();
        }
    }

    @Override
    public void abandon() {
        segment.ifPresent(SegmentFile::abandon);
        segment = Optional.empty();
    }

    @Override
    public void end() throws IOException {
        seal();
        storage.writeDurably(storage.layout().end(owner.log()), new EndMark(next).bytes());
    }

    @Override
    public void show() throws IOException {
        if (pace.passed(pace.beat(), shownNanos)) {
            requireNotLapsed();
            show(pace.nanos().getAsLong());
        }
    }

    private void show(long begin) throws IOException {
        storage.overwrite(
                storage.layout().alive(owner.log()), Long.toString(next).getBytes(StandardCharsets.US_ASCII));
        shownNanos = begin;
    }

    @Override
    public boolean lapsed() {
        return pace.passed(pace.lease(), shownNanos);
    }

    @Override
    public void requireNotLapsed() throws IOException {
        if (lapsed()) {
            throw new IOException("this process showed no sign of life for more than "
                    + pace.lease().toSeconds() + " s, so readers may have given log " + owner.log()
                    + " up: it was paused, or the storage answered too slowly");
        }
    }

    @Override
    public void probe(int bytes) throws IOException {
        storage.writeDurably(storage.layout().probe(owner.log()), new byte[bytes]);
        storage.delete(storage.layout().probe(owner.log()));
    }
}
