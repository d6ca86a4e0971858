package tallyroll.decode;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A regular expression whose named groups are the fields of a line, in the syntax of RE2.
 *
 * <p>Why RE2 and not java.util.regex: its time is linear in the line's length whatever the line and the pattern are, and it needs no stack;
 * so no line can stop a pipeline, and whether one matches depends on nothing but the line. The price is about three times the CPU of a
 * line that matches.
 */
public final class TextPattern {
    private static final int MAX_PROGRAM = 10_000;
    private static final int MAX_LENGTH = 4_096;

    /** A quoted part in which a quote is written with a backslash. */
    private static final String QUOTED = "(?:[^\"\\\\]|\\\\.)*";

    private static final Map<String, String> PRESETS = presets();

    private final Pattern pattern;
    private final Map<String, Integer> groups;

    private TextPattern(Pattern pattern) {
        this.pattern = pattern;
        groups = new LinkedHashMap<>();
        pattern.namedGroups().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(group -> groups.put(group.getKey(), group.getValue()));
    }

    /** @throws IllegalArgumentException where it is no pattern, has no named groups, or is too large; the message is the rule it breaks */
    public static TextPattern compile(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        }
        try {
            TextPattern compiled = new TextPattern(Pattern.compile(expression, Pattern.DOTALL));
            if (compiled.pattern.programSize() > MAX_PROGRAM) {
                throw new IllegalArgumentException(
                        "is too large: its repetitions multiply to more than " + MAX_PROGRAM + " steps");
            }
            if (compiled.groups.isEmpty()) {
                throw new IllegalArgumentException("has no named group, so no field could be read");
            }
            return compiled;
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException(
                    "is not a regular expression of RE2: " + broken.getDescription() + " at "
                            + broken.getPattern().replace("(?s)", ""),
                    broken);
        }
    }

    /** The patterns that have a name, such as {@code nginx}. */
    public static List<String> presetNames() {
        return List.copyOf(PRESETS.keySet());
    }

    /** The pattern of that name; empty where there is none. */
    public static Optional<String> preset(String name) {
        return Optional.ofNullable(PRESETS.get(name));
    }

    /** The named groups' names, in the order of their opening brackets. */
    public List<String> groups() {
        return List.copyOf(groups.keySet());
    }

    /** The number of a named group, or -1 where there is none of that name. */
    int group(String name) {
        return groups.getOrDefault(name, -1);
    }

    /** A matcher of bytes that are UTF-8; it says where groups are in bytes. */
    Matcher matcher(byte[] utf8) {
        return pattern.matcher(utf8);
    }

    private static Map<String, String> presets() {
        String request = "\"(?P<request>(?:(?P<%s>[A-Z]+) (?P<%s>[^ \"]+) (?P<%s>HTTP/[0-9.]+))|" + QUOTED + ")\"";
        String apache = "(?P<host>[^ ]+) (?:-|(?P<ident>[^ ]+)) (?:-|(?P<user>[^ ]+)) \\[(?P<time>[^\\]]+)\\] "
                + request.formatted("method", "path", "protocol")
                + " (?P<status>[0-9]{3}) (?:-|(?P<bytes>[0-9]+))";
        String agents = " \"(?:-|(?P<%s>" + QUOTED + "))\" \"(?:-|(?P<%s>" + QUOTED + "))\"";
        Map<String, String> presets = new LinkedHashMap<>();
        presets.put(
                "nginx",
                "(?P<remote_addr>[^ ]+) - (?:-|(?P<remote_user>[^ ]+)) \\[(?P<time_local>[^\\]]+)\\] "
                        + request.formatted("request_method", "request_uri", "server_protocol")
                        + " (?P<status>[0-9]{3}) (?P<body_bytes_sent>[0-9]+)"
                        + agents.formatted("http_referer", "http_user_agent"));
        presets.put("apache-common", apache);
        presets.put("apache-combined", apache + agents.formatted("referer", "user_agent"));
        return presets;
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
