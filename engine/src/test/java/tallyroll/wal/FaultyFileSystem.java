package tallyroll.wal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import tallyroll.pipeline.Pipeline;

/** The local disk under the scheme {@code faulty}, with faults that a test switches on and off while it is written and read. */
public final class FaultyFileSystem extends RawLocalFileSystem {
    /** Bytes that still fit; then writes store what fits and fail, as those of a full disk do. */
    static final AtomicLong ROOM = new AtomicLong();

    /** Of names that end so, creating fails. */
    static volatile String unwritable;

    static volatile boolean syncFails;
    /** Whether streams can make bytes durable before they are closed. */
    static volatile boolean syncs;

    static volatile boolean unreadable;
    static final AtomicInteger SYNCS = new AtomicInteger();

    private static volatile CountDownLatch answering = new CountDownLatch(0);

    static void heal() {
        ROOM.set(Long.MAX_VALUE);
        unwritable = "never";
        syncFails = false;
        syncs = true;
        unreadable = false;
        answering.countDown();
    }

    /** Whoever makes bytes durable waits, until all is healed. */
    static void stall() {
        answering = new CountDownLatch(1);
    }

    static Pipeline.Wal wal(Path directory) {
        return new Pipeline.Wal(
                "faulty:" + directory,
                Sheets.SEGMENT_BYTES,
                Map.of("fs.faulty.impl", FaultyFileSystem.class.getName()));
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
        if (unreadable) {
            throw new IOException("Connection refused");
        }
        return super.listStatus(path);
    }

    @Override
    public FSDataOutputStream create(
            org.apache.hadoop.fs.Path file,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        refuse(file);
        return faulty(super.create(file, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
            org.apache.hadoop.fs.Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(file, overwrite, bufferSize, replication, blockSize, progress);
    }

    private static void refuse(org.apache.hadoop.fs.Path file) throws IOException {
        if (file.getName().endsWith(unwritable)) {
            throw new IOException("Connection refused");
        }
    }

    private static FSDataOutputStream faulty(FSDataOutputStream out) throws IOException {
        return new FSDataOutputStream(new FaultyStream(out), null);
    }

    private static final class FaultyStream extends OutputStream implements Syncable, StreamCapabilities {
        private final FSDataOutputStream out;

        private FaultyStream(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int fits = (int) Math.min(ROOM.get(), length);
            out.write(bytes, from, fits);
            ROOM.addAndGet(-fits);
            if (fits < length) {
                out.hflush();
                fail(bytes, length);
            }
        }

        /** Where there is a device that is always full, with the error that the local file system makes of it. */
        private static void fail(byte[] bytes, int length) throws IOException {
            org.apache.hadoop.fs.Path full = new org.apache.hadoop.fs.Path("/dev/full");
            try (RawLocalFileSystem local = new RawLocalFileSystem()) {
                local.initialize(URI.create("file:///"), new Configuration());
                if (local.exists(full)) {
                    try (FSDataOutputStream device = local.create(full, true)) {
                        device.write(bytes, 0, length);
                        device.hflush();
                    }
                }
            }
            throw new IOException("No space left on device");
        }

        @Override
        public void hflush() throws IOException {
            out.hflush();
        }

        @Override
        public void hsync() throws IOException {
            try {
                answering.await();
            } catch (InterruptedException stop) {
                throw new InterruptedIOException("stopped while the storage stood still");
            }
            SYNCS.incrementAndGet();
            if (syncFails) {
                throw new IOException("Input/output error");
            }
            out.hsync();
        }

        @Override
        public void close() throws IOException {
            out.close();
            if (syncFails) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public boolean hasCapability(String capability) {
            return syncs && out.hasCapability(capability);
        }
    }
}
