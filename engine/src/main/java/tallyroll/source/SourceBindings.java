package tallyroll.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The source bindings of this driver that Spark's streams ask how far they reach: a stream knows its source binding by a number in its options. */
final class SourceBindings {
    private static final Map<String, SourceBinding> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private SourceBindings() {}

    static String add(SourceBinding binding) {
        String number = Long.toString(NEXT.incrementAndGet());
        OPEN.put(number, binding);
        return number;
    }

    static SourceBinding of(String number) {
        SourceBinding binding = OPEN.get(number);
        if (binding == null) {
            throw new IllegalArgumentException("Cannot open a stream of source binding \"" + number
                    + "\": it is not open in this process; streams are run where their receivers are, in the driver.");
        }
        return binding;
    }

    static void remove(SourceBinding binding) {
        OPEN.values().remove(binding);
    }
}
