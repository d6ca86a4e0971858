package tallyroll.ring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tallyroll.batch.BatchListener;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.ForgetClaim;
import tallyroll.control.PipelineState;
import tallyroll.control.RequestQueue;
import tallyroll.control.SettleClaim;
import tallyroll.measure.Column;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.LostEvents;
import tallyroll.store.Stores;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/**
 * A pipeline over a log and stores in memory: publishes, starts drivers, and shows what is stored. Its clock stands at a moment
 * after which every bucket may be settled, until it is set.
 */
final class Ring implements BatchListener {
    static final String BY_ID = "id: id";

    private final Pipeline pipeline;
    private final MemoryLog log;
    private final MemoryStores stores;
    private final List<Sale> published = new ArrayList<>();
    private final List<CommittedBatch> batches = new CopyOnWriteArrayList<>();
    private final List<LostEvents> losses = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

    private Ring(Pipeline pipeline) {
        this.pipeline = pipeline;
        log = MemoryLog.of(pipeline.name());
        stores = (MemoryStores) Stores.shared(pipeline);
        stores.createTables();
    }

    static Ring of(Pipeline pipeline) {
        return new Ring(pipeline);
    }

    /** {@link ShopPipeline} with the first of an id counting. */
    static Ring byId() {
        return of(ShopPipeline.idempotentDirect(BY_ID));
    }

    /** {@link ShopPipeline} with the highest revision of an id counting. */
    static Ring byRevision() {
        return of(ShopPipeline.idempotentDirect("id: id\n  duplicates: {last: revision, within: 3d}"));
    }

    Pipeline pipeline() {
        return pipeline;
    }

    MemoryLog log() {
        return log;
    }

    MemoryStores stores() {
        return stores;
    }

    StoreFaults faults() {
        return stores.faults();
    }

    void publish(int partition, Sale... sales) {
        for (Sale sale : sales) {
            log.append(partition, sale.json());
            published.add(sale);
        }
    }

    /** All sales published so far, in order. */
    List<Sale> published() {
        return published;
    }

    void now(String instant) {
        now = Instant.parse(instant);
    }

    Instant now() {
        return now;
    }

    /** A new driver; whoever held the lease is taken for dead. */
    RingDriver driver() {
        return RingDriver.take(this);
    }

    @Override
    public void lost(List<LostEvents> found) {
        losses.addAll(found);
    }

    /** What drivers left unsettled for the record had lost events of it. */
    List<LostEvents> losses() {
        return losses;
    }

    @Override
    public void committed(CommittedBatch batch, Instant at) {
        batches.add(batch);
    }

    /** What drivers committed, in order. */
    List<CommittedBatch> batches() {
        return batches;
    }

    PipelineState state() {
        return stores.storedControl().read(pipeline.name()).orElseThrow();
    }

    /** The claims of the newest committed batches, newest first. */
    List<Claim> history(int max) {
        return stores.storedControl().history(pipeline.name(), max).stream()
                .map(BatchEntry::claim)
                .toList();
    }

    /** What is asked of this pipeline's driver. */
    RequestQueue requests() {
        return new RequestQueue(stores.requests(), pipeline.name(), InstantSource.system());
    }

    Books books() {
        return state().books();
    }

    /** The product's own recount of everything. */
    VerificationReport verified() {
        try (Verification verification = Verification.open(pipeline, RingSpark.MASTER)) {
            return verification.compare(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** Every stored row, {@code table group bucket} → {@code column=value …}; columns of a sketch's state are left out. */
    Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        for (Rollup rollup : pipeline.rollups()) {
            RollupTable.all(pipeline, rollup).forEach(table -> rows(table, rows));
        }
        return rows;
    }

    private void rows(RollupTable table, Map<String, String> into) {
        GroupCodec groups = new GroupCodec(table.rollup(), pipeline.event().schema());
        List<Column> columns = shape(table).columns();
        stores.storedSummaries().scan(table, 0, 1, (group, bucket) -> {
            List<String> names =
                    groups.values(group).stream().map(String::valueOf).toList();
            String key = table.name() + " " + String.join(" ", names) + " " + instant(bucket);
            into.put(key, text(columns, row(table, group, bucket).values()));
        });
    }

    private static String text(List<Column> columns, Object[] values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] instanceof byte[])) {
                parts.add(columns.get(i).name() + "=" + values[i]);
            }
        }
        return String.join(" ", parts);
    }

    /** A stored row, or null. */
    SummaryRow row(RollupTable table, GroupKey group, long bucket) {
        Partition partition = new Partition(table, group, table.period().label(bucket));
        List<SummaryRow> found = stores.storedSummaries()
                .read(partition, bucket, bucket)
                .toCompletableFuture()
                .join();
        return found.isEmpty() ? null : found.get(0);
    }

    RowShape shape(RollupTable table) {
        return new RowShape(table.rollup(), pipeline.event().schema());
    }

    /** The partition that holds a row, named as people would: {@code partition("by_shop_1h", "2026-03-28T10:00:00Z", "Bonn")}. */
    Partition partition(String table, String bucket, Object... group) {
        RollupTable found = pipeline.rollups().stream()
                .flatMap(rollup -> RollupTable.all(pipeline, rollup).stream())
                .filter(one -> one.name().equals(table))
                .findFirst()
                .orElseThrow();
        GroupKey key = new GroupCodec(found.rollup(), pipeline.event().schema()).key(Arrays.asList(group));
        return new Partition(found, key, found.period().label(micros(bucket)));
    }

    /** Whole minutes of lease, so that none runs out in a test. */
    static Duration lease() {
        return Duration.ofMinutes(5);
    }

    static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }

    static Instant instant(long micros) {
        return Micros.toInstant(micros);
    }

    /** The record buckets that a settling batch asked for. */
    static List<Instant> settled(CommittedBatch batch) {
        return batch.claim().match(ingest -> List.<Long>of(), SettleClaim::settled, ForgetClaim::whole).stream()
                .map(Ring::instant)
                .toList();
    }
}
