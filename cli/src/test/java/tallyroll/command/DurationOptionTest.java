package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.retry.Patience;

class DurationOptionTest {
    private final DurationOption option = new DurationOption();

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "30s, PT30S", "10m, PT10M", "2h, PT2H", "1d, PT24H"})
    void convert_numberAndUnit_isThatLong(String text, Duration duration) {
        assertThat(option.convert(text)).isEqualTo(duration);
    }

    @Test
    void convert_forEver_isNoLimit() {
        assertThat(option.convert("for-ever")).isEqualTo(Patience.FOR_EVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5h", "1w", "forever"})
    void convert_anythingElse_saysWhatToWrite(String text) {
        assertThatThrownBy(() -> option.convert(text))
                .hasMessage("\"" + text + "\" is not a duration; write 30s, 10m, 2h, 1d or for-ever");
    }
}
