package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.publish.Disorder;
import tallyroll.store.Stores;
import tallyroll.summary.RollupTable;

/** Rows that somebody changed, deleted or added by hand are named one by one, and only these are corrected. */
class RepairIT {
    @TempDir
    Path directory;

    @Test
    void damage_byHand_isNamedAndRepairedExactly() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(13, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);
        scenario.run();
        scenario.mustBeRight();
        Map<String, Map<String, Object>> right = scenario.rows();

        Set<String> damaged = damage(scenario);

        Scenario.Answer verify = scenario.tallyroll("verify", "--format", "csv");
        assertThat(verify.code()).as(verify.err()).isEqualTo(ExitCode.DRIFT);
        assertThat(named(verify)).isEqualTo(damaged);
        Scenario.Answer dry = scenario.tallyroll("repair", "--dry-run", "--format", "csv");
        assertThat(dry.code()).as(dry.err()).isEqualTo(ExitCode.DRIFT);
        assertThat(named(dry)).isEqualTo(damaged);

        Scenario.Answer repair = scenario.tallyroll("repair");
        assertThat(repair.code()).as(repair.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(repair.err()).contains("corrected " + damaged.size() + " rows");
        Scenario.Answer again = scenario.tallyroll("verify");
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(scenario.rows()).isEqualTo(right);
    }

    /** Killed while it writes the corrected rows: the batch is run again, and the request is done by the next driver. */
    @Test
    void repair_itsDriverIsKilledMidway_isDoneByTheNextOne() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(19, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);
        scenario.run();
        Map<String, Map<String, Object>> right = scenario.rows();
        Damage.of(scenario, "by_origin_1h").change("flights", 1_000_000L);
        RequestQueue requests = new RequestQueue(
                Stores.shared(scenario.pipeline()).requests(),
                scenario.pipeline().name(),
                InstantSource.system());
        Request asked = requests.post(
                UUID.randomUUID(),
                new Request.Repair(Long.MIN_VALUE, Long.MAX_VALUE, Request.Losses.REFUSE),
                "elsewhere/1");

        scenario.killAt(FaultSpec.holdInApply(0).inBatch(scenario.state().committed() + 1));
        assertThat(scenario.state().open()).isPresent();
        scenario.run();

        Request done = requests.find(asked.id()).orElseThrow();
        assertThat(done.progress().state()).as(done.progress().message()).isEqualTo(Request.State.DONE);
        assertThat(done.progress().starts()).isEqualTo(2);
        assertThat(scenario.rows()).isEqualTo(right);
        scenario.mustBeRight();
    }

    /** An event comes late into a bucket whose record is gone: the other buckets settle, and it waits for somebody to decide. */
    @Test
    void record_lostABlockAndALateEventComes_isNotSettledAwayUntilTheLossIsAccepted() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(23, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);
        scenario.run();
        Damage.loseARecordBucket(scenario);
        topic.publish(2_000, 4_000, Disorder.none(24, RecordedTopic.PARTITIONS));

        Scenario.Ran ran = scenario.run();

        assertThat(ran.settling()).as("the others are settled").isNotEmpty();
        Scenario.Answer status = scenario.tallyroll("status");
        assertThat(status.out()).contains("FROM 1 BUCKETS, which are not settled");
        assertThat(scenario.judged().differences())
                .as("no right row was lowered")
                .isEmpty();
        Scenario.Answer repair = scenario.tallyroll("repair", "--accept-loss");
        assertThat(repair.code()).as(repair.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(scenario.tallyroll("status").out())
                .contains("of which 0 dirty")
                .contains("none seen");
    }

    @Test
    void record_lostABlock_isNamedAndNotRepairedAway() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(17, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);
        scenario.run();
        Map<String, Map<String, Object>> right = scenario.rows();

        Damage.loseARecordBucket(scenario);

        Scenario.Answer verify = scenario.tallyroll("verify");
        assertThat(verify.code()).as(verify.err()).isEqualTo(ExitCode.DRIFT);
        assertThat(verify.err()).contains("the record has lost events: bucket ").contains(" and holds 0 now");
        Scenario.Answer repair = scenario.tallyroll("repair");
        assertThat(repair.code()).as(repair.err()).isEqualTo(ExitCode.FAILED);
        assertThat(repair.err()).contains("That would lower right rows to what is left");
        assertThat(scenario.rows()).isEqualTo(right);
    }

    private static Set<String> damage(Scenario scenario) {
        Damage hour = Damage.of(scenario, "by_origin_1h").change("flights", 1_000_000L);
        Damage daily = Damage.of(scenario, "by_origin_1d").change("delay", -1L);
        Damage route = Damage.of(scenario, "routes_1d", List.of("origin", "destination", "period", "bucket"));
        Damage month = Damage.of(scenario, "eastern_1mo");
        Instant noEvents = Instant.parse("2001-07-04T05:00:00Z");
        return new TreeSet<>(List.of(
                hour.row(),
                daily.row(),
                route.delete().row(),
                month.delete().row(),
                hour.orphan("ZZZ", hour.period(), hour.bucket()).row(),
                hour.orphan("ZZY", hourPeriod(scenario, noEvents), noEvents).row()));
    }

    private static String hourPeriod(Scenario scenario, Instant at) {
        var rollup = scenario.pipeline().rollups().stream()
                .filter(one -> one.name().equals("by_origin"))
                .findFirst()
                .orElseThrow();
        return new RollupTable(rollup, rollup.finest()).period().label(at.getEpochSecond() * 1_000_000);
    }

    private static Set<String> named(Scenario.Answer answer) {
        return answer.out()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(column -> column[0] + "," + column[1] + "," + column[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
