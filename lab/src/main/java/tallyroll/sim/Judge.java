package tallyroll.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import tallyroll.batch.Comparison;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.PipelineState;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.IntervalScope;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.BucketMark;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;

/** Compares what stands with what the oracle says, after every commit and at the end. */
final class Judge {
    private static final int MAX_FOUND = 5;

    private final World world;
    private final Oracle oracle;
    private final List<String> found = new ArrayList<>();

    Judge(World world, Oracle oracle) {
        this.world = world;
        this.oracle = oracle;
    }

    void broken(String what) {
        if (found.size() < MAX_FOUND) {
            found.add(what);
            world.say("BROKEN " + what);
        }
    }

    boolean calm() {
        return found.isEmpty();
    }

    List<String> found() {
        return List.copyOf(found);
    }

    /** A change of the control row: claims rise, an open one keeps its content, and a commit makes the rows right. */
    void swapped(PipelineState before, PipelineState after) {
        if (!after.open().equals(before.open()) && after.open().isPresent()) {
            Claim claim = after.open().get();
            world.say("claim " + claim);
            if (claim.writeTimestamp() < before.writeTimestamp() + Claim.TIMESTAMP_STEP) {
                broken("R3: write timestamp " + claim.writeTimestamp() + " does not rise above "
                        + before.writeTimestamp());
            }
            before.open().ifPresent(open -> {
                if (!open.reclaimedAt(claim.writeTimestamp()).equals(claim)) {
                    broken("R11: " + open + " was claimed again as " + claim);
                }
            });
        }
        if (after.committed() == before.committed()) {
            return;
        }
        Claim claim = before.open().orElseThrow();
        world.say("commit " + claim.batch() + " " + after.books());
        oracle.committed(claim);
        same("rows after batch " + claim.batch(), oracle.rows(), world.ledger().rows());
        books(after.books());
        marks();
    }

    /** A driver says that it is fenced: then another must have taken over. */
    void fenced(FencedException fenced, PipelineState now) {
        boolean named = fenced.getMessage().contains("(epoch " + now.epoch() + ",");
        if (named) {
            broken("R10: fenced by nobody: " + fenced.getMessage());
        }
    }

    private void books(Books books) {
        Books right = oracle.books();
        Books counted = new Books(books.read(), books.recorded(), 0, books.duplicates(), books.deadLetters());
        if (!counted.equals(right) || !books.balanced()) {
            broken("R9: the books say " + counted + ", published was " + right);
        }
    }

    private void marks() {
        Map<Long, String> seen = new TreeMap<>();
        for (BucketMark mark : world.marks()) {
            seen.put(mark.bucket(), mark.lastBatch() + "/" + mark.settledBatch());
            if (mark.dirty() != mark.lastBatch() > mark.settledBatch()) {
                broken("R8: " + mark + " is dirty: " + mark.dirty());
            }
        }
        same("R8: marks", oracle.marks(), seen);
    }

    /** All is read, settled and landed: rows equal the oracle's, stores agree, verifying finds nothing. */
    void end(SimJobs verifier) {
        same("rows at the end", oracle.exact(), world.ledger().rows());
        same("rows of the store at the end", oracle.exact(), stored());
        books(world.control().read(world.pipeline().name()).orElseThrow().books());
        marks();
        List<BucketMark> marks = world.marks();
        for (BucketMark mark : marks) {
            if (mark.dirty() || mark.distinct() != oracle.distinct(mark.bucket())) {
                broken("R8: " + mark + " at the end; recorded identities: " + oracle.distinct(mark.bucket()));
            }
        }
        ApplyReport report = verified(verifier, marks);
        if (report.drifted() > 0) {
            broken("verify: " + report.drifts());
        }
        if (report.rows() != oracle.exact().size()) {
            broken("verify looked at " + report.rows() + " rows of "
                    + oracle.exact().size());
        }
    }

    private ApplyReport verified(SimJobs verifier, List<BucketMark> marks) {
        IntervalScope scope = new IntervalScope(
                world.plan(),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                marks.stream().map(BucketMark::bucket).toList());
        return new Comparison(world.plan(), verifier).run(scope, scope.recordBuckets());
    }

    /** The rows that the store itself gives. */
    private Map<Spot, List<BigDecimal>> stored() {
        Map<Spot, List<BigDecimal>> rows = new TreeMap<>();
        for (Rollup rollup : world.pipeline().rollups()) {
            rollup.every().forEach(every -> {
                RollupTable table = new RollupTable(rollup, every);
                world.summaries().scan(table, 0, 1, (group, bucket) -> {
                    Partition partition =
                            new Partition(table, group, table.period().label(bucket));
                    world.summaries()
                            .read(partition, bucket, bucket)
                            .toCompletableFuture()
                            .join()
                            .forEach(row -> rows.put(Ledger.spot(partition, bucket), Ledger.numbers(row.values())));
                });
            });
        }
        return rows;
    }

    private <K extends Comparable<K>, V> void same(String what, Map<K, V> right, Map<K, V> stored) {
        TreeSet<K> keys = new TreeSet<>(right.keySet());
        keys.addAll(stored.keySet());
        for (K key : keys) {
            V is = stored.get(key);
            V should = right.get(key);
            if (!equal(is, should)) {
                broken(what + ": " + key + " is " + is + ", should be " + should);
                return;
            }
        }
    }

    /** Rows as numbers, whatever their scale; anything else as it is. */
    private static boolean equal(Object left, Object right) {
        if (!(left instanceof List<?> a) || !(right instanceof List<?> b) || a.size() != b.size()) {
            return Objects.equals(left, right);
        }
        for (int i = 0; i < a.size(); i++) {
            if (((BigDecimal) a.get(i)).compareTo((BigDecimal) b.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }
}
