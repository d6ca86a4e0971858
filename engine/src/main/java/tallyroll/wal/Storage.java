package tallyroll.wal;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.Pipeline;

/**
 * A directory of a Hadoop file system, with the few promises that the log needs and file systems keep in different ways: taking a
 * name once, and making bytes durable. Safe for use by many threads.
 *
 * <p>On the local disk the checksummed {@code LocalFileSystem} is passed by: its {@code hsync} does not reach the disk, the one
 * below it is a real fsync. A new name there is durable once its directory is synced too.
 */
final class Storage {
    /** One file system a definition and process: opening one can take a second, and tasks are many. */
    private static final Map<Pipeline.Wal, Storage> OPEN = new ConcurrentHashMap<>();

    private final Pipeline.Wal wal;
    private final FileSystem files;
    private final Layout layout;

    private Storage(Pipeline.Wal wal, FileSystem files) {
        this.wal = wal;
        this.files = files;
        layout = new Layout(new Path(wal.directory()));
    }

    /** @throws WalException when there is no file system of that scheme, or it refuses its options */
    static Storage of(Pipeline.Wal wal) {
        return OPEN.computeIfAbsent(absolute(wal), Storage::open);
    }

    private static Storage open(Pipeline.Wal wal) {
        Configuration configuration = new Configuration();
        wal.options().values().forEach(configuration::set);
        // ours to close: Hadoop's shutdown hook would take it from a writer that is still flushing
        configuration.setBoolean("fs.automatic.close", false);
        try {
            FileSystem files = FileSystem.newInstance(new Path(wal.directory()).toUri(), configuration);
            return new Storage(wal, files instanceof LocalFileSystem local ? local.getRawFileSystem() : files);
        } catch (IOException | RuntimeException refused) {
            throw new WalException(
                    "Cannot open the write-ahead log's directory " + wal.directory() + ": "
                            + WalException.said(refused)
                            + ". Check the key source.wal.directory, and that the file system's jar and options are there.",
                    refused);
        }
    }

    /** With a URI that means the same in every process: a path without a scheme is on the local disk, whatever the default is. */
    static Pipeline.Wal absolute(Pipeline.Wal wal) {
        if (new Path(wal.directory()).toUri().getScheme() != null) {
            return wal;
        }
        String path = java.nio.file.Path.of(wal.directory())
                .toAbsolutePath()
                .normalize()
                .toString();
        return new Pipeline.Wal(new Path("file", null, path).toString(), wal.segmentBytes(), wal.options());
    }

    /** The definition with an absolute directory. */
    Pipeline.Wal wal() {
        return wal;
    }

    Layout layout() {
        return layout;
    }

    /** What a directory holds, in no order; nothing if it is not there. */
    List<FileStatus> list(Path directory) throws IOException {
        try {
            return Arrays.asList(files.listStatus(directory));
        } catch (FileNotFoundException absent) {
            return List.of();
        }
    }

    /** A small file's first bytes; empty if it is not there. */
    Optional<byte[]> read(Path file, int max) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            byte[] bytes = new byte[max];
            int length = 0;
            for (int read = 0; read >= 0 && length < max; length += Math.max(0, read)) {
                read = in.read(bytes, length, max - length);
            }
            return Optional.of(Arrays.copyOf(bytes, length));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
    }

    /** Opens a file for reading from an offset; empty if it is not there, or ends before. */
    Optional<FSDataInputStream> open(Path file, long offset) throws IOException {
        try {
            FSDataInputStream in = files.open(file);
            if (offset > 0) {
                in.seek(offset);
            }
            return Optional.of(in);
        } catch (FileNotFoundException | EOFException absent) {
            return Optional.empty();
        }
    }

    /** A new file; its name must be new, too. */
    FSDataOutputStream create(Path file) throws IOException {
        return attempt(() -> files.create(file, false));
    }

    /** Whether a stream's {@code hsync} makes durable what was written; of others only {@code close} does. */
    static boolean syncs(FSDataOutputStream out) {
        return out.hasCapability(StreamCapabilities.HSYNC);
    }

    /** Makes what was written so far durable; {@link #syncs} is true. */
    static void sync(FSDataOutputStream out) throws IOException {
        attempt(() -> {
            out.hsync();
            return null;
        });
    }

    static void write(FSDataOutputStream out, Slice bytes) throws IOException {
        attempt(() -> {
            out.write(bytes.array(), bytes.from(), bytes.length());
            return null;
        });
    }

    static void close(FSDataOutputStream out) throws IOException {
        attempt(() -> {
            out.close();
            return null;
        });
    }

    /** Replaces a small file; not synced. */
    void overwrite(Path file, byte[] bytes) throws IOException {
        attempt(() -> {
            try (FSDataOutputStream out = files.create(file, true)) {
                out.write(bytes);
            }
            return null;
        });
    }

    /** Writes a small file, durable when this returns. */
    void writeDurably(Path file, byte[] bytes) throws IOException {
        attempt(() -> {
            try (FSDataOutputStream out = files.create(file, true)) {
                out.write(bytes);
                if (syncs(out)) {
                    out.hsync();
                }
            }
            syncNames(file.getParent());
            return null;
        });
    }

    /**
     * Creates a file that is not there yet, durable when this returns. Of several that try, at most one succeeds: by {@code
     * O_EXCL} on the local disk, by the name node, by a conditional PUT on S3. A file system that has none of these may let
     * several succeed.
     *
     * @return false if it is another's
     */
    boolean createExclusively(Path file, byte[] bytes) throws IOException {
        try {
            if (local()) {
                files.mkdirs(file.getParent());
                Files.write(localPath(file), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            } else {
                createConditionally(file, bytes);
            }
        } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException taken) {
            return false;
        }
        syncNames(file.getParent());
        syncNames(file.getParent().getParent());
        return true;
    }

    private void createConditionally(Path file, byte[] bytes) throws IOException {
        attempt(() -> {
            try (FSDataOutputStream out = (FSDataOutputStream) files.createFile(file)
                    .recursive()
                    .overwrite(false)
                    .opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true)
                    .build()) {
                out.write(bytes);
                if (syncs(out)) {
                    out.hsync();
                }
            }
            return null;
        });
    }

    void delete(Path path) throws IOException {
        files.delete(path, true);
    }

    /** Makes the names in a directory durable, where that is not part of making their files so. */
    void syncNames(Path directory) throws IOException {
        if (local()) {
            try (FileChannel channel = FileChannel.open(localPath(directory), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean local() {
        return "file".equals(files.getUri().getScheme());
    }

    private static java.nio.file.Path localPath(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    /** Work with a file system. */
    private interface Work<T> {
        T run() throws IOException;
    }

    /** Hadoop's local file system reports a full disk as an {@link FSError}. */
    private static <T> T attempt(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (FSError failed) {
            throw new IOException(WalException.said(failed.getCause() == null ? failed : failed.getCause()), failed);
        }
    }
}
