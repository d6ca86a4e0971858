package tallyroll.flow;

/** A growing set of 128-bit identities: two longs a place, no objects. Not thread-safe. */
final class IdentitySet {
    private long[] slots;
    private int size;
    private boolean zero;

    IdentitySet(int expected) {
        slots = new long[2 * Integer.highestOneBit(Math.max(16, expected) * 2)];
    }

    /** Adds an identity; false when it was there. */
    boolean add(long high, long low) {
        if ((high | low) == 0) {
            boolean fresh = !zero;
            zero = true;
            return fresh;
        }
        if (size * 3 >= slots.length) {
            grow();
        }
        if (!place(slots, high, low)) {
            return false;
        }
        size++;
        return true;
    }

    private void grow() {
        long[] wider = new long[slots.length * 2];
        for (int i = 0; i < slots.length; i += 2) {
            if ((slots[i] | slots[i + 1]) != 0) {
                place(wider, slots[i], slots[i + 1]);
            }
        }
        slots = wider;
    }

    private static boolean place(long[] slots, long high, long low) {
        int mask = slots.length - 1;
        int at = (int) ((high ^ low) * 2) & mask;
        while ((slots[at] | slots[at + 1]) != 0) {
            if (slots[at] == high && slots[at + 1] == low) {
                return false;
            }
            at = (at + 2) & mask;
        }
        slots[at] = high;
        slots[at + 1] = low;
        return true;
    }
}
