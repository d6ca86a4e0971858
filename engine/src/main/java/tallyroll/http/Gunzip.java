package tallyroll.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Unpacks a gzip body no further than a request may be long: a bomb costs no more than an honest body. */
final class Gunzip {
    private static final int PIECE = 64 << 10;

    private Gunzip() {}

    static void unpack(BodyBytes packed, BodyBytes into) throws HttpError {
        byte[] piece = new byte[PIECE];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.bytes(), 0, packed.size()), PIECE)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                into.add(ByteBuffer.wrap(piece, 0, read));
            }
        } catch (IOException broken) {
            into.release();
            throw new HttpError(
                    HttpReply.BAD_REQUEST,
                    "The body is said to be gzip (Content-Encoding) and cannot be unpacked: " + broken.getMessage()
                            + ". Nothing was taken; send it whole and packed, or without the header.");
        }
    }
}
