package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.decode.TextPattern;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv.Header;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;

/** The keys of {@code event} that say what a record's bytes are before their format is read. */
class PayloadKeysTest {
    private static final String FIELDS =
            "fields: {id: string, origin: string, delay: int, share: double, fare: \"decimal(12,2)\", arrDelay: long}";
    private static final String TIME = "time: {field: date, pattern: \"yyyy/MM/dd HH:mm\"}";

    @Test
    void event_noneOfThem_isPlain() {
        assertThat(Edited.pipeline().event().payload()).isEqualTo(Payload.PLAIN);
    }

    @Test
    void event_allOfThem_areRead() {
        EventSpec event = Edited.pipeline(
                        "format: json",
                        "format: csv⏎  csv: {columns: [id, date, origin, delay, share, fare, arrDelay], header: skip, empty: text}⏎"
                                + "  encoding: windows-1252⏎  compression: zstd⏎  tombstones: ignore")
                .event();

        assertThat(event.payload()).isEqualTo(new Payload(Compression.ZSTD, "windows-1252", true, ""));
        assertThat(event.csv().header()).isEqualTo(Header.SKIP);
        assertThat(event.csv().emptyIsText()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"nginx, remote_addr, time_local", "apache-common, host, time", "apache-combined, user_agent, time"})
    void event_presetOfText_hasItsFields(String preset, String origin, String time) {
        EventSpec event = Edited.pipeline(
                        "format: json",
                        "format: text⏎  text: {preset: " + preset + "}",
                        FIELDS,
                        "fields: {id: {type: string, path: " + origin + "}, origin: {type: string, path: " + origin
                                + "}, delay: {type: int, path: status}}",
                        TIME,
                        "time: {field: " + time + ", pattern: \"dd/MMM/yyyy:HH:mm:ss Z\"}")
                .event();

        assertThat(event.format()).isEqualTo(Format.TEXT);
        assertThat(event.payload().pattern())
                .isEqualTo(TextPattern.preset(preset).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    format: json | format: json⏎  encoding: UTF-16 | 6: event.encoding: has no meaning for format json, which is written in one way only; remove it
                    format: json | format: json⏎  encoding: latin1 | 6: event.encoding: "latin1": is none of UTF-8, ISO-8859-1, ISO-8859-15, windows-1252, UTF-16, UTF-16LE, UTF-16BE
                    format: json | format: json⏎  compression: snappy | 6: event.compression: "snappy": is none of none, gzip, zstd, auto
                    format: json | format: json⏎  tombstones: skip | 6: event.tombstones: "skip": is none of dead-letter, ignore
                    format: json | format: json⏎  text: {preset: nginx} | 6: event.text: has no meaning for format json; remove it, or write format: text
                    format: json | format: text | 4: event: format text needs the key "text" with a pattern; text: {preset: nginx}, or text: {pattern: '(?P<host>[^ ]+) (?P<bytes>[0-9]+)'}
                    format: json | format: text⏎  text: {preset: nginks} | 6: event.text.preset: "nginks": is none of nginx, apache-common, apache-combined; did you mean "nginx"?
                    format: json | format: text⏎  text: {pattern: "(?P<id>x"} | 6: event.text.pattern: "(?P<id>x": is not a regular expression of RE2: missing closing ) at (?P<id>x; such as '(?P<host>[^ ]+) (?P<bytes>[0-9]+)'
                    format: json | format: text⏎  text: {pattern: "x"} | 6: event.text.pattern: "x": has no named group, so no field could be read; such as '(?P<host>[^ ]+) (?P<bytes>[0-9]+)'
                    format: json | format: text⏎  text: {pattern: "(?P<id>.)(?P<date>.)(?P<origin>.)(?P<delay>.)(?P<share>.)(?P<fare>.)(?P<arrdelay>.)"} | 9: event.fields.arrDelay: the field "arrDelay" is read from the group "arrDelay", which the pattern of event.text does not have; did you mean "arrdelay"? Groups: id, date, origin, delay, share, fare, arrdelay
                    format: json | format: csv⏎  csv: {columns: [id, date, origin, delay, share, fare, arrDelay], header: first} | 6: event.csv.header: "first": is none of none, skip, names
                    format: json | format: csv⏎  csv: {columns: [id, date, origin, delay, share, fare, arrDelay], header: names} | 6: event.csv.header: "names": has no meaning for the source flights: each of its records is a line of its own, with no first line before it that could name its columns; write header: skip, and the columns in their order
                    """)
    void event_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
