package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.event.PlausibleTime;
import tallyroll.time.Micros;

/** The keys of {@code event}. */
class EventKeysTest {
    @Test
    void event_onlyWhatIsNeeded_hasDefaults() {
        EventSpec event = Edited.pipeline("  id: id\n", "").event();

        assertThat(event.idFields()).as("the transport position is the id").isEmpty();
        assertThat(event.csv()).isEqualTo(Csv.NONE);
        assertThat(event.duplicates()).isEqualTo(Duplicates.FIRST);
        assertThat(event.revisionField()).isEmpty();
        assertThat(event.maxBytes()).isEqualTo(1024 * 1024);
    }

    @Test
    void event_everyKey_isRead() {
        EventSpec event =
                Definition.parse("""
                        pipeline: flights
                        source: {kafka: {bootstrap: "localhost:9092", topic: flights}}
                        event:
                          format: csv
                          id: [carrier, number]
                          time: departure
                          fields: {departure: {type: timestamp, path: Flight Date}, carrier: string, revision: int}
                          csv: {columns: [carrier, number, Flight Date, revision, spare], delimiter: ";"}
                          duplicates: {last: revision}
                          max_bytes: 64KB
                        rollups: {by_carrier: {by: [carrier], every: [1h], measures: {flights: count}}}
                        """, "flights.yaml", Edited.ENVIRONMENT).event();

        assertThat(event.format()).isEqualTo(Format.CSV);
        assertThat(event.csv())
                .isEqualTo(new Csv(List.of("carrier", "number", "Flight Date", "revision", "spare"), ';'));
        assertThat(event.idFields()).containsExactly("carrier", "number");
        assertThat(event.timeField()).isEqualTo("departure");
        assertThat(event.duplicates()).isEqualTo(Duplicates.LAST);
        assertThat(event.revisionField()).isEqualTo("revision");
        assertThat(event.maxBytes()).isEqualTo(64 * 1024);
        assertThat(event.schema().fields())
                .containsExactly(
                        new Field(
                                "departure",
                                FieldType.TIMESTAMP,
                                "Flight Date",
                                "",
                                "",
                                "UTC",
                                Missing.REJECT,
                                Notation.PLAIN),
                        new Field(
                                "carrier", FieldType.STRING, "carrier", "", "", "UTC", Missing.REJECT, Notation.PLAIN),
                        new Field("revision", FieldType.INT, "revision", "", "", "UTC", Missing.REJECT, Notation.PLAIN),
                        new Field("number", FieldType.STRING, "number", "", "", "UTC", Missing.REJECT, Notation.PLAIN));
    }

    @Test
    void event_tabAsDelimiter_isRead() {
        assertThat(Edited.pipeline(
                                "format: json",
                                "format: csv⏎  csv: {columns: [id, date, origin, delay, share, fare, arrDelay], delimiter: \"\\t\"}")
                        .event()
                        .csv()
                        .delimiter())
                .isEqualTo('\t');
    }

    @Test
    void event_undeclaredTime_takesPatternAndZoneOfTheKey() {
        EventSpec event =
                Edited.pipeline("HH:mm\"}", "HH:mm\", zone: America/New_York}").event();

        assertThat(event.schema().field(event.schema().slot("date")))
                .isEqualTo(new Field(
                        "date",
                        FieldType.TIMESTAMP,
                        "date",
                        "",
                        "yyyy/MM/dd HH:mm",
                        "America/New_York",
                        Missing.REJECT,
                        Notation.PLAIN));
    }

    @Test
    void event_patternsOfTime_areReadInOrder() {
        EventSpec event = Edited.pipeline("\"yyyy/MM/dd HH:mm\"", "[epoch_millis, yyyyMMdd]")
                .event();

        assertThat(event.schema().field(event.schema().slot("date")).patterns())
                .containsExactly("epoch_millis", "yyyyMMdd");
    }

