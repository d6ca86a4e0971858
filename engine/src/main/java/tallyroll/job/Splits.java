package tallyroll.job;

import java.util.ArrayList;
import java.util.List;

/** Deals record buckets out to tasks: neighbours together, portions of equal size. */
final class Splits {
    private Splits() {}

    /** At most {@code max} portions, none of them empty. */
    static List<List<Long>> of(List<Long> buckets, int max) {
        int count = Math.min(max, buckets.size());
        List<List<Long>> portions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) buckets.size() * i / count);
            int until = (int) ((long) buckets.size() * (i + 1) / count);
            portions.add(new ArrayList<>(buckets.subList(from, until)));
        }
        return portions;
    }
}
