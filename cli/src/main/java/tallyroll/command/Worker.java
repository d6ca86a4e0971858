package tallyroll.command;

import java.util.Optional;
import tallyroll.cli.Console;
import tallyroll.cli.Table;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.RunOptions;
import tallyroll.store.Stores;

/** Who does a pipeline's work: the streaming engine, or a client without Spark. */
interface Worker {
    static Worker of(Pipeline pipeline) {
        return pipeline.strategy().streaming() ? new StreamWorker(pipeline) : new ClientWorker(pipeline);
    }

    /** Works until stopped, or until all is done where that is the end. */
    void run(Console console, RunOptions options) throws InterruptedException;

    /**
     * What is known of the work from outside.
     *
     * @param stores whose tables exist
     * @return empty where it has not begun
     */
    Optional<Table> status(Stores stores);
}
