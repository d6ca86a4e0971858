package tallyroll.reading;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.summary.GroupKey;

/**
 * Where an answer goes on: the group, where the store has it, and the bucket of the next row.
 *
 * @param place of no meaning where the group is named
 * @param period that of the partition by which the group was found
 * @param bucket µs
 */
record PageToken(long place, GroupKey group, String period, long bucket) {
    private static final int VERSION = 1;

    /** @param selection what is asked, so that no other question is gone on with by mistake */
    String text(String selection) {
        ByteWriter out = new ByteWriter();
        out.writeByte(VERSION);
        out.writeLong(digest(selection));
        out.writeLong(place);
        out.writeBytes(group.bytes());
        out.writeString(period);
        out.writeLong(bucket);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    /** @throws InvalidRequestException where the text is not a token, or one of another selection */
    static PageToken read(String text, String selection) {
        try {
            ByteReader in = new ByteReader(Base64.getUrlDecoder().decode(text));
            if (in.readByte() == VERSION && in.readLong() == digest(selection)) {
                PageToken token =
                        new PageToken(in.readLong(), new GroupKey(in.readBytes()), in.readString(), in.readLong());
                if (in.remaining() == 0) {
                    return token;
                }
            }
        } catch (IllegalArgumentException | MalformedBytesException broken) {
            throw notOne(text, broken);
        }
        throw notOne(text, null);
    }

    private static InvalidRequestException notOne(String text, Exception cause) {
        InvalidRequestException refusal = new InvalidRequestException("Cannot go on at \""
                + (text.length() > 60 ? text.substring(0, 60) + "…" : text)
                + "\": it is not what a page of this selection gave as its next; begin again without it");
        refusal.initCause(cause);
        return refusal;
    }

    private static long digest(String selection) {
        return Hash.murmur3(Slice.of(selection.getBytes(StandardCharsets.UTF_8)), 0)[0];
    }
}
