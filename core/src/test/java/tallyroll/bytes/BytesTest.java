package tallyroll.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BytesTest {
    static Stream<Arguments> written() {
        return Stream.of(
                written("byte", w -> w.writeByte(0x1FF), "ff"),
                written("int", w -> w.writeInt(-2), "fffffffe"),
                written("long", w -> w.writeLong(0x0102030405060708L), "0102030405060708"),
                written("double", w -> w.writeDouble(1.0), "3ff0000000000000"),
                written("varint 127", w -> w.writeVarint(127), "7f"),
                written("varint 128", w -> w.writeVarint(128), "8001"),
                written("varint of all bits", w -> w.writeVarint(-1), "ffffffffffffffffff01"),
                written("zigzag -1", w -> w.writeZigzag(-1), "01"),
                written("zigzag least", w -> w.writeZigzag(Long.MIN_VALUE), "ffffffffffffffffff01"),
                written("bytes", w -> w.writeBytes(new byte[] {9, 8}), "020908"),
                written("string", w -> w.writeString("é"), "02c3a9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("written")
    void write_value_hasTheseBytes(String name, Consumer<ByteWriter> write, String hex) {
        ByteWriter writer = new ByteWriter();
        write.accept(writer);

        assertThat(HexFormat.of().formatHex(writer.toByteArray())).as(name).isEqualTo(hex);
    }

    @Test
    void read_whatWasWritten_isEqual() {
        for (long seed = 0; seed < 300; seed++) {
            ByteWriter writer = new ByteWriter(0);
            fill(writer, new SplittableRandom(seed));
            byte[] padded = new byte[writer.size() + 7];
            System.arraycopy(writer.array(), 0, padded, 3, writer.size());
            ByteReader reader = new ByteReader(Slice.of(padded, 3, 3 + writer.size()));
            check(reader, new SplittableRandom(seed), seed);
            assertThat(reader.remaining()).as("seed %s", seed).isZero();
        }
    }

    @Test
    void read_cutShortAnywhere_isRefused() {
        ByteWriter writer = new ByteWriter();
        fill(writer, new SplittableRandom(5));
        for (int length = 0; length < writer.size(); length++) {
            ByteReader reader = new ByteReader(Slice.of(writer.array(), 0, length));
            assertThatExceptionOfType(MalformedBytesException.class)
                    .as("%s bytes", length)
                    .isThrownBy(() -> check(reader, new SplittableRandom(5), 5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffffffffffffff02,   a varint of more than 64 bits ends at byte 10",
        "80808080808080808080,   a varint of more than 64 bits ends at byte 10",
        "8080,                   'needed 1 bytes at byte 2, 0 left'",
    })
    void readVarint_notOne_isRefused(String hex, String message) {
        ByteReader reader = new ByteReader(HexFormat.of().parseHex(hex));

        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(reader::readVarint)
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "03 0102,                'a count of 3 does not fit the 2 bytes left'",
        "ffffffffffffffffff01,   'a count of -1 does not fit the 0 bytes left'",
    })
    void readBytes_lengthBeyondTheEnd_isRefused(String hex, String message) {
        ByteReader reader = new ByteReader(HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(reader::readBytes)
                .withMessage(message);
    }

    @Test
    void reset_writer_beginsAgain() {
        ByteWriter writer = new ByteWriter();
        writer.writeLong(1);
        writer.reset();
        writer.writeByte(7);

        assertThat(writer.toByteArray()).containsExactly(7);
    }

    private static Arguments written(String name, Consumer<ByteWriter> write, String hex) {
        return Arguments.of(name, write, hex);
    }

    private static void fill(ByteWriter writer, SplittableRandom random) {
        for (int i = 0; i < 30; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            switch (i % 7) {
                case 0 -> writer.writeByte((int) value);
                case 1 -> writer.writeInt((int) value);
                case 2 -> writer.writeLong(value);
                case 3 -> writer.writeDouble(Double.longBitsToDouble(value));
                case 4 -> writer.writeVarint(value);
                case 5 -> writer.writeZigzag(value);
                default -> writer.writeString(Long.toString(value));
            }
        }
    }

    private static void check(ByteReader reader, SplittableRandom random, long seed) {
        for (int i = 0; i < 30; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            Object expected;
            Object read;
            switch (i % 7) {
                case 0 -> {
                    expected = (int) value & 0xFF;
                    read = reader.readByte();
                }
                case 1 -> {
                    expected = (int) value;
                    read = reader.readInt();
                }
                case 2 -> {
                    expected = value;
                    read = reader.readLong();
                }
                case 3 -> {
                    expected = Double.longBitsToDouble(value);
                    read = reader.readDouble();
                }
                case 4 -> {
                    expected = value;
                    read = reader.readVarint();
                }
                case 5 -> {
                    expected = value;
                    read = reader.readZigzag();
                }
                default -> {
                    expected = Long.toString(value);
                    read = reader.readString();
                }
            }
            assertThat(read).as("seed %s, value %s", seed, i).isEqualTo(expected);
        }
    }
}
