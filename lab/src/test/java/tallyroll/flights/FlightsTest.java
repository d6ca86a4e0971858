package tallyroll.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlightsTest {
    private static final Flight FIRST = new Flight("0", 978_307_260L / 60, 33, 2176, "LAS", "PHL");

    @TempDir
    Path directory;

    @Test
    void slice_wholeFile_holdsEveryRowInOrderOfDate() {
        try (Flights flights = Flights.slice()) {
            assertThat(flights.count()).isEqualTo(Flights.SLICE);
            assertThat(flights.next()).isEqualTo(FIRST);
            long rows = 1;
            long before = FIRST.minute();
            while (flights.hasNext()) {
                Flight flight = flights.next();
                assertThat(flight.minute()).isGreaterThanOrEqualTo(before);
                assertThat(flight.id()).isEqualTo(Long.toString(rows++));
                before = flight.minute();
            }
            assertThat(rows).isEqualTo(Flights.SLICE);
        }
    }

    @Test
    void slice_committedFile_isTheOneTheReadmeDescribes() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in =
                new DigestInputStream(Flights.class.getResourceAsStream("flights-200k.parquet"), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        String readme =
                new String(Flights.class.getResourceAsStream("README.md").readAllBytes(), StandardCharsets.UTF_8);

        assertThat(readme).contains(HexFormat.of().formatHex(digest.digest()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.ndjson | {"date":"2001/01/01 00:01","delay":33,"distance":2176,"origin":"LAS","destination":"PHL"}
            b.json   | {"id":0,"date":"2001-01-01T00:01:00.000Z","delay":33,"distance":2176,"origin":"LAS","destination":"PHL"}
            c.csv    | date,delay,distance,origin,destination~2001-01-01 00:01:00,33,2176,LAS,PHL
            d.csv    | destination,origin,id,distance,delay,date~"PHL","LAS",0,2176,33,2001/01/01 00:01
            """)
    void open_eachTextFormat_readsTheSameFlight(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text.replace('~', '\n') + "\n\n");

        try (Flights flights = Flights.open(file)) {
            assertThat(flights.next()).isEqualTo(FIRST);
            assertThat(flights.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.txt    | x                                        | must end with .parquet, .ndjson or .csv
            b.ndjson | {"date":"2001/01/01 00:01"}              | line 1: a flight needs "delay"
            c.csv    | date,delay                               | must name a column "distance"
            d.csv    | date,delay,distance,origin,destination~1 | line 2: 1 values under a header of 5
            """)
    void open_badFile_saysWhereAndWhy(String name, String text, String message) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text.replace('~', '\n'));

        assertThatThrownBy(() -> {
                    try (Flights flights = Flights.open(file)) {
                        flights.next();
                    }
                })
                .isInstanceOf(UnreadableFlightsException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(message);
    }
}
