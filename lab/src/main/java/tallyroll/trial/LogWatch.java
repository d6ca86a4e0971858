package tallyroll.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Adds up what is written to a directory whose files are deleted behind: the largest size that each file was seen with. */
final class LogWatch implements AutoCloseable {
    private static final long STEP_MILLIS = 100;

    private final Path directory;
    private final Map<Path, Long> sizes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService eye = Executors.newSingleThreadScheduledExecutor(LogWatch::daemon);

    LogWatch(Path directory) {
        this.directory = directory;
        var unused = eye.scheduleWithFixedDelay(this::look, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    long bytes() {
        look();
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void look() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> sizes.merge(file, size(file), Math::max));
        } catch (IOException | UncheckedIOException changing) {
            // files come and go; the next look sees the others
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() {
        eye.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "lab-log-watch");
        thread.setDaemon(true);
        return thread;
    }
}
