package tallyroll.oracle;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** Reads what the oracle needs of a definition file. It judges totals, not files: an invalid file is read somehow. */
public final class DefinitionFile {
    private static final Pattern MEASURE = Pattern.compile("([a-z_]+)\\s*(?:\\(([^)]*)\\))?");

    private final Map<String, Object> file;

    private DefinitionFile(Map<String, Object> file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException for a {@code where} or a derived field, because the oracle does not understand SQL */
    public static Definition read(String yaml) {
        return new DefinitionFile(new Yaml().load(yaml)).definition();
    }

    private Definition definition() {
        Map<String, Object> event = section(file, "event");
        List<Definition.Rollup> rollups = new ArrayList<>();
        Set<String> required = new HashSet<>(list(event.get("id")));
        section(file, "rollups").forEach((name, value) -> {
            Definition.Rollup rollup = rollup(name, cast(value));
            rollups.add(rollup);
            required.addAll(rollup.by());
        });
        Map<String, Object> time =
                event.get("time") instanceof String field ? Map.of("field", field) : section(event, "time");
        List<Definition.Field> fields = new ArrayList<>();
        section(event, "fields").forEach((name, value) -> fields.add(field(name, value, required)));
        String keyspace = text(section(file, "cassandra"), "keyspace", text(file, "pipeline", ""));
        return new Definition(
                keyspace,
                new Definition.Event(
                        list(event.get("id")),
                        text(time, "field", ""),
                        text(time, "pattern", ""),
                        ZoneId.of(text(time, "zone", "UTC")),
                        fields,
                        revision(event),
                        bytes(text(event, "max_bytes", "1MB"))),
                rollups);
    }

    private static int bytes(String size) {
        int number = Integer.parseInt(size.replaceAll("[KM]B", ""));
        return size.endsWith("KB") ? number << 10 : size.endsWith("MB") ? number << 20 : number;
    }

    private static String revision(Map<String, Object> event) {
        return event.get("duplicates") instanceof Map<?, ?> policy && policy.get("last") != null
                ? policy.get("last").toString()
                : text(event, "revision", "");
    }

    private static Definition.Field field(String name, Object value, Set<String> required) {
        if (value instanceof Map<?, ?>) {
            Map<String, Object> section = cast(value);
            if (section.containsKey("expr")) {
                throw new IllegalArgumentException(
                        "the oracle does not understand SQL, so it cannot derive \"" + name + "\"");
            }
            boolean reject = required.contains(name)
                    || "reject".equals(section.get("missing"))
                    || "true".equals(text(section, "required", ""));
            return new Definition.Field(name, text(section, "type", "string"), text(section, "path", name), reject);
        }
        return new Definition.Field(name, value.toString(), name, required.contains(name));
    }

    private Definition.Rollup rollup(String name, Map<String, Object> section) {
        if (section.containsKey("where")) {
            throw new IllegalArgumentException(
                    "the oracle does not understand SQL, so it cannot judge \"" + name + "\"");
        }
        ZoneId zone = ZoneId.of(text(section, "zone", "UTC"));
        List<Definition.Measure> measures = new ArrayList<>();
        boolean counters = text(file, "strategy", "").startsWith("counters");
        section(section, "measures").forEach((measure, call) -> {
            Definition.Measure read = measure(measure, call.toString());
            measures.add(counters ? read.asCounter() : read);
        });
        return new Definition.Rollup(
                name,
                list(section.get("by")),
                list(section.get("every")).stream()
                        .map(label -> new Every(label, zone))
                        .toList(),
                measures,
                values -> true);
    }

    private static Definition.Measure measure(String name, String call) {
        Matcher matcher = MEASURE.matcher(call.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + call + "\" is not a measure");
        }
        List<String> arguments = matcher.group(2) == null || matcher.group(2).isBlank()
                ? List.of()
                : Arrays.stream(matcher.group(2).split(",")).map(String::trim).toList();
        return new Definition.Measure(
                name,
                matcher.group(1),
                arguments.isEmpty() ? "" : arguments.get(0),
                arguments.stream().skip(1).map(Double::valueOf).toList());
    }

    private static Map<String, Object> section(Map<String, Object> parent, String key) {
        return parent.get(key) == null ? Map.of() : cast(parent.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    private static String text(Map<String, Object> section, String key, String byDefault) {
        Object value = section.get(key);
        return value == null ? byDefault : value.toString();
    }

    private static List<String> list(Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(value.toString());
    }
}
