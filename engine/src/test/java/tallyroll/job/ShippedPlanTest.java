package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag$;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.BucketScope;
import tallyroll.flow.CompareTasks;
import tallyroll.flow.IngestTasks;
import tallyroll.flow.Outdated;
import tallyroll.flow.RecountInput;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.SettleTasks;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.StoredRows;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.TopicBinding;
import tallyroll.store.StoreSettings;
import tallyroll.wal.WalBinding;

/** What Spark sends to executors, serialised as Spark does it: the plan is there and works, no secret is. */
class ShippedPlanTest {
    private static final String CANARY = "canary-91fe";
    private static final long HOUR = 1_774_605_600_000_000L;

    private final SerializerInstance serializer = new JavaSerializer(new SparkConf(false)).newInstance();

    @ParameterizedTest
    @ValueSource(strings = {"${env:CANARY}", CANARY, "${env:NOBODY:-" + CANARY + "}"})
    void stages_ofEveryKindOfBatch_holdNoSecret(String written) {
        for (Object stage : stages(written)) {
            assertThat(text(stage)).as(stage.getClass().getSimpleName()).doesNotContain(CANARY);
        }
    }

    /** The check above can fail: a value that is no secret is found. */
    @Test
    void stages_ofNewEvents_holdWhatIsNoSecret() {
        assertThat(text(stages(CANARY).get(0))).contains("SASL_PLAINTEXT").contains("visits");
    }

    @Test
    void plan_throughBytes_isTheSame() {
        Pipeline pipeline = kafka("${env:CANARY}");
        TaskPlan plan = TallyJobs.plan(pipeline, SparkExpressions.of(pipeline));

        TaskPlan again = shipped(plan);

        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("expressions")
                .isEqualTo(plan);
        assertThat(shipped(StoreSettings.of(pipeline))).isEqualTo(StoreSettings.of(pipeline));
        assertThat(shipped(pipeline.kafka())).isEqualTo(pipeline.kafka());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:CANARY}", CANARY})
    void secrets_throughBytesInOneProcess_areThere(String written) {
        Pipeline pipeline = kafka(written);

        assertThat(shipped(StoreSettings.of(pipeline)).cassandra().password().value())
                .isEqualTo(CANARY);
        assertThat(shipped(pipeline.kafka()).options().values())
                .containsEntry("sasl.jaas.config", "password=" + CANARY);
    }

    private static List<Object> stages(String written) {
        Pipeline pipeline = kafka(written);
        TaskPlan plan = TallyJobs.plan(pipeline, SparkExpressions.of(pipeline));
        StoreSettings settings = StoreSettings.of(pipeline);
        IngestClaim ingest = new IngestClaim(1, 1_700_000_000_000_000L, 0, List.of(new Claim.Range("visits", 0, 0, 9)));
        SettleClaim settle = new SettleClaim(2, 1_700_000_001_000_000L, 0, List.of(HOUR), Claim.Cause.REPAIR);
        RecountInput input = new RecountInput(new BucketScope(plan, List.of(HOUR)), RepeatedIdentities.NONE, 2);
        List<BatchTasks> batches = new ArrayList<>(
                List.of(new SettleTasks(plan, settle, input, Outdated.NONE), new CompareTasks(plan, input)));
        for (SourceOpener opener : List.of(
                TopicBinding.opener(pipeline.kafka(), pipeline.event().keptBeside()),
                WalBinding.opener(log(written)))) {
            batches.add(0, new IngestTasks(plan, ingest, opener, Long.MIN_VALUE, Outdated.NONE));
        }
        List<Object> stages = new ArrayList<>();
        for (BatchTasks tasks : batches) {
            stages.add(new MapStage(
                    settings, tasks, map -> map.read().decode().record().summarise(), 1));
            stages.add(new ApplyStage(settings, tasks, apply -> apply.apply()));
        }
        stages.add(new StoredRowsStage(settings, plan, input.scope(), StoredRows.all(plan, 1)));
        stages.add(new IdentityStage(settings, List.of(List.of(HOUR)), 1));
        stages.add(new OccurrenceStage(
                settings, plan, new OccurrenceStage.Wanted(Map.of(HOUR, new long[] {1}), 2), List.of(List.of(HOUR))));
        stages.add(new RangeStage(new TreeSet<>(Set.of(HOUR)), plan.horizon()));
        // the topic's opener first
        stages.add(0, stages.remove(2));
        return stages;
    }

    private static Pipeline kafka(String written) {
        return definition("""
                  kafka:
                    bootstrap: "localhost:9092"
                    topic: visits
                    options: {security.protocol: SASL_PLAINTEXT, sasl.jaas.config: "password=%s"}
                """, written);
    }

    private static Pipeline log(String written) {
        return definition("""
                  http: {listen: "127.0.0.1:0"}
                  wal: {directory: target/no-log, options: {fs.s3a.secret.key: "%s"}}
                """, written);
    }

    private static Pipeline definition(String source, String written) {
        String yaml = """
                pipeline: visits
                source:
                %sevent:
                  format: json
                  id: id
                  time: {field: at}
                  fields: {id: string, at: timestamp, place: string, amount: long}
                cassandra: {datacenter: dc, username: me, password: "%s"}
                rollups:
                  visits:
                    by: [place]
                    every: [1h, 1d]
                    where: amount > 3
                    measures: {events: count, amount: sum(amount)}
                """.formatted(source.formatted(written), written);
        return Definition.parse(yaml, "visits.yaml", Environment.of(Map.of("CANARY", CANARY)));
    }

    private String text(Object value) {
        return StandardCharsets.ISO_8859_1
                .decode(serializer.serialize(value, ClassTag$.MODULE$.apply(Object.class)))
                .toString();
    }

    @SuppressWarnings("unchecked")
    private <T> T shipped(T value) {
        return (T) serializer.deserialize(
                serializer.serialize(value, ClassTag$.MODULE$.apply(Object.class)),
                ClassTag$.MODULE$.apply(Object.class));
    }
}
