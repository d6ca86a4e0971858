package tallyroll.avro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Schemas and records of a seed. */
final class RandomSchemas {
    private final SplittableRandom random;
    private int names;

    RandomSchemas(long seed) {
        random = new SplittableRandom(seed);
    }

    Schema record(int levels) {
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            fields.add(new Schema.Field("f" + names++, type(levels), "", (Object) null));
        }
        return Schema.createRecord("R" + names++, "", "", false, fields);
    }

    private Schema type(int levels) {
        return switch (random.nextInt(levels > 0 ? 11 : 6)) {
            case 0 -> Schema.create(Schema.Type.LONG);
            case 1 -> Schema.create(Schema.Type.STRING);
            case 2 -> Schema.create(Schema.Type.DOUBLE);
            case 3 -> Schema.create(Schema.Type.BOOLEAN);
            case 4 -> Schema.createEnum("E" + names++, "", "", List.of("A", "B", "C"));
            case 5 -> Schema.createFixed("X" + names++, "", "", random.nextInt(4));
            case 6 -> Schema.createArray(type(levels - 1));
            case 7 -> Schema.createMap(type(levels - 1));
            case 8 -> record(levels - 1);
            case 9 -> optional(levels);
            default -> Schema.create(Schema.Type.INT);
        };
    }

    private Schema optional(int levels) {
        Schema some = type(levels - 1);
        return some.isUnion() ? some : Schema.createUnion(Schema.create(Schema.Type.NULL), some);
    }

    Object value(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> null;
            case LONG -> random.nextLong() >> random.nextInt(64);
            case INT -> random.nextInt() >> random.nextInt(32);
            case STRING -> "s" + random.nextInt(1000) + "ü";
            case DOUBLE -> random.nextInt(1_000_000) / 8.0;
            case FLOAT -> random.nextInt(1_000) / 8.0f;
            case BOOLEAN -> random.nextBoolean();
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
            case FIXED ->
                new GenericData.Fixed(
                        schema,
                        "abcd"
                                .substring(0, schema.getFixedSize())
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            case BYTES -> java.nio.ByteBuffer.wrap(new byte[random.nextInt(4)]);
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(schema.getElementType()));
                }
                yield items;
            }
            case MAP -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put("k" + random.nextInt(3), value(schema.getValueType()));
                }
                yield entries;
            }
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.name(), value(field.schema())));
                yield record;
            }
        };
    }

    /** The paths to single values, as fields of a definition, each with its type. */
    static Map<String, String> paths(Schema schema) {
        Map<String, String> paths = new LinkedHashMap<>();
        paths("", schema, paths);
        return paths;
    }

    private static void paths(String path, Schema schema, Map<String, String> paths) {
        switch (schema.getType()) {
            case RECORD ->
                schema.getFields()
                        .forEach(field ->
                                paths(path + (path.isEmpty() ? "" : ".") + field.name(), field.schema(), paths));
            case ARRAY -> List.of(0, 2).forEach(i -> paths(path + "[" + i + "]", schema.getElementType(), paths));
            case MAP ->
                List.of("k0", "k2").forEach(key -> paths(path + "[\"" + key + "\"]", schema.getValueType(), paths));
            case UNION -> schema.getTypes().forEach(branch -> paths(path, branch, paths));
            case NULL -> {
                // no field holds it
            }
            case LONG, INT -> paths.put(path, "long");
            case DOUBLE -> paths.put(path, "double");
            case BOOLEAN -> paths.put(path, "boolean");
            default -> paths.put(path, "string");
        }
    }

    /** What stands at such a path. */
    static String at(String path, Object value) {
        Object here = value;
        String rest = path;
        while (!rest.isEmpty() && here != null) {
            String step = rest.replaceFirst("^\\.?([^.\\[]+|\\[[^\\]]*\\]).*$", "$1");
            rest = rest.substring(rest.indexOf(step) + step.length());
            if (here instanceof GenericData.Record record) {
                here = record.get(step);
            } else if (here instanceof List<?> list) {
                int index = Integer.parseInt(step.substring(1, step.length() - 1));
                here = index < list.size() ? list.get(index) : null;
            } else {
                here = text(((Map<?, ?>) here), step.substring(2, step.length() - 2));
            }
        }
        return here instanceof GenericData.Fixed fixed
                ? new String(fixed.bytes(), java.nio.charset.StandardCharsets.US_ASCII)
                : here instanceof Boolean bool ? bool ? "1" : "0" : String.valueOf(here);
    }

    private static Object text(Map<?, ?> map, String key) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey().toString().equals(key)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
