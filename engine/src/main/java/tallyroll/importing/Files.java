package tallyroll.importing;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import tallyroll.control.Request;
import tallyroll.pipeline.InvalidRequestException;

/** Files of any Hadoop file system. */
public final class Files {
    /** 128 MB, as much as {@code zstd --long} takes without being told to. */
    private static final int MAX_ZSTD_WINDOW_LOG = 27;

    private static final int BUFFER_BYTES = 1 << 16;

    /** Read once: it is parsed from several files. */
    private static final Configuration CONFIGURATION = new Configuration();

    private Files() {}

    static Configuration configuration() {
        return CONFIGURATION;
    }

    /**
     * The files that people name.
     *
     * @param directory where a name begins that says no other place
     * @param names paths or URIs; a {@code *} stands for any part of a name, and a directory for the files below it, without those whose
     *     name begins with {@code _} or a dot
     * @return by name, each once
     * @throws InvalidRequestException where a name stands for no file
     */
    public static List<Request.ImportedRange> find(java.nio.file.Path directory, List<String> names) {
        List<Request.ImportedRange> found = new ArrayList<>();
        for (String name : names) {
            List<Request.ImportedRange> some = find(directory, name);
            if (some.isEmpty()) {
                throw new InvalidRequestException(
                        "Cannot import \"" + name + "\": there is no such file, nor a file below it");
            }
            found.addAll(some);
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Request.ImportedRange::uri))
                .toList();
    }

    private static List<Request.ImportedRange> find(java.nio.file.Path directory, String name) {
        Path path = absolute(directory, name);
        try {
            FileSystem files = fileSystem(path);
            FileStatus[] matches = files.globStatus(path);
            List<Request.ImportedRange> found = new ArrayList<>();
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                if (match.isDirectory()) {
                    below(files, match.getPath(), found);
                } else {
                    found.add(imported(match));
                }
            }
            return found;
        } catch (IOException | RuntimeException unreadable) {
            throw new InvalidRequestException("Cannot import \"" + name + "\": " + said(unreadable));
        }
    }

    private static void below(FileSystem files, Path directory, List<Request.ImportedRange> found) throws IOException {
        RemoteIterator<LocatedFileStatus> all = files.listFiles(directory, true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            String below =
                    file.getPath().toString().substring(directory.toString().length());
            if (Arrays.stream(below.split("/")).noneMatch(part -> part.startsWith("_") || part.startsWith("."))) {
                found.add(imported(file));
            }
        }
    }

    private static Request.ImportedRange imported(FileStatus file) {
        return new Request.ImportedRange(name(file.getPath().toUri()), 0, file.getLen());
    }

    /** Always the same for a file, for it identifies events that have no id. */
    private static String name(URI uri) {
        return "file".equals(uri.getScheme())
                ? java.nio.file.Path.of(uri.getPath()).toUri().toString()
                : uri.toString();
    }

    private static Path absolute(java.nio.file.Path directory, String name) {
        return name.matches("[A-Za-z][A-Za-z0-9+.-]*:/.*")
                ? new Path(name)
                : new Path(new Path("file", null, directory.toAbsolutePath().normalize() + "/"), absoluteName(name));
    }

    private static String absoluteName(String name) {
        return Paths.get(name).normalize().toString();
    }

    /** On the local disk without checksum files of its own: nobody has those. */
    private static FileSystem fileSystem(Path path) throws IOException {
        FileSystem files = path.getFileSystem(CONFIGURATION);
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }

    /**
     * Opens a file, unpacked, at a position of what it holds.
     *
     * @throws ImportException where it cannot be read
     */
    static InputStream open(String uri, long position) {
        FileKind kind = FileKind.of(uri);
        Path path = path(uri);
        InputStream opened = null;
        try {
            FSDataInputStream file = fileSystem(path).open(path);
            opened = file;
            if (!kind.isPacked()) {
                file.seek(position);
                return file;
            }
            opened = unpacked(kind, file);
            opened.skipNBytes(position);
            return opened;
        } catch (IOException | RuntimeException unreadable) {
            close(opened);
            throw cannotRead(uri, unreadable);
        }
    }

    private static InputStream unpacked(FileKind kind, InputStream packed) throws IOException {
        InputStream buffered = new BufferedInputStream(packed, BUFFER_BYTES);
        if (kind == FileKind.GZIP) {
            return new GZIPInputStream(buffered, BUFFER_BYTES);
        }
        ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(buffered);
        zstd.setLongMax(MAX_ZSTD_WINDOW_LOG);
        return zstd;
    }

    static Path path(String uri) {
        return new Path(URI.create(uri));
    }

    /** Refuses a file that is not the one that was named. */
    static void requireUnchanged(Request.ImportedRange file) {
        Path path = path(file.uri());
        try {
            long now = fileSystem(path).getFileStatus(path).getLen();
            if (now != file.until()) {
                throw new ImportException("Cannot import " + file.uri() + ": it has " + now + " bytes now and had "
                        + file.until()
                        + " when it was asked for. What was imported of it before counts; import it again"
                        + " when nobody writes to it any more: what is there already changes nothing.");
            }
        } catch (IOException | RuntimeException unreadable) {
            throw unreadable instanceof ImportException ours ? ours : cannotRead(file.uri(), unreadable);
        }
    }

    static ImportException cannotRead(String uri, Exception why) {
        return new ImportException(
                "Cannot read " + uri + ": " + said(why)
                        + ". The file must be readable by that name on every machine that runs tasks of the pipeline.",
                why);
    }

    static String said(Exception why) {
        if (why instanceof FileNotFoundException) {
            return "there is no such file here";
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }

    static void close(Closeable in) {
        if (in != null) {
            try {
                in.close();
            } catch (IOException unread) {
                // it was only read
            }
        }
    }
}
