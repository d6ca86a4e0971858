package tallyroll.decode;

import tallyroll.bytes.Slice;
import tallyroll.event.EventSpec;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;

/**
 * Brings a record's value into the form that its format reads: unpacked, in UTF-8. It stays as it came where it is recorded, and is unwrapped
 * again when its bucket is recounted; but the events of a record that holds several are taken out of what was unwrapped, and are recorded so.
 */
final class Unwrapping {
    private final Unpacker unpacker;
    private final Transcoder transcoder;
    private final Slice value = new Slice();

    /** Of an event whose values are as their format has them. */
    private static boolean isNone(Payload payload) {
        return payload.compression() == Compression.NONE && payload.isUtf8();
    }

    Unwrapping(EventSpec spec) {
        Payload payload = spec.payload();
        unpacker =
                payload.compression() == Compression.NONE ? null : new Unpacker(payload.compression(), spec.maxBytes());
        transcoder = payload.isUtf8() ? null : new Transcoder(payload.charset());
    }

    /** A decoder that unwraps first, where there is something to unwrap. */
    static FieldDecoder before(FieldDecoder format, EventSpec spec) {
        if (isNone(spec.payload())) {
            return format;
        }
        Unwrapping unwrapping = new Unwrapping(spec);
        return (message, into) -> {
            Decoding unwrapped = unwrapping.unwrap(message);
            if (unwrapped.ok()) {
                return format.decode(message, into);
            }
            into.clear();
            return unwrapped;
        };
    }

    /** Puts the unwrapped value in its place, valid until the next call; the reason where it cannot be. */
    Decoding unwrap(Message message) {
        if (message.element() != Message.WHOLE) {
            return Decoding.OK;
        }
        value.set(message.value());
        Decoding done = unpacker == null ? Decoding.OK : unpacker.unpack(value);
        if (done.ok() && transcoder != null) {
            done = transcoder.toUtf8(value);
        }
        if (done.ok()) {
            message.value(value);
        }
        return done;
    }
}
