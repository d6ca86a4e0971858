package tallyroll.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.FieldType;
import tallyroll.sample.FieldProfile.Kind;

/** What single values are taken for. */
class GuessTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2024-05-01T10:00:00Z           | ``
            2024-05-01                     | ``
            2024-05-01 10:00:00.123        | ``
            2001/01/05 06:20               | yyyy/MM/dd HH:mm
            2001/01/05                     | yyyy/MM/dd
            01/May/2024:10:00:00 +0000     | dd/MMM/yyyy:HH:mm:ss Z
            Wed, 01 May 2024 10:00:00 GMT  | rfc_1123
            31.12.2024 10:00               | dd.MM.yyyy HH:mm
            12/31/2024 10:00:00            | MM/dd/yyyy HH:mm:ss
            31/12/2024 10:00:00            | dd/MM/yyyy HH:mm:ss
            1/31/2024 9:05 PM              | M/d/yyyy h:mm a
            20240501101500                 | yyyyMMddHHmmss
            20240501                       | yyyyMMdd
            1714557600                     | epoch_seconds
            1714557600.25                  | epoch_seconds
            1714557600123                  | epoch_millis
            1714557600123456               | epoch_micros
            """)
    void time_ofEachForm_hasItsPattern(String text, String pattern) {
        assertThat(TimeGuess.ofTexts(List.of(text), List.of("sent", "time"), Drafts.NOW)
                        .map(TimeGuess::pattern))
                .contains(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1714557600", "20240501", "hello", "12:30", "2024-13-01", "1.2.3", "9999999999999999999999"})
    void time_ofWhatIsNone_isNot(String text) {
        assertThat(TimeGuess.ofTexts(List.of(text), List.of("amount"), Drafts.NOW))
                .isEmpty();
    }

    @Test
    void time_thatCanBeReadTwoWays_isDoubted() {
        assertThat(TimeGuess.ofTexts(List.of("03/04/2024 10:00"), List.of("t"), Drafts.NOW)
                        .orElseThrow()
                        .doubt())
                .isEqualTo("may be dd/MM/yyyy HH:mm as well");
        assertThat(TimeGuess.ofTexts(List.of("03/04/2024 10:00", "03/14/2024 10:00"), List.of("t"), Drafts.NOW)
                        .orElseThrow()
                        .doubt())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NUMBER  | n      | 1, -5                 | int
            NUMBER  | n      | 134217726             | int
            NUMBER  | n      | 134217727             | long
            NUMBER  | n      | 12345678901234567890  | decimal(38,0)
            NUMBER  | n      | 1.5, 2                | decimal(18,3)
            NUMBER  | price  | 1.5, 2.25             | decimal(18,2)
            NUMBER  | n      | 1.234567              | double
            NUMBER  | n      | 1E+3                  | double
            TEXT    | n      | 007, 1                | string
            TEXT    | n      | 1.50, 2               | decimal(18,4)
            TEXT    | n      | x                     | string
            TEXT    | n      | 0.1714557600           | string
            TEXT    | owner  | 123456789012          | string
            TEXT    | n      | 12                    | int
            BOOLEAN | n      | true                  | boolean
            """)
    void type_ofJsonValues_readsThemWithRoomForMore(Kind kind, String name, String values, String type) {
        FieldProfile profile = new FieldProfile(FieldPath.column(name));
        List.of(values.split(", ")).forEach(value -> profile.see(kind, value));

        assertThat(TypeGuess.of(profile, false, Drafts.NOW).type().map(FieldType::toString))
                .contains(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1, -5       | int
            007, 1      | string
            TRUE, false | boolean
            1.5         | decimal(18,3)
            1e400       | double
            """)
    void type_ofCells_isWhatTheyCanBeReadAs(String values, String type) {
        FieldProfile profile = new FieldProfile(FieldPath.column("n"));
        List.of(values.split(", ")).forEach(value -> profile.see(Kind.TEXT, value));

        assertThat(TypeGuess.of(profile, true, Drafts.NOW).type().map(FieldType::toString))
                .contains(type);
    }

    @Test
    void type_nowThisNowThat_isLeftOutWithTheReason() {
        FieldProfile profile = new FieldProfile(FieldPath.column("n"));
        profile.see(Kind.TEXT, "x");
        profile.see(Kind.NUMBER, "1");

        TypeGuess guess = TypeGuess.of(profile, false, Drafts.NOW);
        assertThat(guess.type()).isEqualTo(Optional.empty());
        assertThat(guess.doubt()).isEqualTo("now a text, now a number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com",
                "+49 170 1234567",
                "4111 1111 1111 1111",
                "DE89 3704 0044 0532 0130 00",
                "AKIAIOSFODNN7EXAMPLE",
                "https://u:p@host/",
                "/a?access_token=1",
                "Bearer abcdefghij",
                "aB3dE5fG7hI9jK1lM3nO5pQ7rS9t"
            })
    void text_thatLooksPrivate_is(String text) {
        assertThat(PrivateValues.text(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "north",
                "r-0001",
                "7b2d4c1e-9d6f-4a55-9a0e-0d1f2e3c4b5a",
                "2024-05-01T10:00:00Z",
                "1234567890123456"
            })
    void text_thatLooksHarmless_isNot(String text) {
        assertThat(PrivateValues.text(text)).isFalse();
    }

    @Test
    void names_areFitForColumnsAndTakenOnce() {
        Set<String> taken = new HashSet<>();

        assertThat(NameWords.free("orderID", "f", taken)).isEqualTo("order_id");
        assertThat(NameWords.free("Order ID", "f", taken)).isEqualTo("order_id_2");
        assertThat(NameWords.free("2nd", "f", taken)).isEqualTo("f_2nd");
        assertThat(NameWords.free("größe", "f", taken)).isEqualTo("gre");
        assertThat(NameWords.free("日", "f", taken)).isEqualTo("f");
        assertThat(NameWords.free("token", "f", taken)).isEqualTo("token_of_event");
        assertThat(NameWords.free("x".repeat(90), "f", taken)).hasSize(40);
        assertThat(NameWords.ofPath(path("station", "id"), taken)).isEqualTo("station_id");
        assertThat(NameWords.ofPath(path("station", "docks"), taken)).isEqualTo("docks");
        assertThat(NameWords.ofPath(path("depot", "docks"), taken)).isEqualTo("depot_docks");
    }

    private static FieldPath path(String... keys) {
        return new FieldPath(FieldPath.Origin.VALUE, List.of(keys));
    }
}
