package tallyroll.wal;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.receiver.EventSink;
import tallyroll.receiver.EventSinkContract;

class WalWriterRoomTest extends EventSinkContract {
    @TempDir
    private Path directory;

    private WalWriter writer;

    @Override
    protected EventSink holding(long maxBytes) {
        FaultyFileSystem.heal();
        writer = WalWriter.open(FaultyFileSystem.wal(directory), Sheets.PIPELINE, maxBytes, Sheets.QUICK, notice -> {});
        FaultyFileSystem.stall();
        return writer;
    }

    @Override
    protected void letGo() {
        FaultyFileSystem.heal();
    }

    @AfterEach
    void close() {
        FaultyFileSystem.heal();
        writer.close();
    }
}
