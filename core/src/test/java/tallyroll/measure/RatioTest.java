package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void of_numbers_isTheirQuotientRoundedOnce() {
        assertThat(Ratio.of(1L, 8L)).isEqualTo(0.125);
        assertThat(Ratio.of(1L, 3L)).isEqualTo(1.0 / 3);
        assertThat(Ratio.of(new BigInteger("9007199254740993"), 1L)).isEqualTo(9007199254740992.0);
        assertThat(Ratio.of(new BigDecimal("12.50"), 5L)).isEqualTo(2.5);
        assertThat(Ratio.of(2.5, 2L)).isEqualTo(1.25);
        assertThat(Ratio.of(0L, 2L)).isEqualTo(0.0);
        assertThat(Ratio.of(BigInteger.TEN.pow(400), BigInteger.TEN.pow(399))).isEqualTo(10.0);
    }

    @Test
    void of_nothingOrZero_isNull() {
        assertThat(Ratio.of(null, 1L)).isNull();
        assertThat(Ratio.of(1L, null)).isNull();
        assertThat(Ratio.of(1L, 0L)).isNull();
        assertThat(Ratio.of(0L, new BigDecimal("0.00"))).isNull();
        assertThat(Ratio.of(1L, -0.0)).isNull();
    }
}
