package tallyroll.decode;

import java.util.Arrays;
import java.util.List;

/** The patterns of a timestamp that have a name. */
public final class TimePatterns {
    /** In the order the reference lists them. */
    public static final List<String> NAMES =
            Arrays.stream(EpochTime.values()).map(EpochTime::pattern).toList();

    private TimePatterns() {}
}
