package tallyroll.decode;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tallyroll.bytes.Slice;

/** Several ways to write a time: the first by which a text is one, of the years 1 to 9999, says which. */
final class FirstTime implements TimeText {
    private final TimeText[] ways;

    FirstTime(List<TimeText> ways) {
        this.ways = ways.toArray(TimeText[]::new);
    }

    @Override
    public long micros(Slice text) {
        for (TimeText way : ways) {
            long micros = way.micros(text);
            if (micros != NONE && Civil.inRange(micros)) {
                return micros;
            }
        }
        return NONE;
    }

    @Override
    public String rule() {
        return Arrays.stream(ways).map(TimeText::rule).collect(Collectors.joining(", nor "));
    }
}
