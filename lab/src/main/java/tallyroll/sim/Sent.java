package tallyroll.sim;

import java.util.Arrays;
import java.util.List;

/** One record of a simulated topic; no two are the same, whatever they say. */
final class Sent {
    private final byte[] raw;
    private final List<Part> parts;
    private final boolean packed;
    private final Log log;

    /**
     * What should become of a record, or of one of several events in it.
     *
     * @param fact what it says; null where it is no event
     * @param raw its bytes, as they are recorded
     */
    record Part(Fact fact, byte[] raw) {
        static Part of(Fact fact) {
            return new Part(fact, fact.json());
        }
    }

    private Sent(byte[] raw, List<Part> parts, boolean packed, Log log) {
        this.raw = raw;
        this.parts = List.copyOf(parts);
        this.packed = packed;
        this.log = log;
    }

    /** @param log where it was published to */
    static Sent single(Part part, Log log) {
        return new Sent(part.raw, List.of(part), false, log);
    }

    /** Of several events, or none. */
    static Sent packed(byte[] raw, List<Part> parts, Log log) {
        return new Sent(raw, parts, true, log);
    }

    byte[] raw() {
        return raw;
    }

    /** Whether it is made to be taken apart. */
    boolean packed() {
        return packed;
    }

    List<Part> parts() {
        return parts;
    }

    /** The event of a record that holds one only; null where it is none. */
    Fact fact() {
        return parts.get(0).fact;
    }

    /** What these bytes say at a place in it. */
    Fact fact(int element, byte[] bytes) {
        return parts.stream()
                .filter(part -> element == Place.WHOLE && Arrays.equals(part.raw, bytes))
                .findFirst()
                .orElse(parts.get(Math.max(0, element)))
                .fact;
    }

    /** The place in it of the event at an index. */
    int element(int index) {
        return packed ? index : Place.WHOLE;
    }

    /** Whether it has these bytes at a place in it. */
    boolean holds(int element, byte[] bytes) {
        boolean there = packed ? element >= 0 && element < parts.size() : element == Place.WHOLE;
        return there && Arrays.equals(parts.get(Math.max(0, element)).raw, bytes);
    }

    Log log() {
        return log;
    }
}
