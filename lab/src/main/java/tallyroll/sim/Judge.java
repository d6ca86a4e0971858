package tallyroll.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.FencedException;
import tallyroll.control.ForgetClaim;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.BucketMark;
import tallyroll.record.IdentityRun;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;

/** Compares what stands with what the oracle says, after every commit and at the end. */
final class Judge {
    private static final int MAX_FOUND = 5;
    /** Of a bucket in the index, those among them that a driver died before it dropped. */
    private static final int MAX_RUNS = 6;

    private final World world;
    private final Oracle oracle;
    private final List<String> found = new ArrayList<>();
    private final List<Committed> committed = new ArrayList<>();
    /** By batch number: a claim that a driver no longer knows of is still the one to run again. */
    private final Map<Long, Claim> firstClaims = new HashMap<>();
    /** The claim in the control row. */
    private Optional<Claim> open = Optional.empty();

    private final SourceWatch source;

    /**
     * What verifying found, in its own words.
     *
     * @param rows looked at
     */
    record Verification(long rows, long drifted, String drifts) {}

    /** A batch that was committed, and the totals before and after. */
    private record Committed(Claim claim, Books before, Books after) {}

    /** @param last whether of one identity the highest revision counts, not the first */
    Judge(World world, boolean last) {
        this.world = world;
        source = new SourceWatch(world, this::broken);
        oracle = new Oracle(source::sent, last);
    }

    SourceWatch source() {
        return source;
    }

    Oracle oracle() {
        return oracle;
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
        if (after.open().isPresent() && !after.open().equals(open)) {
            claimed(before, after.open().get());
        }
        open = after.open();
        world.topics().all().stream()
                .map(Topic::name)
                .filter(name ->
                        after.source(name).incarnation() > before.source(name).incarnation())
                .forEach(name -> source.accepted(name, before, after));
        if (after.committed() == before.committed()) {
            return;
        }
        Claim claim = before.open().orElseThrow();
        world.say("commit " + claim.batch() + " " + after.books());
        if (claim.batch() != committed.size() + 1) {
            broken("R10: batch " + claim.batch() + " was committed after batch " + committed.size());
        }
        committed.add(new Committed(claim, before.books(), after.books()));
        world.imports().committed(claim, before, after);
        if (world.changes().accepting()) {
            List<Sent> given = source.given(claim.batch());
            oracle.closed(claim, source.closed(claim), given);
        } else {
            Set<Place> missed = source.missed(claim);
            oracle.unsure(source.givenBefore(claim.batch()));
            oracle.committed(claim, before.forgotten().acceptedFrom(), missed);
        }
        Claim first = firstClaims.getOrDefault(claim.batch(), claim);
        if (!content(first).equals(content(claim))) {
            broken("R11: " + first + " was committed as " + claim);
        }
        source.recorded(claim, oracle.recorded(claim.batch()));
        same("rows after batch " + claim.batch(), oracle.rows(), world.ledger().rows());
        if (claim instanceof SettleClaim settle) {
            proven(settle);
        }
        books(after.books());
        marks();
    }

    /** What is settled by proof is what a recount would make. */
    private void proven(SettleClaim claim) {
        Set<Long> hours =
                claim.proven().stream().map(SettleClaim.Proven::bucket).collect(Collectors.toSet());
        List<Spot> wrong = oracle.unsettled(hours);
        if (!wrong.isEmpty()) {
            broken("R8: batch " + claim.batch() + " proves what is wrong: " + wrong);
        }
    }

    private void claimed(PipelineState before, Claim claim) {
        world.say("claim " + claim);
        world.imports().claimed(claim);
        source.claimed(claim);
        firstClaims.putIfAbsent(claim.batch(), claim);
        if (claim instanceof ForgetClaim forget) {
            long from = forget.after().acceptedFrom();
            List<Long> dirty = oracle.dirty(bucket -> bucket < from
                    || forget.events().contains(bucket)
                    || forget.whole().contains(bucket));
            if (!dirty.isEmpty()) {
                broken("R14: " + claim + " forgets what is dirty: " + dirty);
            }
        }
        if (claim.writeTimestamp() < before.writeTimestamp() + Claim.TIMESTAMP_STEP) {
            broken("R3: write timestamp " + claim.writeTimestamp() + " does not rise above " + before.writeTimestamp());
        }
        open.ifPresent(earlier -> {
            if (!content(earlier).equals(content(claim))) {
                broken("R11: " + earlier + " was claimed again as " + claim);
            }
        });
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
        boolean balanced = books.read() == books.recorded() + books.duplicates() + books.deadLetters();
        if (!counted.equals(right) || !balanced) {
            broken("R9: the books say " + counted + ", published was " + right);
        }
    }

