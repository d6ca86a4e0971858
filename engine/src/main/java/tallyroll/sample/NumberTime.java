package tallyroll.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallyroll.time.Micros;

/**
 * How numbers, or texts of digits, can be read as times. It goes by the values: they lie between 2000 and a year from now in one unit, and they
 * lie near each other or rise in the order in which they were read. A name that speaks of time makes the rest unnecessary, and one that
 * speaks of something else forbids it.
 */
final class NumberTime {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{6,20}(\\.[0-9]{1,9})?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]+");

    /** Digits that are a date and a time of day, the longest first. */
    private static final List<String> OF_DIGITS =
            List.of("yyyyMMddHHmmssSSS", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMddHH", "yyyyMMdd");

    private static final long YEAR_2000 = seconds("2000-01-01T00:00:00Z");
    private static final long YEAR_2100 = seconds("2100-01-01T00:00:00Z");
    private static final long YEAR_1900 = seconds("1900-01-01T00:00:00Z");
    private static final long YEAR = 366L * 86_400;

    /** What a number is called that happens to be as large as a time. */
    private static final Set<String> NO_TIME = Set.of(
            "id",
            "ids",
            "uid",
            "uuid",
            "key",
            "number",
            "no",
            "nr",
            "num",
            "ref",
            "reference",
            "code",
            "sku",
            "ean",
            "gtin",
            "isbn",
            "barcode",
            "serial",
            "seq",
            "sequence",
            "offset",
            "lsn",
            "xid",
            "position",
            "version",
            "revision",
            "hash",
            "user",
            "account",
            "customer",
            "client",
            "device",
            "phone",
            "mobile",
            "zip",
            "postcode",
            "iban",
            "card",
            "bytes",
            "size",
            "length",
            "count",
            "total",
            "amount",
            "price",
            "cost",
            "sum",
            "balance",
            "population",
            "ip",
            "port",
            "pid",
            "duration",
            "elapsed",
            "latency",
            "took",
            "distance",
            "checksum",
            "crc");

    /** The patterns that count from 1970. */
    private enum Epoch {
        SECONDS(1, "seconds"),
        MILLIS(1_000, "milliseconds"),
        MICROS(1_000_000, "microseconds"),
        NANOS(1_000_000_000, "nanoseconds");

        private final double perSecond;
        private final String words;

        Epoch(double perSecond, String words) {
            this.perSecond = perSecond;
            this.words = words;
        }

        String pattern() {
            return "epoch_" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Collection<String> values;
    private final boolean named;
    private final boolean forbidden;
    private final long nowSeconds;

    private NumberTime(Collection<String> values, List<String> words, long nowMicros) {
        this.values = values;
        named = TimeGuess.named(words);
        forbidden = !named && words.stream().anyMatch(NO_TIME::contains);
        nowSeconds = nowMicros / Micros.PER_SECOND;
    }

    static boolean digits(String text) {
        return DIGITS.matcher(text).matches();
    }

    /** @param values numbers in the order in which they were read, nearly all of which must be times; not empty */
    static Optional<TimeGuess> of(Collection<String> values, List<String> words, long nowMicros) {
        NumberTime numbers = new NumberTime(values, words, nowMicros);
        if (numbers.forbidden || values.stream().anyMatch(value -> value.length() > 40)) {
            return Optional.empty();
        }
        Optional<TimeGuess> soon =
                numbers.epoch(numbers.nowSeconds + YEAR).or(() -> numbers.digits(numbers.nowSeconds + YEAR));
        return soon.isPresent() || !numbers.named
                ? soon
                : numbers.epoch(YEAR_2100).or(() -> numbers.digits(YEAR_2100));
    }

    private Optional<TimeGuess> epoch(long untilSeconds) {
        Set<Epoch> units = EnumSet.noneOf(Epoch.class);
        List<Double> seconds = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (String value : values) {
            double number = Double.parseDouble(value);
            for (Epoch unit : Epoch.values()) {
                double since = number / unit.perSecond;
                if (since >= YEAR_2000 && since <= untilSeconds) {
                    units.add(unit);
                    seconds.add(since);
                    good.add(value);
                }
            }
        }
        if (!nearlyAll(good.size()) || units.size() > 2 || (units.size() == 2 && !named)) {
            return Optional.empty();
        }
        String pattern = units.stream().map(Epoch::pattern).collect(Collectors.joining("\n"));
        String unit = units.stream().map(one -> one.words).collect(Collectors.joining(" or "));
        return believed(TimeGuess.Reading.of(pattern, good), seconds, unit + " since 1970");
    }

    private Optional<TimeGuess> digits(long untilSeconds) {
        long from = named ? YEAR_1900 : YEAR_2000;
        for (String pattern : OF_DIGITS) {
            List<String> good = values.stream()
                    .filter(value -> WHOLE.matcher(value).matches() && value.length() == pattern.length())
                    .filter(value -> value.compareTo(year(from)) >= 0 && value.compareTo(year(untilSeconds + YEAR)) < 0)
                    .toList();
            if (!nearlyAll(good.size())) {
                continue;
            }
            TimeGuess.Reading reading = TimeGuess.Reading.of(pattern, good);
            if (reading.good() == good.size() && reading.guess().last() / Micros.PER_SECOND <= untilSeconds) {
                List<Double> numbers = good.stream().map(Double::parseDouble).toList();
                return believed(reading, numbers, "written as " + pattern);
            }
        }
        return Optional.empty();
    }

    private static String year(long seconds) {
        return String.valueOf(
                Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC).getYear());
    }

    private boolean nearlyAll(int good) {
        return good == values.size() || (good >= 3 && good * 20L >= values.size() * 19L);
    }

    private Optional<TimeGuess> believed(TimeGuess.Reading reading, List<Double> numbers, String unit) {
        int others = values.size() - reading.good();
        TimeGuess found = reading.guess();
        TimeGuess guess = new TimeGuess(
                found.pattern(), found.first(), found.last(), found.datesOnly(), found.namesZone(), others, "");
        guess = others == 0 ? guess : guess.doubting(TimeGuess.odd(others));
        if (reading.good() == 0) {
            return Optional.empty();
        }
        if (named) {
            return Optional.of(guess);
        }
        boolean near = (found.last() - found.first()) / Micros.PER_SECOND <= YEAR;
        boolean rising = rising(numbers);
        return near || rising
                ? Optional.of(guess.doubting("by the values alone: " + unit
                        + (rising ? ", rising in the order of reading" : ", near each other")))
                : Optional.empty();
    }

    private static boolean rising(List<Double> numbers) {
        int steps = 0;
        for (int i = 1; i < numbers.size(); i++) {
            steps += numbers.get(i) >= numbers.get(i - 1) ? 1 : 0;
        }
        return numbers.size() >= 5 && steps * 10L >= (numbers.size() - 1) * 9L;
    }

    private static long seconds(String time) {
        return Instant.parse(time).getEpochSecond();
    }
}
