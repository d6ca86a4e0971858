package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Strategy;
import tallyroll.store.node.Fault;
import tallyroll.store.node.MemoryNode;
import tallyroll.summary.StoreException;

/** Which tables a definition needs, what of that is made, and what stands in the way. */
class SchemaTest {
    private MemoryNode node;

    @BeforeEach
    void open() {
        node = new MemoryNode();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    idempotent-direct | blocks | owner control batches requests partitions dead_letters gaps marks settled identity_runs identity_pages identity_findings blocks | by_place_1h by_place_1d by_all_1h in_total_1h
                    idempotent-wal    | rows   | owner control batches requests partitions dead_letters gaps marks settled identity_runs identity_pages identity_findings events | by_place_1h by_place_1d by_all_1h in_total_1h
                    aggregates-direct | blocks | owner control batches requests partitions dead_letters gaps                      | by_place_partials by_all_partials in_total_partials
                    counters          | blocks | owner control batches requests partitions dead_letters gaps                      | by_place_1h by_place_1d by_all_1h in_total_1h
                    """)
    void everything_ofAStrategy_isItsTablesInOrder(String strategy, String layout, String fixed, String summaries) {
        List<String> statements =
                SchemaPlan.fromNothing(under(strategy, pipeline(layout))).statements();

        assertThat(statements.get(0)).startsWith("CREATE KEYSPACE IF NOT EXISTS contract WITH replication = {");
        assertThat(statements.subList(1, statements.size()))
                .extracting(cql -> cql.substring("CREATE TABLE IF NOT EXISTS contract.".length(), cql.indexOf(" (")))
                .containsExactly(("tally_" + fixed.replace(" ", " tally_") + " " + summaries).split(" "));
    }

    @Test
    void everything_withoutAsking_isNotCompared() {
        SchemaPlan plan = SchemaPlan.fromNothing(pipeline("blocks"));

        assertThat(plan.compared()).isFalse();
        assertThat(plan.upToDate()).isFalse();
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void tables_madeOnce_areUpToDateAndMakingThemAgainChangesNothing() {
        try (CassandraStores stores = CassandraStores.open(pipeline("blocks"))) {
            assertThat(stores.exist()).isFalse();
            assertThat(stores.plan().statements()).hasSize(18);

            assertThat(stores.createTables().statements()).hasSize(18);

            assertThat(stores.exist()).isTrue();
            assertThat(stores.plan().upToDate()).isTrue();
            node.forget();
            assertThat(stores.createTables().statements()).isEmpty();
            assertThat(node.sent("CREATE")).isEmpty();
        }
    }

    @Test
    void lease_ofAPipelineThatNeverRan_needsTheControlTableOnly() {
        try (CassandraStores stores = CassandraStores.open(pipeline("blocks"))) {
            stores.prepareLease();

            assertThat(node.sent("CREATE TABLE"))
                    .extracting(cql -> cql.substring(0, cql.indexOf(" (")))
                    .containsExactly(
                            "CREATE TABLE IF NOT EXISTS contract.tally_owner",
                            "CREATE TABLE IF NOT EXISTS contract.tally_control");
            assertThat(stores.control().read("contract")).isEmpty();
        }
    }

    @Test
    void lease_ofAPipelineWhoseTablesStand_changesNothing() {
        try (CassandraStores stores = CassandraStores.open(pipeline("blocks"))) {
            stores.prepareLease();
            node.forget();

            stores.prepareLease();

            assertThat(node.sent("CREATE")).isEmpty();
            assertThat(node.sent("INSERT")).isEmpty();
        }
    }

    /** A node that failed half-way through is no reason to refuse. */
    @Test
    void tables_madeHalfway_areCompleted() {
        try (CassandraStores stores = CassandraStores.open(pipeline("blocks"))) {
            node.fail(1, "tally_marks", Fault.INVALID);
            assertThatThrownBy(stores::createTables).hasMessageContaining("wrong statement");

            assertThat(stores.plan().refusals()).isEmpty();
            assertThat(stores.createTables().statements())
                    .first()
                    .asString()
                    .startsWith("CREATE TABLE IF NOT EXISTS contract.tally_marks");
        }
    }

    @Test
    void plan_newMeasure_addsItsColumnsAndSaysWhatOldRowsHold() {
        SchemaPlan plan = compared(pipeline("blocks"), measures(measures -> {
            measures.add(new MeasureSpec("deepest", "min", "number", List.of()));
            return measures;
        }));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.statements())
                .containsExactly(
                        "ALTER TABLE contract.by_place_1h ADD deepest bigint",
                        "ALTER TABLE contract.by_place_1d ADD deepest bigint");
        assertThat(plan.notes())
                .contains(
                        "rows of \"by_place_1h\" written before hold null in \"deepest\" until a run has made them again");
    }

    @Test
    void tables_newMeasure_areAltered() {
        Pipeline grown = measures(measures -> {
            measures.add(new MeasureSpec("deepest", "min", "number", List.of()));
            return measures;
        });
        make(pipeline("blocks"));

        make(grown);

        try (CassandraStores stores = CassandraStores.open(grown)) {
            assertThat(stores.plan().upToDate()).isTrue();
        }
    }

    @Test
    void plan_measureTakenAway_keepsItsColumnsAndSaysSo() {
        SchemaPlan plan = compared(pipeline("blocks"), measures(measures -> measures.subList(1, measures.size())));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.statements()).isEmpty();
        assertThat(plan.notes())
                .contains("column \"events\" of table \"by_place_1h\" is kept no longer: what stands in it stays until"
                        + " \"plan --drop by_place_1h.events\"");
    }

    @Test
    void plan_measureOfAnotherType_isRefused() {
        SchemaPlan plan = compared(pipeline("blocks"), measures(measures -> {
            measures.set(0, new MeasureSpec("events", "max", "weight", List.of()));
            return measures;
        }));

        assertThat(plan.refusals())
                .contains("table \"by_place_1h\" has \"events\" as bigint, the definition needs double: a column's type"
                        + " cannot change: give the measure another name.");
    }

    @Test
    void plan_otherKey_isRefused() {
        Pipeline pipeline = pipeline("blocks");
        Rollup rollup = pipeline.rollups().get(0);
        Rollup keyed =
                new Rollup(rollup.name(), List.of("mixed"), rollup.every(), rollup.measures(), "", rollup.keep());

        assertThat(compared(pipeline, with(pipeline, pipeline.name(), pipeline.strategy(), keyed))
                        .refusals())
                .contains("table \"by_place_1h\" is keyed by [place, period], the definition needs [mixed, period]: a"
                        + " table's key cannot change: give the rollup another name.");
    }

    @Test
    void lease_inTheKeyspaceOfAnotherPipeline_isRefusedBeforeItIsAskedFor() {
        Pipeline pipeline = pipeline("blocks");
        make(pipeline);
        Pipeline other = with(
                pipeline, "another", pipeline.strategy(), pipeline.rollups().toArray(Rollup[]::new));
        node.forget();

        try (CassandraStores stores = CassandraStores.open(other)) {
            assertThatThrownBy(stores::prepareLease)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("keyspace \"contract\" belongs to");
        }
        assertThat(node.sent("INSERT")).isEmpty();
    }

    @Test
    void tables_keyspaceOfAnotherPipeline_areRefusedAndNothingIsChanged() {
        Pipeline pipeline = pipeline("blocks");
        Pipeline other = with(
                pipeline, "another", pipeline.strategy(), pipeline.rollups().toArray(Rollup[]::new));
        make(pipeline);
        node.forget();

        assertThatThrownBy(() -> make(other))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "Cannot prepare keyspace \"contract\" for pipeline \"another\":\n  keyspace \"contract\" belongs to"
                                + " pipeline \"contract\", not to \"another\": each pipeline has a keyspace of its own; choose another"
                                + " \"cassandra.keyspace\".");
        assertThat(node.sent("CREATE")).isEmpty();
        assertThat(node.sent("INSERT")).isEmpty();
    }

    @Test
    void tables_ofAnotherFormat_areRefused() {
        make(pipeline("blocks"));
        try (CassandraStores stores = CassandraStores.open(pipeline("blocks"))) {
            stores.session().execute("UPDATE contract.tally_owner SET format = 2 WHERE one = 'one'");

            assertThat(stores.plan().refusals())
                    .containsExactly(
                            "keyspace \"contract\" has tables of format 2, this release writes format 1: use the"
                                    + " release that made them.");
        }
    }

    /** Positions are the pipeline's: under another mode totals would begin in the middle of the stream. */
    @ParameterizedTest
    @CsvSource({
        "idempotent-direct, counters-direct,   idempotent, counters",
        "idempotent-direct, aggregates-direct, idempotent, aggregates",
        "counters-direct,   aggregates-direct, counters,   aggregates",
        "counters-direct,   idempotent-direct, counters,   idempotent",
        "aggregates-direct, counters-direct,   aggregates, counters",
        "aggregates-direct, idempotent-direct, aggregates, idempotent"
    })
    void plan_otherSummaryMode_isRefused(String made, String wanted, String was, String is) {
        SchemaPlan plan = compared(countable(made), countable(wanted));

        assertThat(plan.refusals())
                .contains(
                        "keyspace \"contract\" was made by a strategy that keeps %s, and %s keeps %s: what was read before would be missing; choose another \"cassandra.keyspace\" and let it read everything."
                                .formatted(was, wanted, is));
    }

    @ParameterizedTest
    @CsvSource({"counters-direct, counters", "aggregates-direct, aggregates-wal", "idempotent-direct, idempotent"})
    void plan_otherIngestionMode_isNotRefused(String made, String wanted) {
        assertThat(compared(countable(made), countable(wanted)).upToDate()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"blocks, rows", "rows, blocks"})
    void plan_otherLayout_isRefused(String made, String wanted) {
        assertThat(compared(pipeline(made), pipeline(wanted)).refusals())
                .containsExactly(
                        "the record in keyspace \"contract\" has layout \"%s\", the definition says \"%s\": a record keeps its layout; set \"record.layout\" back or choose another keyspace."
                                .formatted(made, wanted));
    }

    @Test
    void open_nobodyThere_saysWhichAddressAndWhatToCheck() {
        Pipeline nowhere = ContractPipeline.of("blocks", "localhost:1", "contract");

        assertThatThrownBy(() -> CassandraStores.open(nowhere))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot reach Cassandra at localhost:1: ")
                .hasMessageContaining("\"cassandra.contact\"");
    }

    @Test
    void open_wrongPassword_saysThatAndNotThatNobodyIsThere() {
        node.requireLogin("right");

        assertThatThrownBy(() -> CassandraStores.open(loggedIn("wrong-pass-1")))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot log in to Cassandra at " + node.contactPoint()
                        + " as \"reader\": the user name or the password is wrong (")
                .hasMessageContaining("\"cassandra.password\"")
                .hasMessageNotContaining("wrong-pass-1")
                .extracting(failure -> ((StoreException) failure).away())
                .isEqualTo(Optional.empty());
        assertThatThrownBy(() -> CassandraStores.open(pipeline("blocks")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("it asks for a user name and a password");
        CassandraStores.open(loggedIn("right")).close();
    }

    @Test
    void owner_ofAKeyspace_isWhoTookIt() {
        Pipeline pipeline = pipeline("blocks");
        try (CassandraStores stores = CassandraStores.open(pipeline)) {
            assertThat(stores.owner()).isEmpty();
        }
        make(pipeline);
        Pipeline other = with(
                pipeline, "another", pipeline.strategy(), pipeline.rollups().toArray(Rollup[]::new));

        try (CassandraStores stores = CassandraStores.open(other)) {
            assertThat(stores.owner()).contains("contract");
        }
        assertThat(Stores.reading(pipeline).exist()).isTrue();
        assertThatThrownBy(() -> Stores.reading(other))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "Cannot read pipeline \"another\": keyspace \"contract\" belongs to pipeline \"contract\", not to \"another\":"
                                + " each pipeline has a keyspace of its own; choose another \"cassandra.keyspace\".");
    }

    private Pipeline loggedIn(String password) {
        return ContractPipeline.of(
                "blocks", node.contactPoint(), "contract", "username: reader, password: " + password);
    }

    private SchemaPlan compared(Pipeline made, Pipeline wanted) {
        make(made);
        try (CassandraStores stores = CassandraStores.open(wanted)) {
            return stores.plan();
        }
    }

    private static void make(Pipeline pipeline) {
        try (CassandraStores stores = CassandraStores.open(pipeline)) {
            stores.createTables();
        }
    }

    private Pipeline pipeline(String layout) {
        return ContractPipeline.of(layout, node.contactPoint(), "contract");
    }

    /** A rollup that every summary mode can keep. */
    private Pipeline countable(String strategy) {
        Pipeline pipeline = under(strategy, pipeline("blocks"));
        Rollup rollup = pipeline.rollups().get(1);
        return with(pipeline, pipeline.name(), pipeline.strategy(), rollup);
    }

    private Pipeline measures(UnaryOperator<List<MeasureSpec>> change) {
        Pipeline pipeline = pipeline("blocks");
        Rollup rollup = pipeline.rollups().get(0);
        List<MeasureSpec> measures = change.apply(new ArrayList<>(rollup.measures()));
        Rollup changed =
                new Rollup(rollup.name(), rollup.by(), rollup.every(), measures, rollup.where(), rollup.keep());
        return with(
                pipeline,
                pipeline.name(),
                pipeline.strategy(),
                changed,
                pipeline.rollups().get(1));
    }

    private static Pipeline under(String strategy, Pipeline pipeline) {
        return with(
                pipeline,
                pipeline.name(),
                Strategy.labelled(strategy).orElseThrow(),
                pipeline.rollups().toArray(Rollup[]::new));
    }

    private static Pipeline with(Pipeline pipeline, String name, Strategy strategy, Rollup... rollups) {
        return new Pipeline(
                name,
                pipeline.source(),
                pipeline.event(),
                pipeline.plausibleTime(),
                strategy,
                pipeline.record(),
                List.of(rollups),
                pipeline.grace(),
                pipeline.settle(),
                pipeline.counting(),
                pipeline.cassandra(),
                pipeline.lives());
    }
}