    private void marks() {
        Map<Long, String> seen = new TreeMap<>();
        for (BucketMark mark : world.marks()) {
            // a mark may say more: of an attempt that died before its event was sent, or of an event elsewhere
            long last = Math.min(mark.lastBatch(), oracle.lastBatch(mark.bucket()));
            if (last > 0 || mark.settledBatch() > 0) {
                seen.put(mark.bucket(), last + "/" + mark.settledBatch());
            }
            if (mark.dirty() != mark.lastBatch() > mark.settledBatch()) {
                broken("R8: " + mark + " is dirty: " + mark.dirty());
            }
        }
        same("R8: marks", oracle.marks(), seen);
    }

    /** All is read, settled and landed: rows equal the oracle's, stores agree, verifying finds nothing. */
    void end(Function<List<BucketMark>, Verification> verification) {
        same("rows at the end", oracle.exact(), world.ledger().rows());
        same("rows of the store at the end", oracle.exact(), stored());
        books(world.state().books());
        marks();
        List<BucketMark> marks = world.marks();
        for (BucketMark mark : marks) {
            if (mark.dirty() || mark.distinct() != oracle.distinct(mark.bucket())) {
                broken("R8: " + mark + " at the end; recorded identities: " + oracle.distinct(mark.bucket()));
            }
        }
        index(world.record().index().runs(Long.MIN_VALUE, Long.MAX_VALUE));
        history(world.control().history(world.pipeline().name(), Integer.MAX_VALUE));
        source.end();
        world.requests().end();
        Verification found = verification.apply(marks);
        if (found.drifted() > 0) {
            broken("verify: " + found.drifts());
        }
        if (!world.state().forgotten().any() && found.rows() != oracle.exact().size()) {
            broken("verify looked at " + found.rows() + " rows of "
                    + oracle.exact().size());
        }
    }

    /** The history names each committed batch once, with what it read; its sums are the totals. */
    private void history(List<BatchEntry> newestFirst) {
        if (newestFirst.size() != committed.size()) {
            broken("history: " + newestFirst.size() + " batches, committed were " + committed.size());
            return;
        }
        for (int i = 0; i < committed.size(); i++) {
            BatchEntry entry = newestFirst.get(committed.size() - 1 - i);
            Committed right = committed.get(i);
            boolean claimed = content(entry.claim()).equals(content(right.claim()));
            if (!claimed || !sums(right.after()).equals(sums(right.before(), entry.books()))) {
                broken("history: " + entry + ", committed was " + right);
                return;
            }
        }
    }

    /** Each run of a bucket is longer than all later ones together, so there are few however often it was searched. */
    private void index(List<IdentityRun> runs) {
        runs.stream()
                .collect(Collectors.groupingBy(IdentityRun::bucket, Collectors.counting()))
                .forEach((bucket, count) -> {
                    if (count > MAX_RUNS) {
                        broken("R19: the index has " + count + " runs of bucket " + bucket);
                    }
                });
    }

    private static List<Long> sums(Books... books) {
        long[] sums = new long[5];
        for (Books one : books) {
            sums[0] += one.read();
            sums[1] += one.recorded();
            sums[2] += one.recordedBytes();
            sums[3] += one.duplicates();
            sums[4] += one.deadLetters();
        }
        return Arrays.stream(sums).boxed().toList();
    }

    /** What a claim is of, whenever it was claimed. */
    private static List<Object> content(Claim claim) {
        return RecordCopies.without((Record) claim, "writeTimestamp");
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
        TreeSet<K> differ = new TreeSet<>();
        right.forEach((key, should) -> {
            if (!equal(stored.get(key), should)) {
                differ.add(key);
            }
        });
        stored.keySet().stream().filter(key -> !right.containsKey(key)).forEach(differ::add);
        differ.removeIf(key -> key instanceof Spot spot && oracle.unsure(spot));
        if (!differ.isEmpty()) {
            K key = differ.first();
            broken(what + ": " + key + " is " + stored.get(key) + ", should be " + right.get(key));
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
