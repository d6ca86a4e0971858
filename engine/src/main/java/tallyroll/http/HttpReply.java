package tallyroll.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What an HTTP sender is told: a status, and a JSON object that ends with a line end.
 *
 * @param retrySeconds for {@code Retry-After}; 0: no such header
 */
record HttpReply(int status, byte[] json, int retrySeconds) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int UNSUPPORTED_MEDIA_TYPE = 415;
    static final int TOO_MANY_REQUESTS = 429;
    static final int UNAVAILABLE = 503;

    private static final int RETRY_SECONDS = 1;
    private static final JsonFactory FACTORY = new JsonFactory();

    /** The events were taken; 400 where each of them will be a dead letter. */
    static HttpReply taken(ValidationResult examined) {
        int status = examined.accepted() > 0 || examined.rejected() == 0 ? OK : BAD_REQUEST;
        return new HttpReply(status, json(out -> result(out, examined)), 0);
    }

    /** Nothing was taken, or nothing is known. */
    static HttpReply refused(int status, String message) {
        boolean again = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        return new HttpReply(status, json(out -> out.writeStringField("error", message)), again ? RETRY_SECONDS : 0);
    }

    static HttpReply healthy() {
        return new HttpReply(OK, json(out -> out.writeStringField("health", "receiving")), 0);
    }

    private static void result(JsonGenerator out, ValidationResult examined) throws IOException {
        out.writeNumberField("accepted", examined.accepted());
        out.writeNumberField("rejected", examined.rejected());
        if (examined.ignored() > 0) {
            out.writeNumberField("ignored", examined.ignored());
        }
        out.writeArrayFieldStart("rejections");
        for (ValidationResult.Rejection rejection : examined.listed()) {
            out.writeStartObject();
            out.writeNumberField("event", rejection.event());
            out.writeStringField("code", rejection.fault().code());
            out.writeStringField("reason", rejection.fault().reason());
            out.writeEndObject();
        }
        out.writeEndArray();
        int further = examined.rejected() - examined.listed().size();
        if (further > 0) {
            out.writeNumberField("further_rejections", further);
        }
    }

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] json(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON to memory", impossible);
        }
        return bytes.toByteArray();
    }
}
