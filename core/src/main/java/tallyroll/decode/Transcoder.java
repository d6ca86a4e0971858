package tallyroll.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tallyroll.bytes.Slice;

/** Brings text into UTF-8. What is ASCII in an encoding that extends it stays as it is. Not thread-safe. */
final class Transcoder {
    /** Larger buffers serve one record. */
    private static final int KEPT_CHARACTERS = 64 * 1024;

    private final Charset charset;
    private final boolean extendsAscii;
    private final CharsetDecoder in;
    private final CharsetEncoder out = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private CharBuffer characters = CharBuffer.allocate(256);
    private ByteBuffer bytes = ByteBuffer.allocate(3 * 256);

    Transcoder(Charset charset) {
        this.charset = charset;
        extendsAscii = "a".getBytes(charset).length == 1;
        in = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Moves the slice to the same text in UTF-8, which stays valid until the next call. */
    Decoding toUtf8(Slice raw) {
        if (extendsAscii && isAscii(raw)) {
            return Decoding.OK;
        }
        // None of these encodings makes more characters than bytes, and none of those is more than 3 bytes of UTF-8.
        CharBuffer text = raw.length() <= characters.capacity() ? characters.clear() : room(raw.length());
        ByteBuffer source = ByteBuffer.wrap(raw.array(), raw.from(), raw.length());
        in.reset();
        CoderResult read = in.decode(source, text, true);
        if (read.isUnderflow()) {
            read = in.flush(text);
        }
        if (read.isError()) {
            return RejectCode.NOT_ENCODED.because("the record is not text in " + charset + ": no character at byte "
                    + (source.position() - raw.from()));
        }
        text.flip();
        ByteBuffer target =
                text.length() * 3 <= bytes.capacity() ? bytes.clear() : ByteBuffer.allocate(text.length() * 3);
        out.reset();
        out.encode(text, target, true);
        out.flush(target);
        raw.set(target.flip());
        return Decoding.OK;
    }

    private CharBuffer room(int length) {
        if (length > KEPT_CHARACTERS) {
            return CharBuffer.allocate(length);
        }
        int more = Math.min(KEPT_CHARACTERS, Math.max(length, 2 * characters.capacity()));
        characters = CharBuffer.allocate(more);
        bytes = ByteBuffer.allocate(3 * more);
        return characters;
    }

    private static boolean isAscii(Slice raw) {
        byte[] array = raw.array();
        for (int i = raw.from(); i < raw.until(); i++) {
            if (array[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
