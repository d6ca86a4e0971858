package tallyroll.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import tallyroll.record.SystemOfRecord;
import tallyroll.search.SearchTask;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** Runs parts of a search, one after the other. */
final class SearchStage implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final StoreSettings settings;

    SearchStage(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public byte[] call(byte[] tasks) {
        SystemOfRecord record = Stores.shared(settings).record();
        ArrayList<Serializable> results = new ArrayList<>();
        for (Object task : (List<?>) JavaBytes.read(tasks)) {
            results.add(((SearchTask<?>) task).run(record));
        }
        return JavaBytes.write(results);
    }

    @SuppressWarnings("unchecked") // as call made it
    static <R> List<R> read(byte[] results) {
        return (List<R>) JavaBytes.read(results);
    }
}
