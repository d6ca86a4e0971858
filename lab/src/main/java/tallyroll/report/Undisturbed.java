package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A strategy's run without a fault. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Undisturbed.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = Undisturbed.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Undisturbed.NotRun.class, name = "not-run")
})
public sealed interface Undisturbed {
    /**
     * It ran.
     *
     * @param eventsPerSecond from the first event sent to the last one applied, start-up left out
     * @param state of the totals once settled; a strategy that is wrong even when undisturbed must not hide it
     */
    record Measured(double eventsPerSecond, CpuMicros cpu, StoredBytes bytes, State state) implements Undisturbed {}

    /** It failed. */
    record Failed(String error) implements Undisturbed {}

    /** It was left out of the run. */
    record NotRun() implements Undisturbed {}

    /**
     * CPU time, user and system, in µs per event, start-up left out.
     *
     * @param driver the process that does the strategy's work: Spark, or the plain client; receivers included
     * @param kafka the broker; 0 where there is none
     * @param cassandra the node, flushing included
     */
    record CpuMicros(double driver, double kafka, double cassandra) {
        public double total() {
            return driver + kafka + cassandra;
        }
    }

    /**
     * Bytes on disk per event, after flush.
     *
     * @param summary of the summary tables
     * @param record of the system of record; 0 where the strategy keeps none
     * @param log written to the write-ahead log in total, though segments are deleted once applied; 0 where there is none
     */
    record StoredBytes(double summary, double record, double log) {}
}
