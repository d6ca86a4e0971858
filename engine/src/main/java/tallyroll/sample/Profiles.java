package tallyroll.sample;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallyroll.sample.FieldProfile.Kind;

/** The fields of a sample, in the order in which they were first met. Bounded: what comes after the last one is only counted. */
final class Profiles {
    private static final int MOST = 500;

    private final Map<List<String>, FieldProfile> byPath = new LinkedHashMap<>();
    private int events;
    private boolean cut;

    void event() {
        events++;
    }

    void see(List<String> path, Kind kind, String value) {
        FieldProfile profile = byPath.get(path);
        if (profile == null) {
            if (byPath.size() == MOST) {
                cut = true;
                return;
            }
            profile = new FieldProfile(path);
            byPath.put(profile.path(), profile);
        }
        profile.see(kind, value);
    }

    /** A field that is there and has no value, which still tells that it exists. */
    void seeNull(List<String> path) {
        if (byPath.size() < MOST) {
            byPath.computeIfAbsent(path, FieldProfile::new);
        }
    }

    Collection<FieldProfile> all() {
        return byPath.values();
    }

    /** Events that were understood and differ. */
    int events() {
        return events;
    }

    /** Whether there were more fields than are kept. */
    boolean cut() {
        return cut;
    }
}
