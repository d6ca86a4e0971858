package tallyroll.sample;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;

/**
 * A time that stands in several fields, and the expression that puts it together.
 *
 * @param expression of Spark SQL
 * @param parts the fields in it, in the order in which they stand there
 */
record DayAndTime(String expression, List<FieldGuess> parts) {
    private static final Set<String> CLOCK_WORDS =
            Set.of("time", "hour", "hr", "hh", "hhmm", "hhmmss", "clock", "tod", "uhrzeit", "zeit", "heure", "hora");
    private static final Set<String> LATER_WORDS =
            Set.of("end", "ended", "stop", "to", "due", "updated", "arr", "arrival");

    /** Times of day, each with its pattern, and whether the name must speak of time too. */
    private static final List<Clock> CLOCKS = List.of(
            new Clock("[0-9]{1,2}:[0-5][0-9]", "H:mm", false),
            new Clock("[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]", "H:mm:ss", false),
            new Clock("[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}", "H:mm:ss.SSS", false),
            new Clock("[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\\.[0-9]{6}", "H:mm:ss.SSSSSS", false),
            new Clock("(0?[1-9]|1[0-2]):[0-5][0-9] [AaPp][Mm]", "h:mm a", false),
            new Clock("(0?[1-9]|1[0-2]):[0-5][0-9]:[0-5][0-9] [AaPp][Mm]", "h:mm:ss a", false),
            new Clock("([01][0-9]|2[0-3])[0-5][0-9]", "HHmm", true),
            new Clock("([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]", "HHmmss", true),
            new Clock("[0-9]|[01][0-9]|2[0-3]", "H", true));

    private record Clock(Pattern form, String pattern, boolean named) {
        Clock(String form, String pattern, boolean named) {
            this(Pattern.compile(form), pattern, named);
        }

        boolean reads(FieldGuess field) {
            return (!named || field.words().stream().anyMatch(CLOCK_WORDS::contains))
                    && field.profile().distinct() > 0
                    && field.profile().values().stream()
                            .allMatch(value -> form.matcher(value).matches());
        }
    }

    /** @param day the field that is the event time otherwise, and has dates only */
    static Optional<DayAndTime> of(FieldGuess day, List<FieldGuess> fields) {
        Optional<FieldGuess> time = fields.stream()
                .filter(field -> !field.equals(day) && clock(field).isPresent())
                .max(Comparator.comparingInt(field -> likeness(day, field)));
        return time.map(field -> {
            String dayPattern = day.time().orElseThrow().pattern();
            String pattern = (dayPattern.isEmpty() ? "yyyy-MM-dd" : dayPattern) + " "
                    + clock(field).orElseThrow().pattern();
            return new DayAndTime(
                    "try_to_timestamp(concat(" + day.name() + ", ' ', " + field.name() + "), '" + pattern + "')",
                    List.of(day, field));
        });
    }

    private static Optional<Clock> clock(FieldGuess field) {
        boolean kind = field.kind() == Kind.STRING || field.kind() == Kind.INT;
        return kind ? CLOCKS.stream().filter(clock -> clock.reads(field)).findFirst() : Optional.empty();
    }

    /** A start goes with a start; of two that are alike the first is taken. */
    private static int likeness(FieldGuess day, FieldGuess time) {
        int shared = (int) time.words().stream().filter(day.words()::contains).count();
        boolean later = time.words().stream().anyMatch(LATER_WORDS::contains)
                && day.words().stream().noneMatch(LATER_WORDS::contains);
        return 3 * shared - (later ? 2 : 0);
    }

    /** Where year, month and day are fields of their own. */
    static Optional<DayAndTime> ofNumbers(List<FieldGuess> fields) {
        Optional<FieldGuess> year = number(fields, 1_900, 2_100, "year", "yr", "yyyy");
        Optional<FieldGuess> month = number(fields, 1, 12, "month", "mon", "mo");
        Optional<FieldGuess> day = number(fields, 1, 31, "day", "dy", "dd");
        if (year.isEmpty() || month.isEmpty() || day.isEmpty()) {
            return Optional.empty();
        }
        Optional<FieldGuess> hour = number(fields, 0, 23, "hour", "hr", "hh");
        Optional<FieldGuess> minute = hour.flatMap(known -> number(fields, 0, 59, "minute", "min", "mi"));
        Optional<FieldGuess> second = minute.flatMap(known -> number(fields, 0, 59, "second", "sec", "ss"));
        List<FieldGuess> parts = Stream.of(year, month, day, hour, minute, second)
                .flatMap(Optional::stream)
                .toList();
        String arguments = Stream.of(year, month, day, hour, minute, second)
                .map(part -> part.map(FieldGuess::name).orElse("0"))
                .reduce((left, right) -> left + ", " + right)
                .orElseThrow();
        return Optional.of(new DayAndTime("make_timestamp(" + arguments + ")", parts));
    }

    private static Optional<FieldGuess> number(List<FieldGuess> fields, int least, int most, String... names) {
        return fields.stream()
                .filter(field -> field.kind() == Kind.INT && field.words().size() == 1)
                .filter(field -> List.of(names).contains(field.words().get(0)))
                .filter(field -> field.profile().values().stream()
                        .mapToInt(Integer::parseInt)
                        .allMatch(value -> value >= least && value <= most))
                .findFirst();
    }

    boolean datesOnly() {
        return parts.size() == 3;
    }

    /** The fields with those in the expression as it needs them: text as it is written, numbers as numbers. */
    List<FieldGuess> typed(List<FieldGuess> fields) {
        boolean numbers = expression.startsWith("make_timestamp");
        return fields.stream()
                .map(field -> numbers || !parts.contains(field) ? field : field.as(FieldType.STRING))
                .toList();
    }
}
