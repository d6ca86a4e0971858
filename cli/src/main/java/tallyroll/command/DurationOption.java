package tallyroll.command;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tallyroll.retry.Patience;

/** A duration as definitions write it, or {@code for-ever}. */
final class DurationOption implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

    @Override
    public Duration convert(String text) {
        if (text.equals("for-ever")) {
            return Patience.FOR_EVER;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("\"" + text + "\" is not a duration; write 30s, 10m, 2h, 1d or for-ever");
        }
        return Duration.ofSeconds(Long.parseLong(form.group(1)) * SECONDS.get(form.group(2)));
    }
}
