package tallyroll.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON path as a definition writes it: {@code a.b}, {@code $.a.b}, {@code items[0].price}, {@code ['http.status_code']}, {@code
 * a."b.c"}. It leads to one value, so what may match several is refused.
 */
public final class JsonSteps {
    private static final int MAX_INDEX_DIGITS = 6;

    private final String path;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    /** @param key of an object; null where an array is meant; @param index from 0, -1 for a key */
    record Step(String key, int index) {}

    private JsonSteps(String path) {
        this.path = path;
    }

    /** Why a path cannot be used, if it cannot. */
    public static Optional<String> fault(String path) {
        try {
            parse(path);
            return Optional.empty();
        } catch (IllegalArgumentException wrong) {
            return Optional.of(wrong.getMessage());
        }
    }

    /** @throws IllegalArgumentException where the path cannot be used; its message is the rule */
    static List<Step> parse(String path) {
        JsonSteps parser = new JsonSteps(path);
        parser.parse();
        return List.copyOf(parser.steps);
    }

    private void parse() {
        boolean root = path.equals("$") || path.startsWith("$.") || path.startsWith("$[");
        if (path.equals("$")) {
            throw new IllegalArgumentException("is the whole event, and a field reads one value of it");
        }
        at = root ? 1 : 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '[') {
                at++;
                bracket();
            } else if (steps.isEmpty() && !root) {
                name();
            } else if (c == '.') {
                at++;
                name();
            } else {
                throw new IllegalArgumentException("has no dot before \"" + path.substring(at) + "\"");
            }
        }
    }

    private void name() {
        if (at < path.length() && (path.charAt(at) == '"' || path.charAt(at) == '\'')) {
            steps.add(new Step(quoted(), -1));
            return;
        }
        int from = at;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
            at++;
        }
        String name = path.substring(from, at);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "has two dots or ends in one; names are separated by one dot each, such as flight.carrier.code");
        }
        several(name);
        if (!steps.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("may mean a place in an array or a key; write [" + name + "] or ['"
                    + name + "'] in place of ." + name);
        }
        steps.add(new Step(name, -1));
    }

    private void bracket() {
        if (at < path.length() && (path.charAt(at) == '"' || path.charAt(at) == '\'')) {
            String key = quoted();
            if (at == path.length() || path.charAt(at) != ']') {
                throw new IllegalArgumentException("has no ] after ['" + key + "'");
            }
            at++;
            steps.add(new Step(key, -1));
            return;
        }
        int end = path.indexOf(']', at);
        String inside = path.substring(at, end < 0 ? path.length() : end);
        several(inside);
        if (end < 0 || !inside.matches("[0-9]{1," + MAX_INDEX_DIGITS + "}")) {
            throw new IllegalArgumentException("has \"[" + inside + (end < 0 ? "" : "]")
                    + "\", where a place counted from 0, as in items[0], or a key in quotes is expected");
        }
        at = end + 1;
        steps.add(new Step(null, Integer.parseInt(inside)));
    }

    private static void several(String part) {
        if (part.equals("*") || part.startsWith("?") || part.matches("-?[0-9]*:-?[0-9]*")) {
            throw new IllegalArgumentException("has \"" + part
                    + "\", which matches several values, and a field has one;" + " name a place such as items[0]");
        }
    }

    /** A key in quotes; a backslash takes away the meaning of the quote or backslash after it. */
    private String quoted() {
        char quote = path.charAt(at++);
        StringBuilder key = new StringBuilder();
        while (at < path.length() && path.charAt(at) != quote) {
            at += path.charAt(at) == '\\' && at + 1 < path.length() ? 1 : 0;
            key.append(path.charAt(at++));
        }
        if (at == path.length()) {
            throw new IllegalArgumentException("has a quote that does not end");
        }
        at++;
        return key.toString();
    }
}
