package tallyroll.store;

/** Opens a pipeline's stores in place of {@link CassandraStores#open}, which it may wrap. Found by ServiceLoader. */
public interface StoreProvider {
    Stores open(StoreSettings settings);
}
