package tallyroll.sample;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Events as somebody's program writes them, and what a draft of them must say.
 *
 * @param text the file
 * @param time the field that is the event time; empty for the time of arrival
 * @param id the fields of the id; empty: none
 * @param by the group of the rollup; empty: none
 * @param events how many there are in it, with those that are none
 * @param dead how many of them are none
 * @param says parts of the draft
 */
record ShapeCase(String name, String text, String time, String id, String by, int events, int dead, List<String> says) {
    private static final long BEGIN = 1_714_557_600L;

    static ShapeCase of(String name, int lines, IntFunction<String> line) {
        String text = IntStream.range(0, lines).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
        return new ShapeCase(name, text, "", "", "", lines, 0, List.of());
    }

    ShapeCase headed(String header) {
        return new ShapeCase(name, header + "\n" + text, time, id, by, events, dead, says);
    }

    ShapeCase roles(String timeField, String idField, String group) {
        return new ShapeCase(name, text, timeField, idField, group, events, dead, says);
    }

    ShapeCase holding(int all, int rejected) {
        return new ShapeCase(name, text, time, id, by, all, rejected, says);
    }

    ShapeCase saying(String... parts) {
        return new ShapeCase(name, text, time, id, by, events, dead, List.of(parts));
    }

    /** ISO-8601, so many seconds after ten o'clock. */
    static String iso(int seconds) {
        return java.time.Instant.ofEpochSecond(BEGIN + seconds).toString();
    }

    static long epoch(int seconds) {
        return BEGIN + seconds;
    }

    /** One of several, in turn. */
    static String one(int i, String... words) {
        return words[i % words.length];
    }

    /** JSON in which an apostrophe stands for a quote. */
    static String json(String text, Object... values) {
        return text.formatted(values).replace('\'', '"');
    }

    @Override
    public String toString() {
        return name;
    }
}
