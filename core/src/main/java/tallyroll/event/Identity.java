package tallyroll.event;

import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;

/**
 * Computes event identities (rule R1): a 128-bit hash of the source's name and the id's bytes, or of the transport position
 * where the definition names no id.
 *
 * <p>128 bits of MurmurHash3: among 10^12 events the chance that any two different ids share an identity is about 10^-15,
 * below that of an undetected memory error, so equal hashes are taken as equal identities. The seeds are part of the on-disk
 * format: changing them would make a replayed event look new.
 */
public final class Identity {
    private static final long FIELD_SEED = 0x7461_6c6c_7972_6f6cL;
    private static final long POSITION_SEED = 0x7461_6c6c_7972_6f70L;

    private static final long ELEMENT_SEED = 0x7461_6c6c_0000_0000L;

    private Identity() {}

    /** Sets the event's identity from the bytes of its id fields. */
    public static void ofId(long sourceSeed, Slice id, Event into) {
        long[] hash = Hash.murmur3(id, FIELD_SEED ^ sourceSeed);
        into.identity(hash[0], hash[1]);
    }

    /** Sets the event's identity from where it was read: an unnamed event is its position. */
    public static void ofPosition(long sourceSeed, int partition, long offset, Event into) {
        long[] hash = Hash.murmur3(partition, offset, POSITION_SEED ^ sourceSeed);
        into.identity(hash[0], hash[1]);
    }

    /** Goes from the identity of a message to that of the event at an index in it, from 0. */
    public static void ofElement(int index, Event into) {
        long[] hash = Hash.murmur3(into.identityHigh(), into.identityLow(), ELEMENT_SEED + index);
        into.identity(hash[0], hash[1]);
    }

    /**
     * The source whose ids an event's id is one of. A source that was replaced goes on under the name {@code flights~2}: an id means the
     * same event there, a position does not.
     */
    public static String sourceOfIds(String source) {
        int incarnation = source.indexOf('~');
        return incarnation < 0 ? source : source.substring(0, incarnation);
    }

    /** The seed that keeps two sources' ids apart. */
    public static long sourceSeed(String source) {
        return Hash.murmur3(Slice.of(source), FIELD_SEED)[0];
    }
}
