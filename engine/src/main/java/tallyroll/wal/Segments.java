package tallyroll.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import tallyroll.bytes.MalformedBytesException;

/** Reads a log's files: its marks, its segments' headers, and the frames behind them. */
final class Segments {
    /** Names are short, so this holds every mark and header that we write. */
    private static final int HEAD = 4 << 10;

    private final Storage storage;
    private final int log;
    private Optional<Owner> owner = Optional.empty();

    Segments(Storage storage, int log) {
        this.storage = storage;
        this.log = log;
    }

    /** The first sequences of the segments in a listing of the log's directory, ascending. */
    static List<Long> firsts(List<FileStatus> listing) {
        List<Long> firsts = new ArrayList<>();
        for (FileStatus status : listing) {
            Layout.firstSequence(status.getPath().getName()).ifPresent(firsts::add);
        }
        firsts.sort(null);
        return firsts;
    }

    Path path(long first) {
        return storage.layout().segment(log, first);
    }

    /** Empty when it is not there, not whole yet, or damaged. */
    Optional<Owner> owner() throws IOException {
        if (owner.isEmpty()) {
            try {
                owner = head(storage.layout().owner(log)).map(Owner::read);
            } catch (MalformedBytesException torn) {
                return Optional.empty();
            }
        }
        return owner;
    }

    /** One past the last entry of a log that was closed in good order. */
    OptionalLong end() throws IOException {
        try {
            return head(storage.layout().end(log))
                    .map(bytes -> OptionalLong.of(EndMark.read(bytes).until()))
                    .orElse(OptionalLong.empty());
        } catch (MalformedBytesException torn) {
            return OptionalLong.empty();
        }
    }

    /** Empty when it is damaged, or the file is gone. */
    Optional<SegmentHeader> header(long first) throws IOException {
        try {
            return head(path(first))
                    .map(SegmentHeader::read)
                    .filter(header -> header.log() == log && header.first() == first);
        } catch (MalformedBytesException damaged) {
            return Optional.empty();
        }
    }

    /**
     * The frames of a segment. A damaged header costs no entry: the owner mark knows the salt, and the first frame is found as
     * one behind any damage is.
     *
     * @return empty when the file is gone, or neither header nor owner mark can be read
     */
    Optional<FrameScanner> scan(long first) throws IOException {
        Optional<SegmentHeader> header = header(first);
        Optional<Long> salt = header.map(SegmentHeader::salt);
        if (salt.isEmpty()) {
            salt = owner().map(Owner::salt);
        }
        int offset = header.map(whole -> whole.bytes().length).orElse(0);
        return salt.isEmpty() ? Optional.empty() : scan(first, offset, salt.orElseThrow(), first);
    }

    /** The frames of a segment from an offset on. */
    Optional<FrameScanner> scan(long first, long offset, long salt, long expected) throws IOException {
        Optional<FSDataInputStream> in = storage.open(path(first), offset);
        return in.map(open -> new FrameScanner(open, offset, salt, expected));
    }

    boolean present(long first) throws IOException {
        return storage.read(path(first), 0).isPresent();
    }

    private Optional<byte[]> head(Path file) throws IOException {
        return storage.read(file, Envelope.PREFIX + HEAD);
    }
}
