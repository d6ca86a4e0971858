package tallyroll.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file that says how far a replay has come; it is replaced as a whole, so that a kill leaves the one before or the one after. */
public final class StateFile {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;

    public StateFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** @throws ReplayException where it cannot be read */
    Optional<ReplayState> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(Files.readString(path));
            if (root.path("format").asInt() != FORMAT || !root.hasNonNull("pipeline")) {
                throw new ReplayException(
                        "Cannot go on by \"" + path
                                + "\": it is not the progress of a replay that this release reads. Name another with --progress.");
            }
            return Optional.of(new ReplayState(
                    root.path("pipeline").asText(),
                    root.path("target").asText(),
                    root.path("selection").asText(),
                    root.path("before").asLong(),
                    root.path("bucket").asLong(),
                    root.path("delivered").asLong(),
                    root.path("sent").asLong(),
                    root.path("bytes").asLong(),
                    root.path("done").asBoolean()));
        } catch (JsonProcessingException damaged) {
            throw new ReplayException(
                    "Cannot go on by \"" + path + "\": it is not JSON (" + damaged.getOriginalMessage()
                            + "). Name another with --progress.",
                    damaged);
        } catch (IOException failed) {
            throw new ReplayException("Cannot read the progress \"" + path + "\": " + failed, failed);
        }
    }

    /** Durable when this returns. @throws ReplayException where it cannot be written */
    void write(ReplayState state) {
        String text = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("pipeline", state.pipeline())
                .put("target", state.target())
                .put("selection", state.selection())
                .put("before", state.before())
                .put("bucket", state.bucket())
                .put("delivered", state.delivered())
                .put("sent", state.sent())
                .put("bytes", state.bytes())
                .put("done", state.done())
                .toPrettyString();
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try {
            try (FileChannel out = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new ReplayException("Cannot write the progress \"" + path + "\": " + failed, failed);
        }
    }
}
