package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private static final Table DELAYS = Table.of(
                    Column.text("origin"), Column.text("day"), Column.number("flights"), Column.number("delay", "min"))
            .row("ATL", Instant.parse("2001-03-25T00:00:00Z"), 12_345L, 3.14159)
            .row("LAX, \"T1\"", null, 7, null)
            .build();

    @Test
    void text_table_alignsAndSeparatesThousands() {
        assertThat(DELAYS.text(Format.TABLE)).isEqualTo("""
                        origin     day                   flights  delay (min)
                        ---------  --------------------  -------  -----------
                        ATL        2001-03-25T00:00:00Z   12,345        3.142
                        LAX, "T1"  -                           7            -
                        """);
    }

    @Test
    void text_csv_quotesWhatNeedsQuotesAndKeepsAllDigits() {
        assertThat(DELAYS.text(Format.CSV)).isEqualTo("""
                        origin,day,flights,delay
                        ATL,2001-03-25T00:00:00Z,12345,3.14159
                        "LAX, ""T1\""",,7,
                        """);
    }

    @Test
    void text_json_isAnArrayOfObjectsWithPlainNumbers() {
        assertThat(DELAYS.text(Format.JSON)).isEqualTo("""
                        [
                          {
                            "origin" : "ATL",
                            "day" : "2001-03-25T00:00:00Z",
                            "flights" : 12345,
                            "delay" : 3.14159
                          },
                          {
                            "origin" : "LAX, \\"T1\\"",
                            "day" : null,
                            "flights" : 7,
                            "delay" : null
                          }
                        ]
                        """);
    }

    @Test
    void text_severalValuesInACell_areAnArrayInJsonAndJsonTextInCsv() {
        Map<String, Object> odd = new LinkedHashMap<>();
        odd.put("value", "x,1");
        odd.put("count", 3L);
        Table top = Table.of(Column.text("top"))
                .row(new Entries(List.of(odd, Map.of("value", new BigDecimal("2.50"))), "x,1 3"))
                .row(new Entries(List.of(), ""))
                .build();

        assertThat(top.text(Format.TABLE).lines().skip(2)).containsExactly("x,1 3", "");
        assertThat(top.text(Format.CSV)).isEqualTo("""
                        top
                        "[{""value"":""x,1"",""count"":3},{""value"":2.50}]"
                        []
                        """);
        assertThat(top.text(Format.JSON).replaceAll("\\s+", ""))
                .isEqualTo("[{\"top\":[{\"value\":\"x,1\",\"count\":3},{\"value\":2.50}]},{\"top\":[]}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1234567.10 | 1,234,567.10 | 1234567.10 | 1234567.10",
                "-5         | -5           | -5         | -5",
                "1E+20      | 100,000,000,000,000,000,000 | 100000000000000000000 | 100000000000000000000",
            })
    void text_decimal_isExactInEveryFormat(BigDecimal value, String table, String csv, String json) {
        Table one = Table.of(Column.number("sum")).row(value).build();

        assertThat(one.text(Format.TABLE).lines().skip(2).map(String::strip)).containsExactly(table);
        assertThat(one.text(Format.CSV).lines().skip(1)).containsExactly(csv);
        assertThat(one.text(Format.JSON)).contains("\"sum\" : " + json + "\n");
    }

    @Test
    void text_oddValues_staySafeInEveryFormat() {
        Table odd = Table.of(Column.text("a"), Column.number("b"), Column.text("c"))
                .row("two\nlines", BigInteger.TWO.pow(80), "")
                .row(true, Double.NaN, " padded ")
                .build();

        assertThat(odd.text(Format.TABLE)).contains("two\\nlines", "1,208,925,819,614,629,174,706,176");
        assertThat(odd.text(Format.CSV))
                .isEqualTo("a,b,c\n\"two\nlines\",1208925819614629174706176,\"\"\ntrue,NaN,\" padded \"\n");
        assertThat(odd.text(Format.JSON)).contains("1208925819614629174706176", "\"NaN\"", "true");
    }

    @Test
    void text_noRows_stillShowsTheHeader() {
        Table none = Table.of(Column.text("server")).build();

        assertThat(none.text(Format.TABLE)).isEqualTo("server\n------\n");
        assertThat(none.text(Format.CSV)).isEqualTo("server\n");
        assertThat(none.text(Format.JSON)).isEqualTo("[ ]\n");
    }

    @Test
    void text_titledTables_areToldApartInEveryFormat() {
        Map<String, Table> titled = new LinkedHashMap<>();
        titled.put("books", Table.of(Column.number("read")).row(3).build());
        titled.put("gaps", Table.of(Column.text("range")).build());

        assertThat(Table.text(Format.TABLE, titled)).isEqualTo("books\nread\n----\n   3\n\ngaps\nrange\n-----\n");
        assertThat(Table.text(Format.CSV, titled)).isEqualTo("# books\nread\n3\n\n# gaps\nrange\n");
        assertThat(Table.text(Format.JSON, titled)).contains("\"books\" : [", "\"read\" : 3", "\"gaps\" : [ ]");
    }

    @Test
    void build_rowOfWrongLength_isRefused() {
        Table.Builder table = Table.of(Column.text("a")).row("x", "y");

        assertThatThrownBy(table::build).hasMessage("a row of 2 values in a table of 1 columns: [x, y]");
    }
}
