package tallyroll.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import tallyroll.receiver.EventBatch;

/** A process of its own that writes until it is killed, and says what was acknowledged: {@code 300} is "all below 300". */
final class WriterProcess {
    static final int BATCH = 25;

    private WriterProcess() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        WalWriter writer = WalWriter.open(
                Sheets.wal(Path.of(args[0]), 1 << 16), Sheets.PIPELINE, 1 << 20, HeartbeatTiming.USUAL, out::println);
        out.println("log " + writer.log());
        for (int i = 0; ; i += BATCH) {
            int until = i + BATCH;
            EventBatch batch = Sheets.batch(i, until);
            var stage = writer.offer(batch);
            while (stage.isEmpty()) {
                writer.awaitRoom(batch.weight(), java.time.Duration.ofSeconds(1));
                stage = writer.offer(batch);
            }
            stage.get().thenRun(() -> out.println(until));
        }
    }
}
