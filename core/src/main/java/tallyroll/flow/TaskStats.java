package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.LastRead;
import tallyroll.control.PathMatches;
import tallyroll.control.SourceProgress;
import tallyroll.record.Gap;

/**
 * What a map task tells the driver, sent through the shuffle with the totals: unlike a counter on the side it arrives exactly
 * once, however often the task ran.
 *
 * @param books what the task read, and what became of it
 * @param touched for a task that read the source: the record buckets its events fell into, and what it did there
 * @param recounts for a task that read the record: what it found in each bucket
 * @param progress for a task that read the source: how far it got
 * @param retried whether an earlier attempt of the task may have left something behind
 * @param gaps for a task that read the source: what of its range could not be read
 */
public record TaskStats(
        Books books,
        List<Touched> touched,
        List<Recount> recounts,
        List<SourceProgress> progress,
        boolean retried,
        List<Gap> gaps)
        implements Serializable {
    /**
     * What a task did to a record bucket.
     *
     * @param counted events that it recorded and summarised
     * @param uncounted events that it recorded only: copies of counted ones, of which settling chooses
     */
    public record Touched(long bucket, long counted, long uncounted) implements Serializable {
        Touched plus(Touched other) {
            return new Touched(bucket, counted + other.counted, uncounted + other.uncounted);
        }
    }

    /** @param distinct identities counted; @param duplicates events dropped because their identity was counted already */
    public record Recount(long bucket, long distinct, long duplicates, long undecoded) implements Serializable {}

    public TaskStats {
        touched = List.copyOf(touched);
        recounts = List.copyOf(recounts);
        progress = List.copyOf(progress);
        gaps = List.copyOf(gaps);
    }

    /** Of a task that did not read the source. */
    public TaskStats(Books books, List<Recount> recounts) {
        this(books, List.of(), recounts, List.of(), false, List.of());
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.writeVarint(books.read());
        out.writeVarint(books.recorded());
        out.writeVarint(books.recordedBytes());
        out.writeVarint(books.duplicates());
        out.writeVarint(books.deadLetters());
        out.writeVarint(touched.size());
        for (Touched bucket : touched) {
            out.writeLong(bucket.bucket());
            out.writeVarint(bucket.counted());
            out.writeVarint(bucket.uncounted());
        }
        out.writeVarint(recounts.size());
        for (Recount recount : recounts) {
            out.writeLong(recount.bucket());
            out.writeVarint(recount.distinct());
            out.writeVarint(recount.duplicates());
            out.writeVarint(recount.undecoded());
        }
        out.writeVarint(progress.size());
        progress.forEach(task -> write(task, out));
        out.writeVarint(retried ? 1 : 0);
        out.writeVarint(gaps.size());
        gaps.forEach(gap -> write(gap, out));
        return out.toByteArray();
    }

    static TaskStats read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Books books = new Books(in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint());
        List<Touched> touched = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            touched.add(new Touched(in.readLong(), in.readVarint(), in.readVarint()));
        }
        int size = in.readCount();
        List<Recount> recounts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            recounts.add(new Recount(in.readLong(), in.readVarint(), in.readVarint(), in.readVarint()));
        }
        List<SourceProgress> progress = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            progress.add(readProgress(in));
        }
        boolean retried = in.readVarint() > 0;
        List<Gap> gaps = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            gaps.add(readGap(in));
        }
        return new TaskStats(books, touched, recounts, progress, retried, gaps);
    }

    private static void write(Gap gap, ByteWriter out) {
        out.writeString(gap.range().source());
        out.writeVarint(gap.range().partition());
        out.writeLong(gap.range().from());
        out.writeLong(gap.range().until());
        out.writeString(gap.reason());
        out.writeVarint(gap.batch());
        out.writeLong(gap.foundMicros());
    }

    private static Gap readGap(ByteReader in) {
        Claim.Range range = new Claim.Range(in.readString(), (int) in.readVarint(), in.readLong(), in.readLong());
        return new Gap(range, in.readString(), in.readVarint(), in.readLong());
    }

    private static void write(SourceProgress progress, ByteWriter out) {
        out.writeString(progress.source());
        out.writeVarint(progress.partition());
        out.writeVarint(progress.holes());
        out.writeVarint(progress.last().size());
        for (LastRead last : progress.last()) {
            out.writeVarint(last.offset());
            out.writeZigzag(last.leaderEpoch());
            out.writeVarint(last.end());
        }
        write(progress.paths(), out);
    }

    private static void write(PathMatches paths, ByteWriter out) {
        out.writeVarint(paths.matched().size());
        paths.matched().forEach(out::writeString);
        out.writeVarint(paths.unmatched().size());
        paths.unmatched().forEach((path, events) -> {
            out.writeString(path);
            out.writeVarint(events);
        });
    }

    private static PathMatches readPaths(ByteReader in) {
        Set<String> matched = new HashSet<>();
        for (int left = in.readCount(); left > 0; left--) {
            matched.add(in.readString());
        }
        Map<String, Long> unmatched = new HashMap<>();
        for (int left = in.readCount(); left > 0; left--) {
            unmatched.put(in.readString(), in.readVarint());
        }
        return new PathMatches(matched, unmatched);
    }

    private static SourceProgress readProgress(ByteReader in) {
        String source = in.readString();
        int partition = (int) in.readVarint();
        long holes = in.readVarint();
        List<LastRead> last = new ArrayList<>();
        for (int left = in.readCount(); left > 0; left--) {
            last.add(new LastRead(in.readVarint(), (int) in.readZigzag(), in.readVarint()));
        }
        return new SourceProgress(source, partition, last, holes, readPaths(in));
    }
}
