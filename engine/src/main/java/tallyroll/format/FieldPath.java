package tallyroll.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a field, in steps: {@code orders[0].price}, {@code $.a.b}, {@code labels["with.dots"]}. A name is that of a field, or a
 * key of a map.
 */
public final class FieldPath {
    private static final Pattern STEP = Pattern.compile(
            "(?<name>[^.\\[\\]\"'*]+)|\\[(?<index>[0-9]{1,4})]|\\[\"(?<double>[^\"]+)\"]|\\['(?<single>[^']+)']");

    private FieldPath() {}

    /** One step: into a field or a map's value by name, or into an array by index, from 0. */
    public record Step(String name, int index) {
        static final int NO_INDEX = -1;

        static Step into(String name) {
            return new Step(name, NO_INDEX);
        }

        static Step at(int index) {
            return new Step("", index);
        }

        public boolean isIndex() {
            return index != NO_INDEX;
        }

        @Override
        public String toString() {
            return isIndex() ? "[" + index + "]" : name;
        }
    }

    /** @throws IllegalArgumentException whose message is what is wrong with the path: {@code is not a path …} */
    public static List<Step> parse(String path) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = path.equals("$") || path.startsWith("$.") || path.startsWith("$[") ? 1 : 0;
        while (at < path.length()) {
            boolean dot = path.charAt(at) == '.' && at > 0;
            at += dot ? 1 : 0;
            boolean nameMayFollow = dot || at == 0;
            if (!matcher.region(at, path.length()).lookingAt()
                    || (matcher.group("name") == null ? dot : !nameMayFollow)) {
                throw new IllegalArgumentException(fault(path, at));
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException(fault(path, path.length()));
        }
        return steps;
    }

    private static Step step(Matcher matcher) {
        if (matcher.group("index") != null) {
            return Step.at(Integer.parseInt(matcher.group("index")));
        }
        for (String group : List.of("name", "double", "single")) {
            if (matcher.group(group) != null) {
                return Step.into(matcher.group(group));
            }
        }
        throw new IllegalStateException("a step of no kind: " + matcher.group());
    }

    private static String fault(String path, int at) {
        boolean star = at < path.length() && (path.charAt(at) == '*' || path.startsWith("[*", at));
        return star
                ? "leads to many values by its *, and a field holds one; name an index, as in items[0].price"
                : "is not a path (names separated by dots, with [0] for an item of an array and [\"a.b\"] for a name with dots)";
    }
}
