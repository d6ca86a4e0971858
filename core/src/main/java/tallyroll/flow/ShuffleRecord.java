package tallyroll.flow;

import java.io.Serializable;
import tallyroll.summary.GroupKey;

/** What crosses the shuffle: a {@link ShuffleKey}'s bytes and partials' or a {@link TaskStats}' bytes. */
public record ShuffleRecord(byte[] key, byte[] value) implements Serializable {
    private static final byte[] NO_EVENTS = {0};

    /** One that adds nothing to a row but has it visited. */
    public static ShuffleRecord naming(int rollup, GroupKey group, int granularity, long bucket) {
        return new ShuffleRecord(ShuffleKey.of(rollup, group, granularity, bucket), NO_EVENTS);
    }
}
