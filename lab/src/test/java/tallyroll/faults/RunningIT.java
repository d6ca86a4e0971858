package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.publish.Disorder;
import tallyroll.record.BucketMark;
import tallyroll.server.TestServers;
import tallyroll.store.Stores;

/** A pipeline that runs continuously while its topic grows, others want its lease, and it is asked to stop. */
class RunningIT {
    @TempDir
    Path directory;

    @Test
    void run_continuous_takesNewPartitionsKeepsOthersOutAndStopsOnSigterm() throws Exception {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 1_500, Disorder.none(11, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);
        Stores.shared(scenario.pipeline()).createTables();
        try (ChildProcess child = scenario.start(List.of("-Xmx1g"), "--trigger", "200")) {
            untilReadAndSettled(scenario, 1_500, child);

            grow(topic.topic(), RecordedTopic.PARTITIONS + 2);
            topic.publishTo(RecordedTopic.PARTITIONS + 1, 1_500, 2_000);
            untilReadAndSettled(scenario, 2_000, child);
            assertThat(scenario.state().positions())
                    .containsEntry(topic.topic() + "-" + (RecordedTopic.PARTITIONS + 1), 500L);

            damage(scenario);
            long epoch = scenario.state().epoch();
            Scenario.Answer repair = scenario.tallyroll("repair");
            assertThat(repair.code()).as(repair.err()).isEqualTo(ExitCode.RIGHT);
            assertThat(repair.err()).contains("corrected 1 rows of 1 record buckets in 1 batches; drift 0");
            assertThat(scenario.state().epoch())
                    .as("the driver that runs did it")
                    .isEqualTo(epoch);
            assertThat(child.printed()).contains("corrected 1 rows");
            Map<String, Map<String, Object>> right = scenario.rows();
            Damage.of(scenario, "by_origin_1h").change("flights", 1_000_000L);
            Damage.of(scenario, "eastern_1mo").delete();
            Scenario.Answer redo = scenario.tallyroll("redo", "--from", "2001-03-01", "--to", "2001-03-04");
            assertThat(redo.code()).as(redo.err()).isEqualTo(ExitCode.RIGHT);
            assertThat(redo.err()).contains("replaced 2 rows that differed");
            assertThat(scenario.rows()).isEqualTo(right);
            assertThat(scenario.state().epoch())
                    .as("the driver that runs did that too")
                    .isEqualTo(epoch);
            topic.publishTo(0, 2_000, 2_100);
            untilReadAndSettled(scenario, 2_100, child);

            List<String> logLines = new CopyOnWriteArrayList<>();
            CompletableFuture<Scenario.Ran> second = CompletableFuture.supplyAsync(() -> scenario.run(logLines));
            Waiting.until(() -> !logLines.isEmpty(), child::printed);
            assertThat(logLines.get(0)).startsWith("waiting for the lease");
            child.terminate();
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.RIGHT.number());
            assertThat(child.printed()).contains("stopping after the batch in hand");
            second.get();
        }
        assertThat(scenario.tallyroll("repair").code()).isEqualTo(ExitCode.RIGHT);
        scenario.mustBeRight();
    }

    private static void untilReadAndSettled(Scenario scenario, long records, ChildProcess child) {
        Waiting.until(
                () -> {
                    assertThat(child.isAlive()).as(child.printed()).isTrue();
                    return Stores.shared(scenario.pipeline())
                                    .control()
                                    .read(scenario.pipeline().name())
                                    .stream()
                                    .anyMatch(state -> state.books().read() == records)
                            && settled(scenario);
                },
                child::printed);
    }

    private static boolean settled(Scenario scenario) {
        return Stores.shared(scenario.pipeline()).record().marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .noneMatch(BucketMark::dirty);
    }

    private static void grow(String topic, int partitions) throws InterruptedException, ExecutionException {
        TestServers.shared()
                .admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all()
                .get();
    }

    private static void damage(Scenario scenario) {
        Damage.of(scenario, "by_origin_1h").change("flights", 1_000_000L);
    }
}
