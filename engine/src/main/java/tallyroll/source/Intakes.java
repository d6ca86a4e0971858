package tallyroll.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The intakes of this driver that Spark's streams ask how far they reach: a stream knows its intake by a number in its options. */
final class Intakes {
    private static final Map<String, Intake> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private Intakes() {}

    static String add(Intake intake) {
        String number = Long.toString(NEXT.incrementAndGet());
        OPEN.put(number, intake);
        return number;
    }

    static Intake of(String number) {
        Intake intake = OPEN.get(number);
        if (intake == null) {
            throw new IllegalArgumentException("Cannot open a stream of intake \"" + number
                    + "\": it is not open in this process; streams are run where their receivers are, in the driver.");
        }
        return intake;
    }

    static void remove(Intake intake) {
        OPEN.values().remove(intake);
    }
}
