package tallyroll.record;

/**
 * A packed block as it is stored.
 *
 * @param bytes header and compressed events, see docs/formats
 * @param identities the first 8 bytes of each event's identity, a section with a checksum of its own
 * @param events how many
 * @param rawBytes the events' bytes before packing
 */
public record Block(byte[] bytes, byte[] identities, int events, long rawBytes) {}
