package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Strategy;
import tallyroll.server.TestServers;
import tallyroll.summary.StoreException;

class SchemaIT {
    private static TestStores stores;

    @BeforeAll
    static void open() {
        stores = new TestStores("blocks");
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void plan_tablesMade_isUpToDateAndMakingThemAgainChangesNothing() {
        assertThat(stores.stores().plan().upToDate()).isTrue();
        assertThat(stores.stores().createTables().statements()).isEmpty();
    }

    @Test
    void plan_newMeasure_addsItsColumnsAndSaysWhatOldRowsHold() {
        SchemaPlan plan = plan(measures -> {
            measures.add(new MeasureSpec("deepest", "min", "number", List.of()));
            return measures;
        });

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.statements())
                .containsExactly(
                        "ALTER TABLE " + stores.keyspace() + ".by_place_1h ADD deepest bigint",
                        "ALTER TABLE " + stores.keyspace() + ".by_place_1d ADD deepest bigint");
        assertThat(plan.notes())
                .contains("rows of \"by_place_1h\" written before hold null in \"deepest\" until a run has made"
                        + " them again");
    }

    @Test
    void plan_measureTakenAway_keepsItsColumnUntilItIsDropped() {
        SchemaPlan plan = plan(measures -> measures.subList(1, measures.size()));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.statements()).isEmpty();
        assertThat(plan.notes())
                .contains("column \"events\" of table \"by_place_1h\" is kept no longer: what stands in it stays until"
                        + " \"plan --drop by_place_1h.events\"");
    }

    @Test
    void plan_measureOfAnotherType_isRefused() {
        SchemaPlan plan = plan(measures -> {
            measures.set(0, new MeasureSpec("events", "max", "weight", List.of()));
            return measures;
        });

        assertThat(plan.refusals())
                .contains("table \"by_place_1h\" has \"events\" as bigint, the definition needs double: a column's type"
                        + " cannot change: give the measure another name.");
    }

    @Test
    void plan_otherKey_isRefused() {
        Pipeline pipeline = stores.pipeline();
        Rollup rollup = pipeline.rollups().get(0);
        Rollup keyed =
                new Rollup(rollup.name(), List.of("mixed"), rollup.every(), rollup.measures(), "", rollup.keep());

        assertThat(new Schema(StoreSettings.of(with(pipeline, pipeline.name(), keyed)))
                        .compare(stores.session())
                        .refusals())
                .contains("table \"by_place_1h\" is keyed by [place, period], the definition needs [mixed, period]: a"
                        + " table's key cannot change: give the rollup another name.");
    }

    @Test
    void createTables_keyspaceOfAnotherPipeline_isRefused() {
        Pipeline other =
                with(stores.pipeline(), "another", stores.pipeline().rollups().get(0));

        assertThatThrownBy(() -> new Schema(StoreSettings.of(other)).apply(stores.session()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("keyspace \"%s\" belongs to pipeline \"contract\", not to \"another\""
                        .formatted(stores.keyspace()));
    }

    @ParameterizedTest
    @CsvSource({"counters-direct, counters", "aggregates-direct, aggregates"})
    void createTables_otherSummaryMode_isRefused(String label, String summaryMode) {
        Strategy strategy = Strategy.labelled(label).orElseThrow();
        Pipeline pipeline = stores.pipeline();
        Rollup rollup = pipeline.rollups().get(0);
        Pipeline other = with(pipeline, pipeline.name(), rollup, strategy);

        assertThat(new Schema(StoreSettings.of(other)).compare(stores.session()).refusals())
                .contains(
                        "keyspace \"%s\" was made by a strategy that keeps idempotent, and %s keeps %s: what was read before would be missing; choose another \"cassandra.keyspace\" and let it read everything."
                                .formatted(stores.keyspace(), strategy.label(), summaryMode));
    }

    @Test
    void createTables_otherLayout_isRefused() {
        Pipeline rows = ContractPipeline.of("rows", TestServers.shared().contactPoint(), stores.keyspace());

        assertThatThrownBy(() -> new Schema(StoreSettings.of(rows)).apply(stores.session()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has layout \"blocks\", the definition says \"rows\"");
    }

    private static SchemaPlan plan(Function<List<MeasureSpec>, List<MeasureSpec>> change) {
        Pipeline pipeline = stores.pipeline();
        Rollup rollup = pipeline.rollups().get(0);
        List<MeasureSpec> measures = change.apply(new ArrayList<>(rollup.measures()));
        Rollup changed =
                new Rollup(rollup.name(), rollup.by(), rollup.every(), measures, rollup.where(), rollup.keep());
        return new Schema(StoreSettings.of(with(pipeline, pipeline.name(), changed))).compare(stores.session());
    }

    private static Pipeline with(Pipeline pipeline, String name, Rollup rollup) {
        return with(pipeline, name, rollup, pipeline.strategy());
    }

    private static Pipeline with(Pipeline pipeline, String name, Rollup rollup, Strategy strategy) {
        return new Pipeline(
                name,
                pipeline.source(),
                pipeline.event(),
                pipeline.plausibleTime(),
                strategy,
                pipeline.record(),
                List.of(rollup),
                pipeline.grace(),
                pipeline.settle(),
                pipeline.counting(),
                pipeline.cassandra(),
                pipeline.lives());
    }
}
