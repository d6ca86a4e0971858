package tallyroll.replay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.send.Beside;

/**
 * A file of one event after the other, each with a line feed behind it. It holds every event once: a run that goes on cuts off what is
 * beyond the last confirmed length. Until it is complete its name ends with {@code .part}.
 */
public final class FileTarget implements ReplayTarget {
    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final Path part;
    private final boolean lines;
    private FileChannel channel;
    private OutputStream out;
    private boolean complete;

    /** @param lines whether an event that holds a line feed could not be told from two */
    public FileTarget(Path path, boolean lines) {
        this.path = path;
        this.lines = lines;
        part = path.resolveSibling(path.getFileName() + ".part");
    }

    @Override
    public String name() {
        return "file " + path.toAbsolutePath().normalize();
    }

    @Override
    public void open(boolean goesOn, long bytes) {
        try {
            if (goesOn && !Files.exists(part) && Files.exists(path) && Files.size(path) == bytes) {
                complete = true; // it was renamed, and then the run was killed
                return;
            }
            refuseWhatStands(goesOn);
            channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new ReplayException("Cannot write \"" + part + "\": another process is writing it.");
            }
            if (channel.size() < bytes) {
                throw new ReplayException(
                        "Cannot go on with \"" + part + "\": it has " + channel.size() + " bytes, and " + bytes
                                + " were written already. Remove it and its progress, and begin again.");
            }
            channel.truncate(bytes);
            channel.position(bytes);
            out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private void refuseWhatStands(boolean goesOn) {
        for (Path one : goesOn ? List.of(path) : List.of(path, part)) {
            if (Files.exists(one)) {
                throw new ReplayException(
                        "Cannot replay to \"" + path + "\": \"" + one
                                + "\" is there already, and no progress says that it is of this replay. Remove it, or name another file.");
            }
        }
    }

    @Override
    public void send(Slice event, Beside beside) {
        if (lines && holdsLineFeed(event)) {
            throw new ReplayException("Cannot replay to \"" + path
                    + "\": an event holds a line feed, and in a file of lines it would become two. Replay to a topic.");
        }
        try {
            out.write(event.array(), event.from(), event.length());
            out.write('\n');
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private static boolean holdsLineFeed(Slice event) {
        for (int i = event.from(); i < event.from() + event.length(); i++) {
            if (event.array()[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public long confirm() {
        try {
            if (complete) {
                return Files.size(path);
            }
            out.flush();
            channel.force(true);
            return channel.position();
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    @Override
    public void complete() {
        if (complete) {
            return;
        }
        close();
        try {
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw failed(failed);
        }
        complete = true;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private ReplayException failed(IOException failure) {
        return new ReplayException("Cannot write \"" + path + "\": " + failure, failure);
    }
}
