package tallyroll.sample;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallyroll.decode.TextPattern;
import tallyroll.sample.FieldProfile.Kind;

/**
 * Lines of a log that people write everywhere.
 *
 * @param name of a preset; empty for a pattern that the definition has to spell out
 * @param pattern in the syntax of RE2, with named groups
 */
record LineForm(String name, String pattern) {
    private static final String ISO =
            "(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?: ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?)";
    private static final String LEVEL =
            "\\[?(?P<level>(?i:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL))\\]?";
    private static final String SOURCE =
            "(?:\\[(?P<thread>[^\\]]*)\\] +)?(?:(?P<logger>[A-Za-z_$][A-Za-z0-9_$.]*)(?: +-|:) +)?(?P<message>.*)";

    /** RFC 5424, RFC 3164, and what most libraries write by default; the presets come before them. */
    private static final List<LineForm> WRITTEN_OUT = List.of(
            new LineForm(
                    "",
                    "<(?P<priority>[0-9]{1,3})>1 (?P<time>[^ ]+) (?P<host>[^ ]+) (?P<app>[^ ]+) (?P<process>[^ ]+) "
                            + "(?P<message_id>[^ ]+) (?:-|(?P<data>(?:\\[[^\\]]*\\])+))(?: (?P<message>.*))?"),
            new LineForm(
                    "",
                    "(?:<(?P<priority>[0-9]{1,3})>)?(?P<clock>[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}) "
                            + "(?P<host>[^ ]+) (?P<app>[^ :\\[]+)(?:\\[(?P<process>[0-9]+)\\])?: (?P<message>.*)"),
            new LineForm("", ISO + " +" + LEVEL + " +" + SOURCE),
            new LineForm(
                    "",
                    ISO + " +\\[(?P<thread>[^\\]]*)\\] +" + LEVEL + " +"
                            + SOURCE.substring(SOURCE.indexOf("(?:(?P<logger>"))));

    /** The first form that matches nearly all of the lines. */
    static Optional<LineForm> of(List<SampleRecord> records, Charset charset) {
        Stream<LineForm> presets = TextPattern.presetNames().stream()
                .map(name -> new LineForm(name, TextPattern.preset(name).orElseThrow()));
        return Stream.concat(presets, WRITTEN_OUT.stream())
                .filter(form -> form.matches(records, charset))
                .findFirst();
    }

    private boolean matches(List<SampleRecord> records, Charset charset) {
        Pattern compiled = compiled();
        long matching = records.stream()
                .filter(record -> compiled.matches(text(record, charset)))
                .count();
        return matching * 10 >= records.size() * 9L;
    }

    private Pattern compiled() {
        return Pattern.compile(pattern, Pattern.DOTALL);
    }

    private static String text(SampleRecord record, Charset charset) {
        return new String(record.value(), charset);
    }

    /** What the groups of the lines hold. */
    Profiles profiles(List<SampleRecord> records, Charset charset) {
        Profiles profiles = new Profiles();
        Pattern compiled = compiled();
        List<String> groups = TextPattern.compile(pattern).groups();
        for (SampleRecord record : records) {
            Matcher line = compiled.matcher(text(record, charset));
            if (!line.matches()) {
                continue;
            }
            profiles.event(record);
            profiles.record(true);
            for (String group : groups) {
                String value = line.group(group);
                if (value == null) {
                    profiles.seeNull(FieldPath.column(group));
                } else {
                    profiles.see(FieldPath.column(group), Kind.TEXT, value);
                }
            }
        }
        return profiles;
    }
}