    @Test
    void event_derivedTime_isTakenAndRequired() {
        EventSpec event = Edited.pipeline(
                        "{field: date, pattern: \"yyyy/MM/dd HH:mm\"}",
                        "{field: date, not_before: 2001-01-01}",
                        "arrDelay: long",
                        "arrDelay: long, date: {type: timestamp, expr: \"timestamp_millis(arrDelay)\"}")
                .event();

        assertThat(event.timeField()).isEqualTo("date");
        assertThat(event.schema().field(event.schema().slot("date")).missing()).isEqualTo(Missing.REJECT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    date | 1970-01-02T00:00:00Z | 2026-11-28T10:00:00Z
                    {field: date} | 1970-01-02T00:00:00Z | 2026-11-28T10:00:00Z
                    {field: date, not_before: 1900-01-01} | 1900-01-01T00:00:00Z | 2026-11-28T10:00:00Z
                    {field: date, not_before: now-400d, not_after: now} | 2025-10-23T10:00:00Z | 2026-11-27T10:00:00Z
                    {field: date, not_after: "2030-01-01T12:00:00Z"} | 1970-01-02T00:00:00Z | 2030-01-01T12:00:00Z
                    """)
    void event_plausibleTime_isReadAndReckonedFromNow(String time, String first, String last) {
        PlausibleTime plausible = Edited.pipeline("{field: date, pattern: \"yyyy/MM/dd HH:mm\"}", time)
                .plausibleTime();

        long now = Micros.of(Instant.parse("2026-11-27T10:00:00Z"));
        assertThat(Micros.toInstant(plausible.notBefore().micros(now))).isEqualTo(first);
        assertThat(Micros.toInstant(plausible.notAfter().micros(now))).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    format: json | format: xml | 5: event.format: "xml": is none of json, csv, text
                    format: json | format: jsn | 5: event.format: "jsn": is none of json, csv, text; did you mean "json"?
                    format: json | format: csv | 4: event: format csv needs the key "csv" with its columns; csv: {columns: [id, date, delay]}
                    format: json | format: csv⏎  csv: {columns: [id, date, origin, delay, share, fare]} | 9: event.fields.arrDelay: the field "arrDelay" is read from the column "arrDelay", which event.csv.columns does not name; Columns: id, date, origin, delay, share, fare
                    format: json | format: csv⏎  csv: {columns: [id, id, date, origin, delay, share, fare, arrDelay], delimiter: "::"} | 6: event.csv.columns: "id": appears twice in the list; each column needs its own name ¶ 6: event.csv.delimiter: "::": is not a delimiter (one character, or \\t for a tab)
                    format: json | format: json⏎  csv: {columns: [id]} | 6: event.csv: has no meaning for format json; remove it, or write format: csv
                    format: json | format: json⏎  csv: {columns: []} | 6: event.csv: has no meaning for format json; remove it, or write format: csv ¶ 6: event.csv.columns: is an empty list; write at least one value
                    format: json | format: json⏎  csv: {columns: id} | 6: event.csv: has no meaning for format json; remove it, or write format: csv ¶ 6: event.csv.columns: takes a list, not a single value; write [id]
                    id: id | id: [id, id] | 6: event.id: "id": appears twice in the list; keep one of them
                    id: id | id: {field: id} | 6: event.id: takes a single value or a list, not keys with values
                    id: id | id: "flight number" | 6: event.id: "flight number": is not a valid field name (a letter or _, then letters, digits and _; at most 48 characters)
                    id: id | id: [] | 6: event.id: is an empty list; write at least one value
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: delay | 7: event.time: "delay": the event time must be a timestamp; "delay" is declared as int; declare it as timestamp, or not at all
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {pattern: "yyyy"} | 7: event.time: needs the key "field": the field that says when it happened
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} |  | 4: event: needs the key "time": the event time: a field, or a field with its pattern, zone and bounds
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, pattern: "yyyy-mm-dd bb"} | 7: event.time.pattern: "yyyy-mm-dd bb": is not a time pattern: Unknown pattern letter: b; such as yyyy-MM-dd HH:mm:ss or epoch_millis
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, pattern: "YYYY/MM/dd HH:mm"} | 7: event.time.pattern: "YYYY/MM/dd HH:mm": is not a time pattern: it reads no year; a year is yyyy; YYYY is the year of a week
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, zone: Europe/Berln} | 7: event.time.zone: "Europe/Berln": there is not a time zone of that name; an IANA id is needed, such as Europe/Berlin; did you mean "Europe/Berlin"?
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, not_after: tomorrow} | 7: event.time.not_after: "tomorrow": is not a bound of time (now+1d, now-400d, a date such as 1900-01-01, or a UTC time such as 2024-05-01T10:00:00Z)
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, not_before: 2024-02-30} | 7: event.time.not_before: "2024-02-30": there is no such date or time; such as 1900-01-01, 2024-05-01T10:00:00Z or now+1d
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, not_before: 2024-02-03, not_after: 2024-02-03} | 7: event.time.not_before: "2024-02-03": no event could be taken: not_before is not earlier than not_after
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: {field: date, not_before: now+2d} | 7: event.time.not_before: "now+2d": no event could be taken: not_before is not earlier than not_after
                    time: {field: date, pattern: "yyyy/MM/dd HH:mm"} | time: [date] | 7: event.time: takes a single value or keys with values, not a list
                    id: string, | id: string, date: timestamp, | 7: event.time.field: "date": its pattern and zone are given here, and the field is declared in event.fields too; remove the declaration, or move pattern and zone there
                    id: string, | id: string, date: string, | 7: event.time.field: "date": the event time must be a timestamp; "date" is declared as string; declare it as timestamp, or not at all
                    id: string, | id: {type: string, expr: "upper(origin)"}, | 6: event.id: "id": is derived by an expression; an id must be read from the event itself
                    id: string, | id: string, date: {type: timestamp, expr: "timestamp_millis(arrDelay)"}, | 7: event.time.field: "date": is derived by an expression, which says how it is read; pattern and zone have no meaning then; remove them
                    "yyyy/MM/dd HH:mm" | [epoch_milis, "yyyy/MM/dd HH:mm"] | 7: event.time.pattern: "epoch_milis": is not a time pattern: Unknown pattern letter: o; did you mean "epoch_millis"?
                    fields: {id: string, origin: string, delay: int, share: double, fare: "decimal(12,2)", arrDelay: long} | fields: {} | 8: event.fields: is empty; write at least one field ¶ 15: rollups.delays.by: "origin": there is no such field; Fields: id, date ¶ 19: rollups.delays.measures.delay: "sum(delay)": there is no field "delay"; Fields: id, date
                    id: id | id: id⏎  duplicates: last | 7: event.duplicates: "last": is none of first, {keep, last, within: …}
                    id: id | id: id⏎  duplicates: {last: revison} | 7: event.duplicates.last: "revison": there is no such field; Fields: id, origin, delay, share, fare, arrDelay, date
                    id: id | id: id⏎  duplicates: {last: origin} | 7: event.duplicates.last: "origin": a revision must be int, long or timestamp; it is string
                    id: id | id: id⏎  duplicates: {within: 1d} | 7: event.duplicates: needs one of the keys keep, last
                    id: id | id: id⏎  duplicates: {keep: first, last: delay} | 7: event.duplicates: has the keys keep, last, of which one is allowed; keep one
                    id: id | id: id⏎  duplicates: {keep: first, within: ever} | 7: event.duplicates.within: "ever": is not a duration (a number and s, m, h, d or w, such as 90s or 400d)
                    id: id | id: id⏎  duplicates: {keep: first, within: 1001h} | 7: event.duplicates.within: "1001h": is more than 1,000 buckets of the record, which are 1h long: all of them would be looked through for each one that settles; a shorter horizon, or a longer record.bucket
                    id: id | id: id⏎  max_bytes: 1GB | 7: event.max_bytes: "1GB": is not a size (a number of bytes, or a number with KB or MB, such as 512KB)
                    id: id | id: id⏎  max_bytes: 100 | 7: event.max_bytes: "100": is out of range: 1KB to 16MB
                    id: id | id: id⏎  max_bytes: 64MB | 7: event.max_bytes: "64MB": is out of range: 1KB to 16MB
                    """)
    void event_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
