package tallyroll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Csv.Header;
import tallyroll.event.EventSpec.Format;

class CsvBodyTest {
    private static final EventSpec LINES = spec(Header.NONE);
    private static final EventSpec NAMED = spec(Header.NAMES);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a,b\nc,d\n`                  | `a,b & c,d`",
                "`\ufeffa,b\r\n\r\nc,d`         | `a,b & c,d`",
                "`\"a\nb\",c\r\nd,\"e\r\n\"\r\n` | `\"a\nb\",c & d,\"e\r\n\"`",
                "`a,\"x\"\"\n\"\n,`              | `a,\"x\"\"\n\" & ,`",
                "`a\"b,c\nd,\"e\"f\ng`          | `a\"b,c & d,\"e\"f & g`",
                "``                            | ``",
            })
    void body_lines_areCutOutsideQuotes(String body, String events) throws HttpError {
        assertThat(String.join(" & ", BodyParserTest.cut(body, LINES, "text/csv")))
                .isEqualTo(events);
    }

    @Test
    void body_quoteWithoutEnd_isRefused() {
        assertThatThrownBy(() -> BodyParserTest.cut("a,b\nc,\"d\ne,f\n", LINES, "text/csv"))
                .hasMessage("The body cannot be read: the quoted cell that begins at byte 6 has no closing quote."
                        + " Nothing was taken; send it to its end.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`id,n,at\n1,2,3\n`                 | `1,2,3`",
                "`at,spare,\"id\",n\r\n3,x,1,2\r\n\r\n6,y,\"4,\n\",5` | `1,2,3 & \"4,\n\",5,6`",
                "`\ufeffn,at,id\n,,\n`              | `,,`",
                "`id,n,at`                          | ``",
            })
    void body_withNames_isHandedOnInTheDeclaredOrder(String body, String events) throws HttpError {
        assertThat(String.join(" & ", BodyParserTest.cut(body, NAMED, "text/csv")))
                .isEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`1,2,3\n`           | its first line must name the columns (event.csv.header), and it names \"id\" nowhere. Nothing was taken; send the columns' names first: id,n,at.",
                "`id,n,at,n\n`       | its first line must name the columns (event.csv.header), and it names \"n\" twice. Nothing was taken; send the columns' names first: id,n,at.",
                "`id,at,n\n1,2,3\n\n1,2\n` | record 4 has 2 columns, and the first line names 3. Nothing was taken; send a cell for each column.",
            })
    void body_thatItsNamesDoNotFit_isRefused(String body, String message) {
        assertThatThrownBy(() -> BodyParserTest.cut(body, NAMED, "text/csv"))
                .hasMessage("The body cannot be read: " + message);
    }

    /** Whatever is sent: an answer, and every event is a piece of the body, in order. */
    @ParameterizedTest
    @ValueSource(longs = {3, 20_540_395})
    void body_ofAnything_isRefusedOrCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                body.append("a,,\"\n\r\u00e9".charAt(random.nextInt(7)));
            }
            List<String> events = new ArrayList<>();
            try {
                events = BodyParserTest.cut(body.toString(), LINES, "");
            } catch (HttpError expected) {
                refused++;
            }
            int at = 0;
            for (String event : events) {
                at = body.indexOf(event, at) + event.length();
                assertThat(at).as("seed %d, body %d: %s", seed, i, body).isGreaterThanOrEqualTo(event.length());
            }
        }
        assertThat(refused).isBetween(1_000, 15_000);
    }

    private static EventSpec spec(Header header) {
        return BodyParserTest.spec(Format.CSV, new Csv(List.of("id", "n", "at"), ',', header, false));
    }
}
