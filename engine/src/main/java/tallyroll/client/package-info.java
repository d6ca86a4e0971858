/**
 * The strategy {@code counters}: a plain process, without Spark, that adds what it receives to CQL counters.
 *
 * <p>Read first: {@link tallyroll.client.ClientRun}, {@link tallyroll.client.CounterSink} (what is promised of an event), {@link
 * tallyroll.client.KafkaClientReceiver} (when a position is committed). Kept here: every event that was read is counted or a dead
 * letter; memory is bounded and a full client pushes back; on which side a crash errs is what the definition chose. Not here: how
 * events become increments ({@code flow}), what becomes of a lost answer ({@code apply}), other receivers ({@code receiver}).
 */
package tallyroll.client;
