package tallyroll.oracle;

import java.util.Map;
import java.util.function.Consumer;

/** Where the summary tables are read from. */
@FunctionalInterface
public interface Stored {
    /** Gives every row of a table, as column names with their values; tuples as map entries. */
    void rows(String table, Consumer<Map<String, Object>> reader);
}
