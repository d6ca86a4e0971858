/**
 * Where events come from: Kafka, as offset ranges that can be read again.
 *
 * <p>Read first: {@link tallyroll.source.KafkaTopic} (the driver: how far does the log reach), {@link tallyroll.source.Ranges}
 * (cut into tasks), {@link tallyroll.source.KafkaRangeReader} (a task: the records of one range), {@link
 * tallyroll.source.TallySourceProvider} (what Structured Streaming sees: ends of batches, never events). Kept here: a range
 * gives the same records each time it is read, committed transactions only, or says which part is gone (rule R13); no position
 * is ever reset silently. Not here: what the bytes mean ({@code decode}), which ranges are claimed ({@code control}).
 */
package tallyroll.source;
