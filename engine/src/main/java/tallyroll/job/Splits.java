package tallyroll.job;

import java.util.ArrayList;
import java.util.List;

/** Deals record buckets and the like out to tasks: neighbours together, portions of equal size. */
final class Splits {
    private Splits() {}

    /** At most {@code max} portions, none of them empty. */
    static <T> List<List<T>> of(List<T> all, int max) {
        int count = Math.min(max, all.size());
        List<List<T>> portions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) all.size() * i / count);
            int until = (int) ((long) all.size() * (i + 1) / count);
            portions.add(new ArrayList<>(all.subList(from, until)));
        }
        return portions;
    }
}
