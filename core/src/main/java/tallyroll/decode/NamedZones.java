package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The zones that texts name, by their IANA ids; abbreviations such as CEST mean several zones and are not read. Not thread-safe. */
final class NamedZones {
    private static final int MAX_LENGTH = 64;
    private static final Set<String> IDS = Set.copyOf(ZoneId.getAvailableZoneIds());

    /** Only of known ids, so its size is bounded. */
    private final Map<String, LocalZone> zones = new HashMap<>();

    /** Null where the bytes {@code [from, until)} are not a zone's id. */
    LocalZone named(byte[] raw, int from, int until) {
        if (until - from > MAX_LENGTH) {
            return null;
        }
        String id = new String(raw, from, until - from, StandardCharsets.ISO_8859_1);
        return IDS.contains(id) ? zones.computeIfAbsent(id, known -> new LocalZone(ZoneId.of(known))) : null;
    }
}
