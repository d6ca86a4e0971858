package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.ByteWriter;
import tallyroll.summary.GroupKey;

class ShuffleKeyTest {
    private static final List<String> GROUPS = List.of("", "a", "aa", "ab", "b", "\0", "\0\0", "ÿ", "aaaaaaaaaaaaaaaa");

    @Test
    void read_anyKey_givesWhatWasWritten() {
        for (ShuffleKey key : keys()) {
            assertThat(ShuffleKey.read(bytes(key))).isEqualTo(key);
        }
    }

    @Test
    void compare_keysInAnyOrder_sortsByRollupThenWholeGroupsThenGranularityAndBucket() {
        List<ShuffleKey> shuffled = new ArrayList<>(keys());
        Collections.shuffle(shuffled, new Random(7));
        shuffled.sort((left, right) -> ShuffleKey.compare(bytes(left), bytes(right)));

        List<String> groups =
                shuffled.stream().map(key -> key.rollup() + ":" + key.group()).toList();
        List<String> runs = new ArrayList<>();
        groups.stream()
                .filter(group -> runs.isEmpty() || !runs.get(runs.size() - 1).equals(group))
                .forEach(runs::add);
        assertThat(runs).doesNotHaveDuplicates();
        for (int i = 1; i < shuffled.size(); i++) {
            ShuffleKey before = shuffled.get(i - 1);
            ShuffleKey after = shuffled.get(i);
            assertThat(after.rollup()).isGreaterThanOrEqualTo(before.rollup());
            if (groups.get(i).equals(groups.get(i - 1))) {
                assertThat(order(before)).isLessThan(order(after));
            }
        }
    }

    @Test
    void sameGroup_keysOfOneGroup_onlyThose() {
        List<ShuffleKey> keys = keys();
        for (ShuffleKey left : keys) {
            for (ShuffleKey right : keys) {
                boolean same = left.rollup() == right.rollup() && left.group().equals(right.group());
                assertThat(ShuffleKey.sameGroup(bytes(left), bytes(right))).isEqualTo(same);
            }
        }
    }

    @Test
    void reducer_bucketsOfAGroup_areTheSame() {
        for (ShuffleKey key : keys()) {
            ShuffleKey other = new ShuffleKey(key.rollup(), key.group(), 2, 12_345);
            assertThat(ShuffleKey.reducer(bytes(other), 7))
                    .isEqualTo(ShuffleKey.reducer(bytes(key), 7))
                    .isBetween(0, 6);
        }
    }

    private static String order(ShuffleKey key) {
        return "%d %020d".formatted(key.granularity(), key.bucket() / 2 + Long.MAX_VALUE / 2);
    }

    private static List<ShuffleKey> keys() {
        List<ShuffleKey> keys = new ArrayList<>();
        for (int rollup : new int[] {0, 1, 127, 200}) {
            for (String group : GROUPS) {
                for (long bucket : new long[] {Long.MIN_VALUE, -900_000_000L, 0, 900_000_000L, Long.MAX_VALUE}) {
                    keys.add(new ShuffleKey(rollup, group(group), 0, bucket));
                    keys.add(new ShuffleKey(rollup, group(group), 1, bucket));
                }
            }
        }
        return keys;
    }

    private static GroupKey group(String value) {
        ByteWriter out = new ByteWriter();
        out.writeString(value);
        return new GroupKey(out.toByteArray());
    }

    private static byte[] bytes(ShuffleKey key) {
        return ShuffleKey.of(key.rollup(), key.group(), key.granularity(), key.bucket());
    }
}
