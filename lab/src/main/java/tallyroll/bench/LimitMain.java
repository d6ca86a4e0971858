package tallyroll.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** The limit in a process of its own: {@code LimitMain DEFINITION THREADS PARTITIONS}; prints how many events it consumed. */
final class LimitMain {
    private LimitMain() {}

    public static void main(String[] args) throws Exception {
        Pipeline pipeline = Definition.read(Path.of(args[0]), Environment.of(System.getenv()));
        int threads = Integer.parseInt(args[1]);
        int partitions = Integer.parseInt(args[2]);
        LimitWork.Done done = new LimitWork.Done(0, 0, 0, 0, 0);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (Future<LimitWork.Done> one : pool.invokeAll(work(pipeline, threads, partitions))) {
                done = done.plus(one.get());
            }
        } finally {
            pool.shutdown();
        }
        System.out.printf(
                "%d events, %d dead letters, %d bytes of blocks, %d cells of %d bytes%n",
                done.events(), done.deadLetters(), done.blockBytes(), done.cells(), done.summaryBytes());
    }

    private static List<Callable<LimitWork.Done>> work(Pipeline pipeline, int threads, int partitions) {
        List<Callable<LimitWork.Done>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int remainder = i;
            List<Integer> share = IntStream.range(0, partitions)
                    .filter(partition -> partition % threads == remainder)
                    .boxed()
                    .toList();
            work.add(() -> new Limit(pipeline).consume(share));
        }
        return work;
    }
}
