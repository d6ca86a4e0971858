package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Documents of one seed: mostly objects that use the declared keys, with everything JSON allows, and damaged copies of them. */
final class RandomJson {
    private static final List<String> KEYS = List.of(
            "text",
            "int",
            "long",
            "real",
            "price",
            "sum",
            "flag",
            "deep",
            "inner",
            "more",
            "at",
            "other",
            "",
            "d\\u0065ep",
            "t\\u00e9");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "7",
            "-12",
            "12.0",
            "1.2e1",
            "1.5",
            "19.99",
            "19.990",
            "0.001",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "99999999.99",
            "100000000.00",
            "1e400",
            "-1e400",
            "1e-400",
            "123456789012345678901234567.0123456789",
            "1e22",
            "1e23",
            "9007199254740993",
            "0.1",
            "2.2250738585072012e-308",
            "1E+2",
            "1e-2",
            "00",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "NaN",
            "Infinity",
            "0x10",
            "-",
            "1e999999999",
            "0e999999999");
    private static final List<String> TEXTS = List.of(
            "",
            "ATL",
            "é",
            "漢字",
            "😀",
            "\\\"",
            "\\\\",
            "\\/\\b\\f\\n\\r\\t",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\ud83dx",
            "\\u12",
            "\\x",
            "12",
            "19.99",
            "-1e2",
            "abc",
            "2001-01-05T06:20:00Z",
            "2001-02-30",
            "0001-01-01",
            "9999-12-31T23:59:59.999999999Z",
            "2001-01-05 06:20",
            "2001-01-05T06:20:00.5+02:00",
            "\\u0032001-01-05",
            "\u007f",
            "a\u2028b");
    private static final List<String> SPACES = List.of("", "", "", "", " ", "\n", "\t", "\r\n", "  ");

    private final SplittableRandom random;

    RandomJson(SplittableRandom random) {
        this.random = random;
    }

    byte[] document() {
        StringBuilder text = new StringBuilder(space());
        object(text, 0);
        return text.append(space()).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One to three bytes changed, removed, repeated, or everything after some byte cut off. */
    byte[] damaged() {
        byte[] bytes = document();
        for (int i = random.nextInt(1, 4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]:,\"\\ 0e-.\n".charAt(random.nextInt(14));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(4)), at);
                default -> bytes = spliced(bytes, at, at, Math.max(0, at - random.nextInt(8)));
            }
        }
        return bytes;
    }

    /** The bytes up to {@code to}, then those from {@code again}: a repeat or, where {@code to} is less, an omission. */
    private static byte[] spliced(byte[] bytes, int at, int skipTo, int again) {
        byte[] tail = Arrays.copyOfRange(bytes, again < at ? again : skipTo, bytes.length);
        byte[] joined = Arrays.copyOf(bytes, at + tail.length);
        System.arraycopy(tail, 0, joined, at, tail.length);
        return joined;
    }

    private void object(StringBuilder text, int level) {
        text.append('{').append(space());
        int members = random.nextInt(level == 0 ? 9 : 4);
        for (int i = 0; i < members; i++) {
            String key = pick(KEYS);
            text.append(i == 0 ? "" : ",")
                    .append(space())
                    .append('"')
                    .append(key)
                    .append('"')
                    .append(space())
                    .append(':')
                    .append(space());
            fitting(text, key, level);
            text.append(space());
        }
        text.append('}');
    }

    private void fitting(StringBuilder text, String key, int level) {
        if (random.nextInt(8) == 0) {
            any(text, level);
            return;
        }
        switch (key) {
            case "text", "inner" -> string(text);
            case "at" ->
                text.append('"')
                        .append(random.nextBoolean() ? "2001-01-05T06:20:00Z" : "1969-12-31 23:59:59.9999")
                        .append('"');
            case "flag" -> text.append(random.nextBoolean());
            case "int" -> text.append(random.nextInt() >> random.nextInt(32));
            case "long" -> text.append(random.nextLong() >> random.nextInt(64));
            case "real", "more" -> text.append((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-30, 30)));
            case "price" -> text.append(random.nextInt(1_000_000)).append('.').append(random.nextInt(100));
            case "sum" ->
                text.append(random.nextLong())
                        .append(random.nextInt(10))
                        .append(random.nextBoolean() ? "" : ".0000000001");
            default -> object(text, level + 1);
        }
    }

    private void any(StringBuilder text, int level) {
        switch (random.nextInt(level > 3 ? 5 : 7)) {
            case 0 -> text.append(pick(List.of("true", "false", "null", "nul", "True")));
            case 1 -> string(text);
            case 2, 3 -> text.append(pick(NUMBERS));
            case 4 -> text.append("null");
            case 5 -> object(text, level + 1);
            default -> {
                text.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    any(text, level + 1);
                    text.append(i > 1 ? "," : "");
                }
                text.append(']');
            }
        }
    }

    private void string(StringBuilder text) {
        text.append('"');
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(pick(TEXTS));
        }
        text.append('"');
    }

    private String space() {
        return pick(SPACES);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
