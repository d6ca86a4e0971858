package tallyroll.store;

import tallyroll.pipeline.Pipeline;

/** Opens a pipeline's stores in place of {@link CassandraStores#open}, which it may wrap. Found by ServiceLoader. */
public interface StoreProvider {
    Stores open(Pipeline pipeline);
}
