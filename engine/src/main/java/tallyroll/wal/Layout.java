package tallyroll.wal;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** The names of directories and files, see docs/formats. Of equal length, so that they sort as their numbers do. */
record Layout(Path root) {
    static final String ID = "id";
    static final String OWNER = "owner";
    static final String ALIVE = "alive";
    static final String END = "end";
    static final String PROBE = "probe";

    /** There is no higher number: what follows needs another directory. */
    static final int HIGHEST_LOG = 9_999_999;

    private static final Pattern LOG = Pattern.compile("\\d{7}");
    private static final Pattern SEGMENT = Pattern.compile("(\\d{19})\\.segment");

    Path id() {
        return new Path(root, ID);
    }

    Path log(int number) {
        return new Path(root, "%07d".formatted(number));
    }

    Path owner(int number) {
        return new Path(log(number), OWNER);
    }

    Path alive(int number) {
        return new Path(log(number), ALIVE);
    }

    Path end(int number) {
        return new Path(log(number), END);
    }

    /** Left by whoever would like to have the number. */
    Path wish(int number, long salt) {
        return new Path(log(number), "wish-%016x".formatted(salt));
    }

    Path probe(int number) {
        return new Path(log(number), PROBE);
    }

    Path segment(int log, long first) {
        return new Path(log(log), "%019d.segment".formatted(first));
    }

    /** The number of the log that a directory of this name holds. */
    static OptionalInt logNumber(String name) {
        return LOG.matcher(name).matches() ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
    }

    /** The sequence of the first entry of a segment of this name. */
    static OptionalLong firstSequence(String name) {
        Matcher segment = SEGMENT.matcher(name);
        return segment.matches() ? parse(segment.group(1)) : OptionalLong.empty();
    }

    private static OptionalLong parse(String digits) {
        return Optional.of(digits)
                .filter(text -> text.compareTo(Long.toString(Long.MAX_VALUE)) <= 0)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
