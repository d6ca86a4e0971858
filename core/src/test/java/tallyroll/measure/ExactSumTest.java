package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;

class ExactSumTest {
    /** Doubling forty times does 2^40 additions' worth of uncarried digits: without carries they would wrap. */
    @ParameterizedTest
    @ValueSource(
            doubles = {1, -1, 0.1, -0.1, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-300, 123456789.125})
    void merge_doubledFortyTimes_carriesExactly(double value) {
        ExactSum sum = new ExactSum();
        sum.add(value);
        BigInteger significand = sum.significand();
        int exponent = sum.exponent();
        for (int i = 0; i < 40; i++) {
            ExactSum twice = new ExactSum();
            twice.merge(sum);
            twice.merge(sum);
            sum = twice;
        }
        assertThat(sum.significand()).isEqualTo(significand);
        assertThat(sum.exponent()).isEqualTo(exponent + 40);
        assertThat(copy(sum).significand()).isEqualTo(significand);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 62})
    void merge_doubledIntegers_areExact(long value) {
        ExactSum sum = new ExactSum();
        sum.add(value);
        for (int i = 0; i < 100; i++) {
            ExactSum twice = new ExactSum();
            twice.merge(sum);
            twice.merge(sum);
            sum = twice;
        }
        assertThat(sum.integer()).isEqualTo(BigInteger.valueOf(value).shiftLeft(100));
    }

    @Test
    void add_cancellingMagnitudes_leavesTheSmall() {
        ExactSum sum = new ExactSum();
        sum.add(1e300);
        sum.add(Double.MIN_VALUE);
        sum.add(-1e300);
        assertThat(sum.significand()).isEqualTo(BigInteger.ONE);
        assertThat(sum.exponent()).isEqualTo(-1074);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807", "-9223372036854775808", "3037000500", "-2147483648", "1"})
    void addSquare_anyLong_isExact(long value) {
        ExactSum sum = new ExactSum();
        sum.addSquare(value);
        sum.addSquare(value);
        assertThat(sum.integer()).isEqualTo(BigInteger.valueOf(value).pow(2).shiftLeft(1));
    }

    private static ExactSum copy(ExactSum sum) {
        ByteWriter out = new ByteWriter();
        sum.write(out);
        return ExactSum.read(new ByteReader(out.toByteArray()));
    }
}
