package tallyroll.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Message;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.Expressions;
import tallyroll.record.SystemOfRecord;

/** Finds the events of given identities in record buckets; most of what stands there stays packed. Not thread-safe. */
public final class OccurrenceTask implements SystemOfRecord.EventReader {
    private final TaskPlan plan;
    private final Expressions.Bound expressions;
    private final Map<Long, long[]> wanted;
    private final long before;
    private final Event event;
    private final Message message = new Message();
    private final int revisionSlot;
    private final List<Occurrence> occurrences = new ArrayList<>();
    private RecordDecoder decoder;
    private String decodes = "";
    private long batch;
    private long bucket;
    private long[] halves = {};

    /**
     * @param wanted by record bucket, the first halves of the identities that are looked for there, ascending
     * @param before events of this batch and later ones are passed over
     */
    public OccurrenceTask(TaskPlan plan, Map<Long, long[]> wanted, long before) {
        this.plan = plan;
        EventSpec spec = plan.event();
        expressions = plan.expressions().bind();
        this.wanted = wanted;
        this.before = before;
        event = new Event(spec.schema());
        revisionSlot = spec.duplicates() == Duplicates.LAST ? spec.schema().slot(spec.revisionField()) : -1;
    }

    public List<Occurrence> find(SystemOfRecord record, List<Long> buckets) {
        for (long each : buckets) {
            bucket = each;
            halves = wanted.getOrDefault(each, new long[0]);
            record.read(each, halves, this);
        }
        return List.copyOf(occurrences);
    }

    @Override
    public void batch(long number) {
        batch = number;
    }

    @Override
    public void event(Claim.Range source, long offset, Slice raw) {
        if (batch >= before) {
            return;
        }
        if (!decodes.equals(source.source())) {
            decodes = source.source();
            decoder = plan.decoder(decodes, expressions);
        }
        boolean decoded = decoder.decode(raw, source.partition(), offset, event).ok();
        if (decoded && Arrays.binarySearch(halves, event.identityHigh()) >= 0) {
            boolean revised = revisionSlot >= 0 && !event.isNull(revisionSlot);
            occurrences.add(new Occurrence(
                    event.identityHigh(),
                    event.identityLow(),
                    bucket,
                    batch,
                    source.partition(),
                    offset,
                    message.open(raw).element(),
                    revised ? event.longAt(revisionSlot) : Long.MIN_VALUE,
                    event.isDeletion(),
                    event.isVoid()));
        }
    }
}
