package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/** The part of {@link SystemOfRecordContract} that is about several attempts of a task, and several runs of its batch. */
public abstract class RunAgainContract {
    protected static final long HOUR = 3_600_000_000L;
    protected static final long BUCKET = 978_652_800_000_000L; // 2001-01-05T00:00Z

    static final long FIRST_TIMESTAMP = 1_700_000_000_000_000L;
    static final EventSchema NO_FIELDS = new EventSchema(List.of(Field.of("time", FieldType.TIMESTAMP)));

    /** An empty record with buckets of an hour. */
    protected abstract SystemOfRecord record();

    @Test
    void append_ofAFurtherAttempt_leavesWhatStandsUntilItHasFinished() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        SystemOfRecord.Appender torn = record().appender(claim(1, 0), 0, 1);
        add(torn, BUCKET, claim(1, 0).range(0).from(), "a");
        torn.close();

        assertThat(readTask(claim(1, 0), 0)).contains("a", "b");

        append(claim(1, 0), 0, 2, BUCKET, "a", "b");
        assertThat(read(BUCKET)).containsExactly("a", "b");
        assertThat(record().count(BUCKET, SystemOfRecord.Batches.before(9))).isEqualTo(2);
        assertThat(readTask(claim(1, 0), 0)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void append_ofAFurtherRun_supersedesTheOneBeforeInAllItsBuckets() {
        IngestClaim first = claim(1, 0);
        IngestClaim again = first.reclaimedAt(first.writeTimestamp() + 50_000);
        append(first, 0, 1, BUCKET, "a", "b", "c");
        append(first, 0, 1, BUCKET + HOUR, "d");
        append(first, 1, 0, BUCKET, "of another task");

        append(again, 0, 0, BUCKET, "a", "b");

        assertThat(read(BUCKET)).containsExactly("a", "b", "of another task");
        assertThat(read(BUCKET + HOUR)).isEmpty();
        assertThat(record().identities(BUCKET + HOUR, SystemOfRecord.Batches.before(9)))
                .isExhausted();
    }

    @Test
    void append_ofAnEarlierRunThatArrivesLate_addsNothing() {
        IngestClaim first = claim(1, 0);
        IngestClaim again = first.reclaimedAt(first.writeTimestamp() + 50_000);
        try (SystemOfRecord.Appender late = record().appender(first, 0, 0)) {
            append(first, 0, 0, BUCKET, "a", "b");
            append(again, 0, 0, BUCKET, "a", "b");
            add(late, BUCKET, first.range(0).from(), "a");
            add(late, BUCKET, first.range(0).from() + 5, "never read since");
            late.finish();
        }

        assertThat(read(BUCKET)).containsExactly("a", "b");
        assertThat(record().count(BUCKET, SystemOfRecord.Batches.before(9))).isEqualTo(2);
    }

    @Test
    void readTask_ofTheOpenBatch_givesItsEventsOfAllBucketsAndNoOthers() {
        append(claim(1, 0), 0, 0, BUCKET, "1a");
        append(claim(2, 0), 0, 0, BUCKET, "2a");
        append(claim(2, 0), 1, 0, BUCKET, "2b");
        append(claim(2, 0), 0, 0, BUCKET + HOUR, "2c");

        assertThat(readTask(claim(2, 0), 0)).containsExactlyInAnyOrder("2a", "2c");
        assertThat(readTask(claim(2, 0), 1)).containsExactly("2b");
        assertThat(readTask(claim(3, 0), 0)).isEmpty();
    }

    @Test
    void readTask_event_saysWhereItCameFrom() {
        append(claim(1, 0), 1, 0, BUCKET, "a", "b");
        List<String> seen = new ArrayList<>();

        record().readTask(claim(1, 0), 1, (source, offset, raw) -> seen.add(source + " at " + offset));

        Claim.Range range = claim(1, 0).range(1);
        assertThat(seen).containsExactlyInAnyOrder(range + " at " + range.from(), range + " at " + (range.from() + 1));
    }

    protected static IngestClaim claim(long batch, int slice) {
        List<Claim.Range> ranges = new ArrayList<>();
        for (int task = 0; task < 3; task++) {
            ranges.add(new Claim.Range("events", task, batch * 100_000, batch * 100_000 + 100_000));
        }
        return new IngestClaim(batch, FIRST_TIMESTAMP + batch * 1_000_000, slice, ranges);
    }

    protected final void append(IngestClaim claim, int task, int attempt, long bucket, String... payloads) {
        try (SystemOfRecord.Appender appender = record().appender(claim, task, attempt)) {
            long offset = claim.range(task).from();
            for (String payload : payloads) {
                add(appender, bucket, offset++, payload);
            }
            appender.finish();
        }
    }

    private List<String> readTask(IngestClaim claim, int task) {
        List<String> payloads = new ArrayList<>();
        record().readTask(claim, task, (source, offset, raw) -> payloads.add(raw.text()));
        return payloads;
    }

    protected final List<String> read(long bucket) {
        List<String> payloads = new ArrayList<>();
        record().read(bucket, (source, offset, raw) -> payloads.add(raw.text()));
        return payloads;
    }

    static void add(SystemOfRecord.Appender appender, long bucket, long offset, String payload) {
        appender.add(bucket, event(bucket + offset), offset, Slice.of(payload.getBytes(StandardCharsets.UTF_8)));
    }

    static Event event(long number) {
        Event event = new Event(NO_FIELDS);
        event.timeMicros(BUCKET + number % HOUR);
        event.identity(number * 0x9E37_79B9_7F4A_7C15L, number);
        return event;
    }
}
