package tallyroll.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.event.FieldType;

/** What a document means by Jackson, {@link BigDecimal} and java.time, without any code of the decoder. */
final class JsonOracle {
    /** The document or value is to be rejected. */
    static final class Rejected extends Exception {
        private static final long serialVersionUID = 1L;

        Rejected(String why) {
            super(why);
        }
    }

    private static final String ID = "([A-Za-z][\\w/+-]*)";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d|\\d{8})(?:[Tt ](?:(\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?)"
                    + "|(\\d\\d)(\\d\\d)(?:(\\d\\d(?:[.,]\\d{1,9})?))?)"
                    + "(?: ?(?:([Zz]|[+-]\\d\\d(?::?\\d\\d)?)(?:\\[" + ID + "\\])?|\\[" + ID + "\\]|" + ID + "))?)?");
    private static final JsonFactory JACKSON = new JsonFactory();

    private record Number(String text) {}

    /** An array, as it is written. */
    private record Items(String text) {}

    /** An object, and how it is written. */
    private static final class Members extends HashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        private String text = "";
    }

    private JsonOracle() {}

    static Map<?, ?> document(byte[] raw) throws Rejected {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (IOException e) {
            throw new Rejected(e.getMessage());
        }
        try (JsonParser parser = JACKSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Rejected("not an object");
            }
            Object document = value(parser, text, 1);
            if (parser.nextToken() != null) {
                throw new Rejected("trailing");
            }
            return (Map<?, ?>) document;
        } catch (IOException e) {
            throw new Rejected(e.getMessage());
        }
    }

    private static Object value(JsonParser parser, String text, int level) throws IOException, Rejected {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                check(level <= 64);
                Members members = new Members();
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = whole(parser.currentName());
                    parser.nextToken();
                    members.put(name, value(parser, text, level + 1));
                }
                members.text =
                        text.substring(begin, (int) parser.currentLocation().getCharOffset());
                return members;
            }
            case START_ARRAY -> {
                check(level <= 64);
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(parser, text, level + 1);
                }
                return new Items(
                        text.substring(begin, (int) parser.currentLocation().getCharOffset()));
            }
            case VALUE_STRING -> {
                return whole(parser.getText());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return new Number(parser.getText());
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                check(parser.currentToken() == JsonToken.VALUE_NULL);
                return null;
            }
        }
    }

    private static String whole(String text) throws Rejected {
        check(StandardCharsets.UTF_16BE.newEncoder().canEncode(text));
        return text;
    }

    private static void check(boolean holds) throws Rejected {
        if (!holds) {
            throw new Rejected("rule broken");
        }
    }

    static Object at(Map<?, ?> document, String path) {
        Object value = document;
        for (String segment : path.split("\\.")) {
            value = value instanceof Map<?, ?> members ? members.get(segment) : null;
        }
        return value;
    }

    /** The value a field of the type has: String, Boolean, Long, Double, BigDecimal, or Long µs; null where it is null. */
    static Object typed(Object value, FieldType type) throws Rejected {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case STRING -> text(value);
            case BOOLEAN -> {
                check(text(value).matches("(?i)true|false") && !(value instanceof Items));
                yield Boolean.parseBoolean(text(value));
            }
            case INT -> integer(numeric(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> integer(numeric(value), Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> {
                check(numeric(value).matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?"));
                double number = Double.parseDouble(numeric(value));
                check(!Double.isInfinite(number));
                yield number == 0 ? 0.0 : number;
            }
            case DECIMAL -> decimal(numeric(value), type);
            case TIMESTAMP -> micros(instance(value, String.class), ZoneOffset.UTC);
        };
    }

    /** A value as a text: what is written, without the quotes of a text. */
    private static String text(Object value) {
        if (value instanceof Number number) {
            return number.text;
        }
        return value instanceof Members members
                ? members.text
                : value instanceof Items items ? items.text : value.toString();
    }

    private static String numeric(Object value) throws Rejected {
        return value instanceof Number number ? number.text : instance(value, String.class);
    }

    private static <T> T instance(Object value, Class<T> type) throws Rejected {
        check(type.isInstance(value));
        return type.cast(value);
    }

    private static Long integer(String text, long min, long max) throws Rejected {
        BigDecimal number = number(text);
        check(number.scale() <= 0 && number.precision() - number.scale() <= 20);
        BigInteger exact = number.toBigIntegerExact();
        check(exact.compareTo(BigInteger.valueOf(min)) >= 0 && exact.compareTo(BigInteger.valueOf(max)) <= 0);
        return exact.longValueExact();
    }

    static BigDecimal decimal(String text, FieldType type) throws Rejected {
        BigDecimal number = number(text);
        check(number.scale() <= type.scale()
                && number.precision() - number.scale() <= type.precision() - type.scale() + 1);
        BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
        check(scaled.precision() <= type.precision());
        return scaled;
    }

    private static BigDecimal number(String text) throws Rejected {
        check(text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?"));
        if (text.matches("[+-]?[0.]+([eE].*)?")) {
            return BigDecimal.ZERO;
        }
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException tooFar) {
            throw new Rejected("exponent");
        }
    }

    static Long micros(String text, ZoneId zone) throws Rejected {
        Matcher iso = ISO.matcher(text);
        check(iso.matches());
        try {
            LocalDate date = LocalDate.parse(iso.group(1).replaceAll("(....)-?(..)-?(..)", "$1-$2-$3"));
            String time = iso.group(2) != null
                    ? iso.group(2)
                    : iso.group(3) == null
                            ? "00:00"
                            : iso.group(3) + ":" + iso.group(4) + (iso.group(5) == null ? "" : ":" + iso.group(5));
            time = time.replace(',', '.');
            boolean endOfDay = time.matches("24:00(:00([.]0+)?)?");
            boolean leap = time.matches("..:..:60.*");
            LocalTime clock = LocalTime.parse(endOfDay ? "00:00" : time.replaceFirst("^(..:..):60", "$1:59"));
            String id = iso.group(7) == null ? iso.group(8) : iso.group(7);
            id = id == null ? iso.group(9) : id;
            check(id == null || ZoneId.getAvailableZoneIds().contains(id));
            String offset = iso.group(6);
            ZoneId named = offset != null
                    ? ZoneId.of(offset.toUpperCase(java.util.Locale.ROOT))
                    : id == null ? zone : ZoneId.of(id);
            Instant instant = ZonedDateTime.of(endOfDay ? date.plusDays(1) : date, clock, named)
                    .toInstant();
            check(!leap || instant.atZone(ZoneOffset.UTC).toLocalTime().isAfter(LocalTime.of(23, 59, 58, 999_999_999)));
            int year = instant.atZone(ZoneOffset.UTC).getYear();
            check(year >= 1 && year <= 9999 && date.getYear() >= 1);
            return instant.toEpochMilli() * 1_000;
        } catch (java.time.DateTimeException e) {
            throw new Rejected(e.getMessage());
        }
    }
}
