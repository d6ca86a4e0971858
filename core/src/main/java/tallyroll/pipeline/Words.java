package tallyroll.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Words {
    private Words() {}

    /** {@code did you mean "sum"? Measures: count, sum}, or only the second half where nothing is near. */
    public static String suggestion(String seen, Collection<String> known, String what) {
        String all = what + ": " + String.join(", ", known);
        return nearest(seen, known)
                .map(word -> "did you mean \"" + word + "\"? " + all)
                .orElse(all);
    }

    /** {@code did you mean "json"?} or nothing. */
    public static String suggestion(String seen, Collection<String> known) {
        return nearest(seen, known)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("");
    }

    static Optional<String> nearest(String seen, Collection<String> known) {
        String small = seen.toLowerCase(Locale.ROOT);
        // A single letter is near to every other one.
        int farthest = seen.length() == 1 ? 0 : Math.max(1, seen.length() / 3);
        return known.stream()
                .filter(word -> distance(small, word.toLowerCase(Locale.ROOT)) <= farthest)
                .min(Comparator.comparingInt(word -> distance(small, word.toLowerCase(Locale.ROOT))));
    }

    /** How many letters must be put in, left out, changed or swapped with their neighbour. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int min = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(min, cost[i - 2][j - 2] + 1) : min;
    }
}
