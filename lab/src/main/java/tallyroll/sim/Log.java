package tallyroll.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * What one partition holds, as its leaders took it. A log that loses its end goes on as another one: what it had before the cut, then
 * what is new.
 */
final class Log {
    private final int number;
    /** What it was before it was cut off; null where it was not. */
    private final Log before;

    private final List<Sent> records;
    private final List<Integer> epochs;
    private int epoch;

    /** @param number higher than that of any log before it */
    Log(int number) {
        this(number, null, 0, 0);
    }

    private Log(int number, Log before, int end, int epoch) {
        this.number = number;
        this.before = before;
        this.epoch = epoch;
        records = before == null ? new ArrayList<>() : new ArrayList<>(before.records.subList(0, end));
        epochs = before == null ? new ArrayList<>() : new ArrayList<>(before.epochs.subList(0, end));
    }

    /** Of two, the later one has the higher. */
    int number() {
        return number;
    }

    void add(Sent sent) {
        records.add(sent);
        epochs.add(epoch);
    }

    Sent at(long offset) {
        return records.get(Math.toIntExact(offset));
    }

    /** Whether this very record stands at an offset. */
    boolean holds(long offset, Sent sent) {
        return offset < records.size() && at(offset) == sent;
    }

    /** One past the last offset. */
    long end() {
        return records.size();
    }

    /** Of the leader that took a record. */
    int epoch(long offset) {
        return epochs.get(Math.toIntExact(offset));
    }

    /** Another leader, which has everything. */
    void elect() {
        epoch++;
    }

    /** One past the last record of an epoch or an earlier one. */
    long endOf(int wanted) {
        int end = 0;
        while (end < epochs.size() && epochs.get(end) <= wanted) {
            end++;
        }
        return end;
    }

    /** What another leader has of it, who goes on from there. */
    Log cutOff(long at, int next) {
        return new Log(next, this, Math.toIntExact(at), epoch + 1);
    }

    /** Whether it is what became of another one, or that one itself. */
    boolean descendsFrom(Log other) {
        return this == other || (before != null && before.descendsFrom(other));
    }

    /** How much of one from which it descends it still has, from the beginning. */
    long kept(Log other) {
        long kept = 0;
        while (kept < Math.min(end(), other.end()) && at(kept) == other.at(kept)) {
            kept++;
        }
        return kept;
    }
}
