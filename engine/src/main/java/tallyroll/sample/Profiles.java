package tallyroll.sample;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tallyroll.sample.FieldPath.Origin;
import tallyroll.sample.FieldProfile.Kind;

/** The fields of a sample, in the order in which they were first met. Bounded: what comes after the last one is only counted. */
final class Profiles {
    private static final int MOST = 500;

    /** Keys and headers come at the end: what the value says is looked at first. */
    private final Map<FieldPath, FieldProfile> byPath = new LinkedHashMap<>();

    private final Map<FieldPath, FieldProfile> beside = new LinkedHashMap<>();
    private int events;
    private int records;
    private boolean cut;
    private long seen;

    /** One more event, which is all of a record or a part of it. */
    void event(SampleRecord record) {
        events++;
        record.key().ifPresent(key -> seeBeside("kafka.key", key));
        record.headers().forEach((name, value) -> {
            if (!name.startsWith("ce_") && !name.equals("content-type")) {
                seeBeside("kafka.header." + name, value);
            }
        });
    }

    private void seeBeside(String path, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            see(beside, new FieldPath(Origin.BESIDE, List.of(path)), Kind.TEXT, text);
        } catch (CharacterCodingException binary) {
            // a number in bytes or Avro: nothing that a field could read
        }
    }

    /** A record that was gone through. @param understood whether it held events */
    void record(boolean understood) {
        records += understood ? 1 : 0;
    }

    void see(FieldPath path, Kind kind, String value) {
        see(byPath, path, kind, value);
    }

    private void see(Map<FieldPath, FieldProfile> fields, FieldPath path, Kind kind, String value) {
        seen++;
        FieldProfile profile = fields.get(path);
        if (profile == null) {
            if (fields.size() == MOST) {
                cut = true;
                return;
            }
            profile = new FieldProfile(path);
            fields.put(profile.path(), profile);
        }
        profile.see(kind, value);
    }

    void seeArray(FieldPath path, int size) {
        see(path, Kind.ARRAY, "");
        FieldProfile profile = byPath.get(path);
        if (profile != null) {
            profile.sized(size);
        }
    }

    /** A field that is there and has no value, which still tells that it exists. */
    void seeNull(FieldPath path) {
        if (byPath.size() < MOST) {
            byPath.computeIfAbsent(path, FieldProfile::new);
        }
    }

    Collection<FieldProfile> all() {
        return byPath.values();
    }

    /** Keys and headers that are text. */
    Collection<FieldProfile> beside() {
        return beside.values();
    }

    /** The same where these texts are no values. */
    Profiles without(Set<String> nulls) {
        Profiles rest = new Profiles();
        rest.events = events;
        rest.records = records;
        rest.cut = cut;
        byPath.forEach((path, profile) -> rest.byPath.put(path, profile.without(nulls)));
        rest.beside.putAll(beside);
        return rest;
    }

    /** Whether every array at that path had as many places, with numbers among them, so that each means something. */
    boolean tuple(FieldPath array) {
        FieldProfile profile = byPath.get(array);
        return profile != null && profile.sameSize() && IntStream.range(0, 2).anyMatch(place -> number(array, place));
    }

    private boolean number(FieldPath array, int place) {
        List<String> keys = new ArrayList<>(array.keys());
        keys.add(FieldPath.index(place));
        FieldProfile profile = byPath.get(new FieldPath(array.origin(), keys));
        return profile != null && profile.only(Kind.NUMBER);
    }

    /** Events that were understood and differ. */
    int events() {
        return events;
    }

    /** The records that they stand in. */
    int records() {
        return records;
    }

    /** Values of all fields. */
    long seen() {
        return seen;
    }

    /** Whether there were more fields than are kept. */
    boolean cut() {
        return cut;
    }
}
