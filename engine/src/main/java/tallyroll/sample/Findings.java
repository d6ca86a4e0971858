package tallyroll.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.sample.FieldPath.Origin;
import tallyroll.sample.FieldProfile.Kind;

/**
 * The fields of a sample and what they are for.
 *
 * @param leftOut what the definition does not read, each with why
 * @param time what says when an event happened
 * @param population how many were looked at
 * @param nulls texts that stand for no value
 */
record Findings(
        List<FieldGuess> fields,
        Map<String, String> leftOut,
        Roles roles,
        EventTime time,
        Population population,
        Set<String> nulls) {
    private static final int MOST_FIELDS = 200;

    /**
     * @param topic whether events are read from a topic; else a receiver takes them
     * @throws SampleException where a wished field is not there or does not fit
     */
    static Findings of(Sample sample, Shape shape, Wishes wishes, long nowMicros, boolean topic) {
        Set<String> nulls = nulls(shape, nowMicros);
        Profiles profiles = shape.profiles().without(nulls);
        Population population = new Population(
                profiles.events(),
                profiles.records(),
                shape.around().envelope(),
                !shape.around().explode().isEmpty(),
                keys(sample));
        Gathering gathering = new Gathering(shape, profiles, nowMicros);
        profiles.all().forEach(gathering::add);
        if (profiles.cut()) {
            gathering.leftOut.put("(others)", "the events have more fields than are looked at");
        }
        Roles guessed = Roles.of(gathering.fields, population, nowMicros);
        if (topic) {
            profiles.beside().forEach(profile -> gathering.beside(profile, guessed, population));
        }
        List<FieldGuess> fields = gathering.fields;
        Roles roles = wishes.apply(Roles.of(fields, population, nowMicros), fields, sample);
        Optional<DayAndTime> parts = wishes.time().isPresent() ? Optional.empty() : parts(roles, fields);
        if (parts.isPresent()) {
            List<FieldGuess> typed = parts.get().typed(fields);
            Roles others = wishes.apply(Roles.of(typed, population, nowMicros), typed, sample)
                    .without(parts.get().parts());
            EventTime time = EventTime.of(NameWords.free("event_time", "time", gathering.taken), parts.get());
            return new Findings(typed, gathering.leftOut, others, time, population, nulls);
        }
        EventTime time = roles.time()
                .map(EventTime::of)
                .orElseGet(() -> EventTime.ofArrival(
                        NameWords.free(topic ? "kafka_time" : "received_at", "time", gathering.taken), topic));
        return new Findings(fields, gathering.leftOut, roles, time, population, nulls);
    }

    /** Words for no value; those that may be a value too, only if the others in a field are no texts. */
    private static Set<String> nulls(Shape shape, long nowMicros) {
        Set<String> nulls = new TreeSet<>();
        for (FieldProfile profile : shape.profiles().all()) {
            Set<String> words =
                    profile.values().stream().filter(Spelling::mayBeNull).collect(Collectors.toSet());
            if (words.isEmpty() || !profile.kinds().contains(Kind.TEXT)) {
                continue;
            }
            FieldProfile rest = profile.without(words);
            boolean typed = !rest.kinds().isEmpty()
                    && TypeGuess.of(rest, !shape.json(), nowMicros)
                            .type()
                            .filter(type -> type.kind() != FieldType.Kind.STRING)
                            .isPresent();
            words.stream().filter(word -> typed || Spelling.alwaysNull(word)).forEach(nulls::add);
        }
        return nulls;
    }

    private static Optional<DayAndTime> parts(Roles roles, List<FieldGuess> fields) {
        Optional<FieldGuess> day = roles.time();
        if (day.isEmpty()) {
            return DayAndTime.ofNumbers(fields);
        }
        return day.filter(field -> field.time().orElseThrow().datesOnly())
                .flatMap(field -> DayAndTime.of(field, fields));
    }

    /** The fields of an object that is the first record's key, as Debezium writes it. */
    private static Set<String> keys(Sample sample) {
        Set<String> keys = new HashSet<>();
        sample.records().get(0).key().flatMap(JsonText::parse).ifPresent(key -> {
            JsonNode object = key.path("payload").isObject() ? key.get("payload") : key;
            object.fieldNames().forEachRemaining(keys::add);
        });
        return keys;
    }

    /** Fields as they come, with the names that are taken. */
    private static final class Gathering {
        private final Shape shape;
        private final Profiles profiles;
        private final long nowMicros;
        private final List<FieldGuess> fields = new ArrayList<>();
        private final Map<String, String> leftOut = new TreeMap<>();
        private final Set<String> taken = new HashSet<>();

        Gathering(Shape shape, Profiles profiles, long nowMicros) {
            this.shape = shape;
            this.profiles = profiles;
            this.nowMicros = nowMicros;
        }

        void add(FieldProfile profile) {
            if (profile.only(Kind.OBJECT) || tuple(profile)) {
                return; // what is in it has paths of its own
            }
            TypeGuess guess = roomy(profile, TypeGuess.of(profile, !shape.json(), nowMicros));
            Optional<String> path = profile.path().written();
            String words = YamlText.line(profile.path().text());
            if (guess.type().isEmpty() || path.isEmpty()) {
                leftOut.put(words, path.isEmpty() ? "such a key cannot be written in a path" : guess.doubt());
            } else if (fields.size() == MOST_FIELDS) {
                leftOut.put(words, "more than " + MOST_FIELDS + " fields");
            } else {
                String name = NameWords.ofPath(profile.path(), taken);
                String where = path.get().equals(name) ? "" : path.get();
                fields.add(new FieldGuess(profile, name, where, guess, FieldGuess.secret(profile, guess)));
            }
        }

        /** What an envelope counts grows for ever. */
        private static TypeGuess roomy(FieldProfile profile, TypeGuess guess) {
            boolean counter = profile.path().origin() == Origin.ENVELOPE
                    && guess.type().filter(FieldType.INT::equals).isPresent();
            return counter ? guess.as(FieldType.LONG) : guess;
        }

        /** Whether it is a pair and the like, or a place in an array that is none. */
        private boolean tuple(FieldProfile profile) {
            FieldPath path = profile.path();
            if (profile.only(Kind.ARRAY)) {
                return profiles.tuple(path);
            }
            boolean place = path.keys().size() > 1 && FieldPath.readsAsIndex(path.last());
            FieldPath array = place
                    ? new FieldPath(
                            path.origin(), path.keys().subList(0, path.keys().size() - 1))
                    : path;
            return place && !profiles.tuple(array);
        }

        /** A key or header becomes a field where nothing in the value is fit for what it is. */
        void beside(FieldProfile profile, Roles roles, Population population) {
            TypeGuess guess = TypeGuess.of(profile, true, nowMicros);
            Set<String> names = new HashSet<>(taken);
            FieldGuess field = new FieldGuess(
                    profile,
                    NameWords.ofPath(profile.path(), names),
                    profile.path().last(),
                    guess,
                    FieldGuess.secret(profile, guess));
            Roles alone = Roles.of(List.of(field), population, nowMicros);
            boolean id = !alone.ids().isEmpty()
                    && roles.ids().isEmpty()
                    && profile.path().last().startsWith("kafka.header.");
            boolean group = !alone.groups().isEmpty() && roles.groups().isEmpty();
            if (guess.type().isPresent() && (id || group)) {
                taken.addAll(names);
                fields.add(field);
            } else {
                leftOut.put(
                        YamlText.line(profile.path().last()),
                        "beside the value, %,d different in %,d records"
                                .formatted(profile.distinct(), profile.present()));
            }
        }
    }

    /** The fields as a pipeline would have them. */
    EventSchema schema() {
        return new EventSchema(fields.stream()
                .map(field -> new Field(
                        field.name(),
                        field.type(),
                        field.name(),
                        "",
                        field.time().map(TimeGuess::pattern).orElse(""),
                        "UTC",
                        Missing.NULL,
                        Notation.PLAIN))
                .toList());
    }
}
