package tallyroll.store.node;

import com.datastax.oss.protocol.internal.Compressor;
import com.datastax.oss.protocol.internal.Frame;
import com.datastax.oss.protocol.internal.FrameCodec;
import com.datastax.oss.protocol.internal.Message;
import com.datastax.oss.protocol.internal.ProtocolConstants.ErrorCode;
import com.datastax.oss.protocol.internal.response.Error;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Cassandra node in memory that speaks version 4 of the native protocol on a port of its own. RequestHandler are carried out one at a
 * time, in the order in which they arrive.
 */
public final class MemoryNode implements AutoCloseable {
    private static final int VERSION = 4;
    private static final int HEADER_BYTES = 9;

    private final FrameCodec<ByteBuffer> frames = FrameCodec.defaultServer(new HeapCodec(), Compressor.none());
    private final MemoryTables tables = new MemoryTables();
    private final RequestHandler requests = new RequestHandler(tables);
    private final ServerSocket server;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    public MemoryNode() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        SystemTables.local(tables, server.getInetAddress().getAddress());
        daemon("memory-node", this::accept);
    }

    /** As a definition names it. */
    public String contactPoint() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** The next requests whose statement contains the text meet a fault. */
    public synchronized void fail(int times, String text, Fault fault) {
        requests.fail(times, text, fault);
    }

    /** The statements of the requests so far that contain a text, a batch as the lines of its statements. */
    public synchronized List<String> sent(String text) {
        return requests.sent(text);
    }

    /** Empties every table of a keyspace. */
    public synchronized void truncate(String keyspace) {
        tables.clear(keyspace);
    }

    /** Lets time pass, so that what has a time to live ends. */
    public synchronized void pass(Duration time) {
        tables.pass(time.toSeconds());
    }

    /** How many rows stand in a table. */
    public synchronized long rows(String keyspace, String table) {
        return tables.table(new Cql.Name(keyspace, table)).rows().count();
    }

    /** From now on who connects has to give this password. */
    public synchronized void requireLogin(String password) {
        requests.requireLogin(password);
    }

    /** Forgets which requests were made. */
    public synchronized void forget() {
        requests.forget();
    }

    /** From now on requests are taken and not answered. */
    public synchronized void hold() {
        holding = true;
    }

    /** How many requests wait for {@link #release}. */
    public synchronized int held() {
        return held.size();
    }

    /** Answers what was held back, and from now on everything. */
    public synchronized void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** The timestamps of the values in each row of a table: one a row where rows are the whole of one write. */
    public synchronized List<List<Long>> timestamps(String keyspace, String table) {
        MemoryTable found = tables.table(new Cql.Name(keyspace, table));
        return found.rows().map(found::timestamps).toList();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                daemon("memory-node-connection", () -> serve(connection));
            }
        } catch (SocketException closed) {
            // the test is over
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            while (true) {
                byte[] header = in.readNBytes(HEADER_BYTES);
                if (header.length < HEADER_BYTES) {
                    return;
                }
                ByteBuffer frame = ByteBuffer.allocate(
                        HEADER_BYTES + ByteBuffer.wrap(header).getInt(5));
                frame.put(header);
                in.readFully(frame.array(), HEADER_BYTES, frame.remaining());
                take(connection, frame.rewind());
            }
        } catch (EOFException | SocketException closed) {
            // the driver, or the test, is done with it
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private synchronized void take(Socket connection, ByteBuffer bytes) {
        int version = bytes.get(0) & 0x7f;
        if (version > VERSION) {
            String refusal =
                    "Invalid or unsupported protocol version (" + version + "); the lowest is 3, the greatest 4";
            answer(connection, bytes.getShort(2), new Error(ErrorCode.PROTOCOL_ERROR, refusal));
            return;
        }
        Frame frame = frames.decode(bytes);
        if (holding && !RequestHandler.isDrivers(frame.message)) {
            held.add(() -> answer(connection, frame.streamId, requests.answer(frame.message)));
        } else {
            answer(connection, frame.streamId, requests.answer(frame.message));
        }
    }

    private void answer(Socket connection, int stream, Message message) {
        Frame frame = Frame.forResponse(VERSION, stream, null, Frame.NO_PAYLOAD, List.of(), message);
        try {
            OutputStream out = connection.getOutputStream();
            out.write(CqlType.bytes(frames.encode(frame).flip()));
            out.flush();
        } catch (SocketException closed) {
            // the driver no longer waits for it
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
