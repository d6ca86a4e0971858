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

/** Adds up what is written to a directory whose files are deleted after use: the largest size that was seen of each file. */
final class LogSizeSampler implements AutoCloseable {
    private static final long STEP_MILLIS = 100;

    private final Path directory;
    private final Map<Path, Long> sizes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(LogSizeSampler::daemon);

    LogSizeSampler(Path directory) {
        this.directory = directory;
        var unused = timer.scheduleWithFixedDelay(this::sample, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    long bytes() {
        sample();
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void sample() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> sizes.merge(file, size(file), Math::max));
        } catch (IOException | UncheckedIOException changing) {
            // files come and go; the next sample sees the others
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
        timer.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "lab-log-size");
        thread.setDaemon(true);
        return thread;
    }
}
