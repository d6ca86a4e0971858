/**
 * The system of record: raw events by bucket of event time, and the marks that say which buckets are settled.
 *
 * <p>Read first: {@link tallyroll.record.SystemOfRecord}, {@link tallyroll.record.BucketMark}, {@link
 * tallyroll.record.BlockWriter}. Kept here: what was recorded is found again byte for byte; a torn or flipped block is reported,
 * never read (docs/formats). Not here: decoding events.
 */
package tallyroll.record;
