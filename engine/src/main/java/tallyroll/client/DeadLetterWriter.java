package tallyroll.client;

import java.time.Instant;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Decoding;
import tallyroll.decode.Message;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/**
 * The dead letters and gaps of a client. It claims no batches, so its letters stand under the time when it was started, in ms since the
 * epoch, where others have a batch number: newest first is right for them too. Not thread-safe.
 */
final class DeadLetterWriter {
    private final SystemOfRecord record;
    private final String source;
    private final Instant started;
    private SystemOfRecord.DeadLetterAppender open;

    /** @param source the topic, or the kind of the receiver */
    DeadLetterWriter(SystemOfRecord record, String source, Instant started) {
        this.record = record;
        this.source = source;
        this.started = started;
    }

    void reject(int partition, long offset, Decoding why, byte[] raw) {
        String origin = DeadLetter.source(source, Message.of(Slice.of(raw)).element());
        write(new DeadLetter(started.toEpochMilli(), origin, partition, offset, why.code(), why.reason()).keeping(raw));
    }

    /** Writes down that offsets were gone before they were read (rule R13); durable when this returns. */
    void gap(int partition, long from, long until) {
        String reason = "offsets " + from + " to " + (until - 1) + " (" + (until - from)
                + ") were no longer kept by the topic when they were to be read";
        long startedMicros = Micros.of(started);
        record.gaps()
                .add(
                        new Gap(
                                new Claim.Range(source, partition, from, until),
                                reason,
                                started.toEpochMilli(),
                                startedMicros),
                        startedMicros);
    }

    /** Returns once everything written is durable. */
    void finish() {
        if (open != null) {
            try (SystemOfRecord.DeadLetterAppender closing = open) {
                open = null;
                closing.finish();
            }
        }
    }

    private void write(DeadLetter letter) {
        if (open == null) {
            open = record.deadLetterAppender(Micros.of(started));
        }
        open.reject(letter);
    }
}
