package tallyroll.wal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a log's directory is: a random id in a file of its own, written once. Whoever comes first writes it, receiver or engine; a
 * directory that is put in the place of another has another id, or none.
 */
final class DirectoryId {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int MAX_BYTES = 64;

    private DirectoryId() {}

    /** Empty where there is none, or its writer died while it wrote it. */
    static Optional<String> read(Storage storage) throws IOException {
        return storage.read(storage.layout().id(), MAX_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
                .filter(text -> FORM.matcher(text).matches());
    }

    /** Writes one where no file is. */
    static void ensure(Storage storage) throws IOException {
        if (storage.read(storage.layout().id(), MAX_BYTES).isEmpty()) {
            storage.createExclusively(storage.layout().id(), fresh());
        }
    }

    /** As {@link #ensure}, also in place of one that was not written whole. Only for the holder of the lease. */
    static String require(Storage storage) throws IOException {
        ensure(storage);
        Optional<String> id = read(storage);
        if (id.isEmpty()) {
            storage.writeDurably(storage.layout().id(), fresh());
            id = read(storage);
        }
        return id.orElseThrow(() ->
                new IOException("the id that was written to " + storage.layout().id() + " is not there"));
    }

    private static byte[] fresh() {
        return (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
