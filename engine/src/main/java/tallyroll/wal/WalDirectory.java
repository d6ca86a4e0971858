package tallyroll.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import tallyroll.pipeline.Pipeline;

/**
 * All logs of a pipeline, as its driver sees them: each process that receives writes one of its own.
 *
 * <p>A log is finished when its end is marked, when its process is known to be gone, or when it was watched for a minute without
 * a sign of life (see {@link HeartbeatTiming}). Only then is what stands behind its last whole frame final: until then it may be a frame
 * that is being written.
 *
 * <p>Methods may be called by several threads; they wait for each other.
 */
public final class WalDirectory {
    private final Storage storage;
    private final String pipeline;
    private final HeartbeatTiming pace;
    private final TreeMap<Integer, LogReader> logs = new TreeMap<>();

    private WalDirectory(Storage storage, String pipeline, HeartbeatTiming pace) {
        this.storage = storage;
        this.pipeline = pipeline;
        this.pace = pace;
    }

    /** The directory of a pipeline; nothing is read yet, and it need not be there. */
    public static WalDirectory open(Pipeline pipeline) {
        return open(pipeline.receiver().wal(), pipeline.name(), HeartbeatTiming.USUAL);
    }

    static WalDirectory open(Pipeline.Wal wal, String pipeline, HeartbeatTiming pace) {
        return new WalDirectory(Storage.of(wal), pipeline, pace);
    }

    /** The directory, for people. */
    public String where() {
        return "the write-ahead log in " + storage.wal().directory();
    }

    /**
     * What the directory is; empty where it has no id: it is another one, it is not mounted, or it was never written.
     *
     * @throws WalException when the storage does not answer
     */
    public synchronized Optional<String> id() {
        try {
            return DirectoryId.read(storage);
        } catch (IOException failed) {
            throw failed("look at", failed);
        }
    }

    /** As {@link #id}, after giving it one where it has none. Only for the holder of the lease. */
    public synchronized String identify() {
        try {
            return DirectoryId.require(storage);
        } catch (IOException failed) {
            throw failed("write an id to", failed);
        }
    }

    /** The definition with an absolute directory: what {@link WalCursor}s in other processes are to be opened with. */
    public Pipeline.Wal wal() {
        return storage.wal();
    }

    /**
     * Looks how far each log reaches now. Reads only what is new since the last look.
     *
     * @param committed by log, the sequence below which entries are recorded and applied; a log that is absent begins at 0
     * @throws WalException when the storage does not answer, the directory is another pipeline's, or it is not the one that the
     *     positions are of
     */
    public synchronized WalOffsets look(Map<Integer, Long> committed) {
        try {
            list(committed);
            for (LogReader log : logs.values()) {
                log.look();
                requireOurs(log);
            }
            return reach(committed);
        } catch (IOException failed) {
            throw failed("look at", failed);
        }
    }

    /**
     * Deletes what is wholly below the committed positions: sealed segments, and logs that are finished. Never the highest log's
     * marker, for numbers are counted on from it, and never what is being written. May be repeated; what a crash left over is
     * deleted by the next call.
     *
     * @throws WalException as {@link #look} does
     */
    public synchronized void deleteBefore(Map<Integer, Long> committed) {
        try {
            list(committed);
            for (LogReader log : List.copyOf(logs.values())) {
                log.look();
                requireOurs(log);
                boolean empty = log.deleteBefore(committed.getOrDefault(log.number(), 0L));
                if (empty && log.number() != logs.lastKey()) {
                    log.deleteAll();
                    logs.remove(log.number());
                }
            }
        } catch (IOException failed) {
            throw failed("delete from", failed);
        }
    }

    private void list(Map<Integer, Long> committed) throws IOException {
        TreeSet<Integer> found = new TreeSet<>();
        for (FileStatus status : storage.list(storage.layout().root())) {
            OptionalInt number = Layout.logNumber(status.getPath().getName());
            number.ifPresent(found::add);
        }
        int highest = found.isEmpty() ? 0 : found.last();
        int known = Math.max(
                logs.isEmpty() ? 0 : logs.lastKey(),
                committed.keySet().stream().mapToInt(Integer::intValue).max().orElse(0));
        if (highest < known) {
            throw new WalException(
                    "Cannot read the write-ahead log in " + storage.wal().directory() + ": its highest log is "
                            + highest + ", but log " + known
                            + " was read before, and the highest is never deleted. The directory"
                            + " is not the one it was, or it is not mounted: bring it back, or name it in source.wal.directory.");
        }
        logs.keySet().retainAll(found);
        found.forEach(number -> logs.computeIfAbsent(number, absent -> new LogReader(storage, absent, pace)));
    }

    private void requireOurs(LogReader log) throws IOException {
        String other = log.owner().map(Owner::pipeline).orElse(pipeline);
        if (!other.equals(pipeline)) {
            throw LogWriter.anothers(storage, other, pipeline);
        }
    }

    private WalOffsets reach(Map<Integer, Long> committed) {
        Map<Integer, Long> earliest = new TreeMap<>();
        Map<Integer, Long> latest = new TreeMap<>();
        List<String> remarks = new ArrayList<>();
        long unread = 0;
        for (LogReader log : logs.values()) {
            if (log.any()) {
                earliest.put(log.number(), log.earliest());
                latest.put(log.number(), log.reach());
            }
            unread += log.bytesFrom(committed.getOrDefault(log.number(), 0L));
            if (log.torn() > 0) {
                remarks.add(
                        "log " + log.number() + " ends with " + log.torn()
                                + " bytes that are not a whole frame: its process died during a flush that was never acknowledged");
            }
        }
        return new WalOffsets(earliest, latest, logs.keySet(), unread, remarks);
    }

    private WalException failed(String what, IOException failed) {
        return WalException.unanswered(
                "Cannot " + what + " the write-ahead log in " + storage.wal().directory() + ": "
                        + WalException.said(failed) + ". Nothing is lost; make the directory reachable.",
                failed);
    }
}
