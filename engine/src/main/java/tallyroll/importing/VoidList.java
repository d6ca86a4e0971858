package tallyroll.importing;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request;
import tallyroll.decode.VoidEntry;

/**
 * Entries that take identities out of the totals, as an address that holds them all itself: neither whoever asked for them nor a file of
 * theirs need be there when they are recorded, or recorded again.
 */
public final class VoidList {
    /** In one address: some 20 KB of the control row while they are recorded. */
    public static final int MAX_ENTRIES = 250;

    private static final int VERSION = 1;

    private final List<VoidEntry> entries;

    /** @param entries at most {@value #MAX_ENTRIES} */
    public VoidList(List<VoidEntry> entries) {
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "a list holds 1 to " + MAX_ENTRIES + " entries, these are " + entries.size());
        }
        this.entries = List.copyOf(entries);
    }

    static boolean reads(String uri) {
        return uri.startsWith(IngestClaim.VOIDS);
    }

    /** @throws tallyroll.bytes.MalformedBytesException where the address is damaged */
    public static VoidList of(String uri) {
        ByteReader in = new ByteReader(Base64.getUrlDecoder().decode(uri.substring(IngestClaim.VOIDS.length())));
        if (in.readByte() != VERSION) {
            throw new ImportException("Cannot record voids: a later release asked for them. Run that one");
        }
        String reason = in.readString();
        String by = in.readString();
        long at = in.readLong();
        List<VoidEntry> entries = new ArrayList<>();
        while (in.remaining() > 0) {
            long high = in.readLong();
            long low = in.readLong();
            long time = in.readLong();
            entries.add(new VoidEntry(high, low, time, in.readString(), reason, by, at));
        }
        return new VoidList(entries);
    }

    public List<VoidEntry> entries() {
        return entries;
    }

    /** What asks for them: of all entries the reason of the first, and who asked and when. */
    public Request.ImportedRange asked() {
        VoidEntry first = entries.get(0);
        ByteWriter out = new ByteWriter(64 * entries.size());
        out.writeByte(VERSION);
        out.writeString(first.reason());
        out.writeString(first.by());
        out.writeLong(first.atMicros());
        for (VoidEntry entry : entries) {
            out.writeLong(entry.high());
            out.writeLong(entry.low());
            out.writeLong(entry.timeMicros());
            out.writeString(entry.id());
        }
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
        return new Request.ImportedRange(IngestClaim.VOIDS + text, 0, entries.size());
    }
}
