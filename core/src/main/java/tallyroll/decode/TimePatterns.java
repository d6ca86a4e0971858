package tallyroll.decode;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The patterns of a timestamp that have a name. */
public final class TimePatterns {
    /** What is read without a pattern, as one of several. */
    static final String ISO_8601 = "iso_8601";

    static final String RFC_1123 = "rfc_1123";

    /** In the order the reference lists them. */
    public static final List<String> NAMES = Stream.concat(
                    Arrays.stream(EpochTime.values()).map(EpochTime::pattern), Stream.of(ISO_8601, RFC_1123))
            .toList();

    private TimePatterns() {}
}
