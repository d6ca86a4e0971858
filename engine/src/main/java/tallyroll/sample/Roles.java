package tallyroll.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallyroll.event.FieldType.Kind;
import tallyroll.sample.FieldPath.Origin;
import tallyroll.time.Micros;

/**
 * What fields are for: which says when, which says who, which make groups and which are added up. A guess from names and from what
 * was seen; whoever reads the draft decides.
 *
 * @param times those that may be the event time, the likeliest first
 * @param ids those whose values were all different, the likeliest first
 * @param groups those with few values, the likeliest first
 * @param numbers those that are worth adding up, in the order of the data
 * @param many texts of many values, whose number may be asked for, the likeliest first
 */
record Roles(
        List<FieldGuess> times,
        List<FieldGuess> ids,
        List<FieldGuess> groups,
        List<FieldGuess> numbers,
        List<FieldGuess> many) {
    private static final Pattern UUID = Pattern.compile(
            "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{26}");

    private static final Map<String, Integer> TIME = Map.ofEntries(
            Map.entry("occurred", 9),
            Map.entry("event", 8),
            Map.entry("eventtime", 9),
            Map.entry("timestamp", 8),
            Map.entry("ts", 7),
            Map.entry("time", 6),
            Map.entry("when", 6),
            Map.entry("started", 5),
            Map.entry("start", 5),
            Map.entry("pickup", 5),
            Map.entry("date", 4),
            Map.entry("created", 4),
            Map.entry("at", 2),
            Map.entry("ended", -2),
            Map.entry("end", -2),
            Map.entry("dropoff", -2),
            Map.entry("received", -2),
            Map.entry("processed", -4),
            Map.entry("ingested", -4),
            Map.entry("updated", -4),
            Map.entry("modified", -4),
            Map.entry("scheduled", -4),
            Map.entry("due", -8),
            Map.entry("until", -8),
            Map.entry("valid", -8),
            Map.entry("expires", -9),
            Map.entry("expiry", -9),
            Map.entry("birth", -9),
            Map.entry("born", -9));

    private static final Map<String, Integer> ID = Map.ofEntries(
            Map.entry("uuid", 8),
            Map.entry("guid", 8),
            Map.entry("ulid", 8),
            Map.entry("id", 6),
            Map.entry("uid", 6),
            Map.entry("nr", 3),
            Map.entry("num", 3),
            Map.entry("event", 4),
            Map.entry("message", 3),
            Map.entry("transaction", 3),
            Map.entry("tx", 3),
            Map.entry("key", 3),
            Map.entry("number", 3),
            Map.entry("no", 3),
            Map.entry("seq", 3),
            Map.entry("sequence", 3),
            Map.entry("ref", 3),
            Map.entry("reference", 3),
            Map.entry("receipt", 3));

    private static final Set<String> GROUP = Set.of(
            "status",
            "type",
            "kind",
            "category",
            "country",
            "region",
            "city",
            "origin",
            "destination",
            "station",
            "device",
            "sensor",
            "store",
            "shop",
            "site",
            "product",
            "sku",
            "method",
            "host",
            "service",
            "channel",
            "currency",
            "level",
            "code",
            "carrier",
            "plan",
            "tenant",
            "account",
            "customer",
            "queue",
            "source",
            "zone",
            "route",
            "line",
            "model",
            "action",
            "name",
            "state",
            "severity",
            "priority",
            "class",
            "grade",
            "owner",
            "team",
            "project",
            "environment",
            "env",
            "app",
            "job",
            "instance",
            "node",
            "cluster",
            "brand",
            "vendor");

    private static final Set<String> NO_SUM = Set.of(
            "id",
            "code",
            "status",
            "zip",
            "postcode",
            "port",
            "year",
            "month",
            "day",
            "hour",
            "version",
            "lat",
            "lon",
            "lng",
            "latitude",
            "longitude",
            "x",
            "y",
            "z",
            "seq",
            "sequence",
            "offset",
            "partition",
            "line",
            "number",
            "no",
            "key",
            "level",
            "index",
            "process",
            "pid",
            "coordinates",
            "location",
            "position",
            "lsn");

    private static final Set<String> ABOUT_ID = Set.of("event", "message", "transaction", "tx");
    private static final Set<String> NO_ID =
            Set.of("paid", "valid", "invalid", "grid", "void", "rapid", "fluid", "solid");

    private static final Set<String> OF_OTHERS = Set.of(
            "user",
            "customer",
            "client",
            "account",
            "visitor",
            "member",
            "employee",
            "driver",
            "rider",
            "owner",
            "device",
            "sensor",
            "meter",
            "machine",
            "vehicle",
            "asset",
            "host",
            "station",
            "store",
            "shop",
            "site",
            "product",
            "item",
            "article",
            "category",
            "campaign",
            "tenant",
            "organization",
            "org",
            "company",
            "merchant",
            "parent",
            "correlation",
            "causation",
            "session",
            "trace",
            "thread",
            "group",
            "anonymous",
            "previous");

    private static final long A_DAY_AHEAD = Micros.PER_DAY;
    private static final long CLOCK_NEVER_SET = Micros.PER_DAY;
    private static final int MOST_GROUPS = 1_000;

    /** Of so few events, any value that comes again tells something. */
    private static final int FEW_EVENTS = 30;

    /** @param nowMicros later times are no event's */
    static Roles of(List<FieldGuess> fields, Population population, long nowMicros) {
        int events = population.events();
        List<FieldGuess> times = sorted(
                fields.stream().filter(field -> field.time().isPresent()).toList(),
                field -> timeScore(field, population, nowMicros));
        List<FieldGuess> ids = sorted(
                fields.stream().filter(field -> identifies(field, population)).toList(),
                field -> idScore(field, population));
        FieldGuess id = ids.isEmpty() ? null : ids.get(0);
        List<FieldGuess> groups = sorted(
                fields.stream()
                        .filter(field -> !Objects.equals(field, id) && groups(field, events))
                        .filter(field -> !namesRecord(field, population))
                        .toList(),
                field -> groupScore(field, events));
        List<FieldGuess> numbers = fields.stream()
                .filter(field -> !Objects.equals(field, id)
                        && number(field)
                        && field.profile().distinct() > 1
                        && field.profile().path().origin() != Origin.ENVELOPE)
                .filter(field -> groups.isEmpty() || !groups.get(0).equals(field))
                .filter(field -> !unsummed(field.words()))
                .toList();
        List<FieldGuess> many = fields.stream()
                .filter(field -> !Objects.equals(field, id) && field.kind() == Kind.STRING && !groups.contains(field))
                .filter(field ->
                        field.profile().distinct() > 1 && field.profile().path().origin() != Origin.ENVELOPE)
                .filter(field -> field.words().stream().anyMatch(ID::containsKey)
                        || field.words().stream().anyMatch(GROUP::contains)
                        || field.words().contains("user")
                        || field.words().contains("ip"))
                .toList();
        return new Roles(times, ids, groups, numbers, many);
    }

    /** Letters are places on a map where they are all there is. */
    private static boolean unsummed(List<String> words) {
        return words.stream().anyMatch(word -> NO_SUM.contains(word) && (word.length() > 1 || words.size() == 1));
    }

    private static List<FieldGuess> sorted(List<FieldGuess> fields, ToIntFunction<FieldGuess> score) {
        List<FieldGuess> sorted = new ArrayList<>(fields);
        sorted.sort(Comparator.comparingInt(score).reversed());
        return sorted;
    }

    static boolean number(FieldGuess field) {
        return switch (field.kind()) {
            case INT, LONG, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    /** Whether a name is that of something to tell events apart or to group them by, rather than of something to add up. */
    static boolean named(List<String> words) {
        return words.stream().anyMatch(word -> NO_SUM.contains(word) || ID.containsKey(word) || GROUP.contains(word));
    }

    /** Whether every time lies where the pipeline takes events, unless told otherwise. */
    static boolean plausible(TimeGuess time, long nowMicros) {
        return time.first() >= CLOCK_NEVER_SET && time.last() <= nowMicros + A_DAY_AHEAD;
    }

    private static int timeScore(FieldGuess field, Population population, long nowMicros) {
        TimeGuess time = field.time().orElseThrow();
        int words = field.words().stream()
                .mapToInt(word -> TIME.getOrDefault(word, 0))
                .sum();
        FieldProfile profile = field.profile();
        int present = 20 * profile.present() / Math.max(1, population.events());
        int read = 20 * (profile.distinct() - time.others()) / Math.max(1, profile.distinct());
        return words
                - profile.path().depth()
                + present
                + read
                + (plausible(time, nowMicros) ? 20 : 0)
                + nearness(field, population)
                - (time.datesOnly() ? 3 : 0)
                + (time.doubt().isEmpty() ? 1 : 0);
    }

    /** Whether it is said of the event itself, and not of what stands around it. */
    private static int nearness(FieldGuess field, Population population) {
        return switch (field.profile().path().origin()) {
            case ELEMENT -> population.exploded() ? 6 : 0;
            case ENVELOPE -> population.envelope().changesRows() ? -6 : 6;
            default -> 0;
        };
    }

    private static boolean identifies(FieldGuess field, Population population) {
        boolean kind = field.kind() == Kind.STRING || field.kind() == Kind.INT || field.kind() == Kind.LONG;
        boolean named = field.words().stream().anyMatch(Roles::namesId);
        boolean looks = field.kind() == Kind.STRING
                && field.profile().values().stream()
                        .allMatch(value -> UUID.matcher(value).matches());
        if (population.envelope().changesRows()) {
            return kind
                    && named
                    && field.profile().path().origin() == Origin.VALUE
                    && field.always(population.events());
        }
        return kind
                && field.profile().path().origin() != Origin.ENVELOPE
                && field.profile().empty() == 0
                && nearly(field.profile().present(), population.events())
                && nearly(
                        field.profile().distinct(),
                        population.named(field.profile().path()))
                && (looks || (named && !others(field)));
    }

    /** {@code message} and {@code event} say more of an id, and are none by themselves. */
    private static boolean namesId(String word) {
        boolean written = word.length() > 3 && (word.endsWith("id") || word.endsWith("nr"));
        return (ID.containsKey(word) && !ABOUT_ID.contains(word)) || (written && !NO_ID.contains(word));
    }

    /** Of a few all, of many nearly all: a field that was forgotten once is an id still, and so is one that came twice. */
    private static boolean nearly(int part, int whole) {
        return part == whole || (part < whole && part >= 30 && part * 100L >= whole * 97L);
    }

    /** Whether it names whom or what the event is about, which other events may be about too. */
    private static boolean others(FieldGuess field) {
        return field.words().size() > 1 && field.words().stream().anyMatch(OF_OTHERS::contains);
    }

    private static int idScore(FieldGuess field, Population population) {
        int words = field.words().stream()
                .mapToInt(word -> ID.getOrDefault(word, 0))
                .sum();
        int alone = field.words().size() == 1 ? 4 : 0;
        FieldPath path = field.profile().path();
        int first = path.depth() == 0 ? 2 : 0;
        int element = population.exploded() && path.origin() == Origin.ELEMENT ? 3 : 0;
        int about = others(field) ? -8 : 0;
        int key = population.keys().contains(path.last()) ? 20 : 0;
        return words + alone + first + element + key + about;
    }

    /** Whether it has another value in each record of several events. */
    private static boolean namesRecord(FieldGuess field, Population population) {
        return population.exploded()
                && field.profile().path().origin() == Origin.VALUE
                && field.profile().distinct() == population.records();
    }

    private static boolean groups(FieldGuess field, int events) {
        int distinct = field.profile().distinct();
        boolean kind =
                switch (field.kind()) {
                    case STRING, BOOLEAN -> true;
                    case INT, LONG ->
                        field.words().stream().anyMatch(word -> GROUP.contains(word) || NO_SUM.contains(word));
                    default -> false;
                };
        return kind
                && !field.secret()
                && distinct >= 2
                && distinct < field.profile().present()
                && (events < FEW_EVENTS || distinct <= Math.min(MOST_GROUPS, events / 2))
                && field.profile().empty() == 0;
    }

    private static int groupScore(FieldGuess field, int events) {
        int distinct = field.profile().distinct();
        boolean named = field.words().stream().anyMatch(GROUP::contains)
                || (field.words().size() > 1 && field.words().contains("id"));
        int few = distinct <= 2 ? -4 : distinct <= 200 ? 2 : 0;
        return (field.always(events) ? 10 : 0)
                + (named ? 4 : 0)
                + few
                + (field.kind() == Kind.STRING ? 2 : 0)
                - field.profile().path().depth();
    }

    /** The same without fields that are parts of something else. */
    Roles without(List<FieldGuess> parts) {
        Set<FieldProfile> gone = parts.stream().map(FieldGuess::profile).collect(Collectors.toSet());
        return new Roles(
                without(times, gone),
                without(ids, gone),
                without(groups, gone),
                without(numbers, gone),
                without(many, gone));
    }

    private static List<FieldGuess> without(List<FieldGuess> fields, Set<FieldProfile> gone) {
        return fields.stream().filter(field -> !gone.contains(field.profile())).toList();
    }

    Optional<FieldGuess> time() {
        return times.stream().findFirst();
    }
}
