package tallyroll.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;

/**
 * Confluent's wire format, a zero and the id of a schema in four bytes before each record, and what was made of each id: for as many ids as a
 * topic may well have. Not thread-safe.
 */
public final class KnownIds<T> {
    /** Bytes before what the schema describes. */
    public static final int HEADER = 1 + 4;

    private static final int MAX_IDS = 1_000;

    private final IntFunction<Optional<T>> make;
    private final Map<Integer, T> known = new LinkedHashMap<>(16, 0.75f, true);
    private int lastId;
    private T last;

    /** @param make what an id stands for; empty where the registry has none, which may change */
    public KnownIds(IntFunction<Optional<T>> make) {
        this.make = make;
    }

    public static boolean begins(Slice raw) {
        return raw.length() >= HEADER && raw.array()[raw.from()] == 0;
    }

    /** The id that a record {@linkplain #begins begins} with. */
    public static int id(Slice raw) {
        return BigEndian.intAt(raw.array(), raw.from() + 1);
    }

    /** What an id stands for; null where the registry has none. */
    public T find(int id) {
        if (id == lastId && last != null) {
            return last;
        }
        T found = known.get(id);
        if (found == null) {
            found = id < 0 ? null : make.apply(id).orElse(null);
            if (found == null) {
                return null;
            }
            known.put(id, found);
            if (known.size() > MAX_IDS) {
                known.remove(known.keySet().iterator().next());
            }
        }
        lastId = id;
        last = found;
        return found;
    }
}
