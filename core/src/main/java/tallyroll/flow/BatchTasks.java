package tallyroll.flow;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import tallyroll.control.OpenClaims;
import tallyroll.record.SystemOfRecord;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.CounterStore;
import tallyroll.summary.SummaryStore;

/**
 * The tasks of one batch, as they are shipped to where they run: some map tasks, then apply tasks. The ports are those of the
 * place where a task runs, so they are given to it there.
 */
public sealed interface BatchTasks extends Serializable permits IngestTasks, SettleTasks, CompareTasks {
    TaskPlan plan();

    /** How many map tasks there are where at most {@code wanted} are wanted; none where the batch has nothing to do. A source gives one a range. */
    int mapTasks(int wanted);

    /**
     * A map task.
     *
     * @param task from 0 to {@code of - 1}
     * @param of what {@link #mapTasks} gave
     * @param attempt k of rule R3
     */
    MapTask mapTask(int task, int of, int attempt, SystemOfRecord record);

    /** An apply task, of what the shuffle gave it, sorted by {@link ShuffleKey}. */
    ApplyTask applyTask(int attempt, Iterator<ShuffleRecord> sorted, ApplyPorts ports);

    /** Where stored rows are visited as well, so that rows which nothing makes are found; empty where they are not. */
    Optional<Scope.Recount> visited();

    /**
     * Where rows are written to, and how often.
     *
     * @param claims asked once before anything is applied
     */
    record ApplyPorts(SummaryStore summaries, CounterStore counters, RetryPolicy retry, OpenClaims claims) {}
}
