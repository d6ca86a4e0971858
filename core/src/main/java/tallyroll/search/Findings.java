package tallyroll.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallyroll.flow.Repeat;
import tallyroll.flow.Repeat.Kind;
import tallyroll.record.IdentityIndex.Finding;

/** What is known of repeated identities, by bucket: as the index keeps it, and what a search adds. */
final class Findings {
    private static final int MAX_WITHIN = 1 << 16;

    private final long withinMicros;
    private final Map<Long, List<Finding>> kept = new HashMap<>();
    private final Map<Long, Map<List<Long>, Repeat>> repeats = new HashMap<>();

    /** @param withinMicros the horizon; searches of a narrower one count for nothing */
    Findings(Collection<Finding> stored, long withinMicros) {
        this.withinMicros = withinMicros;
        for (Finding finding : stored) {
            kept.computeIfAbsent(finding.bucket(), none -> new ArrayList<>()).add(finding);
            FindingBytes.repeats(finding.repeated()).forEach(repeat -> add(finding.bucket(), repeat));
        }
    }

    /** Up to which batch a bucket's identities were looked for in the buckets it reaches; 0 where they never were. */
    long searched(long bucket) {
        return kept.getOrDefault(bucket, List.of()).stream()
                .filter(finding -> finding.searched() && FindingBytes.withinMicros(finding.repeated()) >= withinMicros)
                .mapToLong(Finding::through)
                .max()
                .orElse(0);
    }

    /** As if nothing were known of a bucket. */
    void disregard(long bucket) {
        repeats.remove(bucket);
    }

    void add(long bucket, Repeat repeat) {
        List<Long> key = Arrays.stream(repeat.toLongs()).boxed().toList();
        repeats.computeIfAbsent(bucket, none -> new LinkedHashMap<>()).put(key, repeat);
    }

    /** Of repeats within the bucket at most {@value #MAX_WITHIN} are named. */
    Collection<Repeat> of(long bucket) {
        Map<List<Long>, Repeat> known = repeats.getOrDefault(bucket, Map.of());
        if (known.size() > MAX_WITHIN && known.values().removeIf(repeat -> repeat.kind() == Kind.WITHIN)) {
            add(bucket, Repeat.many(bucket));
        }
        return known.values();
    }

    /** What is to be kept of a bucket that was searched through a batch; that it was searched comes last. */
    List<Finding> searched(long bucket, long through) {
        List<byte[]> portions = FindingBytes.write(of(bucket), withinMicros);
        List<Finding> fresh = new ArrayList<>();
        for (int i = portions.size() - 1; i >= 0; i--) {
            fresh.add(new Finding(bucket, through, i == 0, portions.get(i)));
        }
        return fresh;
    }

    /** What is to be kept of a bucket that a search for others came upon. */
    List<Finding> met(long bucket, long through, Collection<Repeat> repeated) {
        return FindingBytes.write(repeated, withinMicros).stream()
                .map(portion -> new Finding(bucket, through, false, portion))
                .toList();
    }

    /** What was kept of a bucket before, and is not among these. */
    List<Finding> replaced(long bucket, List<Finding> fresh) {
        return kept.getOrDefault(bucket, List.of()).stream()
                .filter(old -> fresh.stream().noneMatch(one -> same(one, old)))
                .toList();
    }

    private static boolean same(Finding one, Finding other) {
        return one.through() == other.through() && one.digest() == other.digest();
    }
}
