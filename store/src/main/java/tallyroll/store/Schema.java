package tallyroll.store;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.pipeline.Pipeline.RecordSpec.Layout;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;
import tallyroll.retry.Waits;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;

/** The tables a definition needs: compared with what stands, and made where missing. What is kept no longer stays until it is dropped by name. */
final class Schema {
    static final int FORMAT = 1;
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS \\S+\\.(\\w+)");
    private static final Pattern COLUMN = Pattern.compile("(?m)^    (\"?[a-z_0-9]+\"?) ([a-z]+(?:<[^\\n]*>)?),$");

    private final StoreSettings settings;
    private final String keyspace;

    Schema(StoreSettings settings) {
        this.settings = settings;
        keyspace = settings.cassandra().keyspace();
    }

    /** All statements, in order. */
    List<String> everything() {
        List<String> statements = new ArrayList<>();
        statements.add(createKeyspace());
        statements.addAll(fixed());
        summaryTables().forEach(table -> statements.add(table.createCql()));
        return statements;
    }

    /** @param session that knows the tables as they are, see {@link SchemaAccess} */
    SchemaPlan compare(CqlSession session) {
        Optional<KeyspaceMetadata> stands = session.getMetadata().getKeyspace(CqlIdentifier.fromInternal(keyspace));
        if (stands.isEmpty()) {
            return new SchemaPlan(true, everything(), List.of(), List.of());
        }
        List<String> statements = new ArrayList<>();
        List<String> refusals = new ArrayList<>(foreignOwner(session, stands.get()));
        List<String> notes = new ArrayList<>();
        for (String statement : fixed()) {
            Optional<TableMetadata> table = table(stands.get(), tableName(statement));
            if (table.isEmpty()) {
                statements.add(statement);
            } else {
                statements.addAll(missingColumns(statement, table.get()));
            }
        }
        for (SummaryTable wanted : summaryTables()) {
            Optional<TableMetadata> table = table(stands.get(), wanted.table().name());
            if (table.isEmpty()) {
                statements.add(wanted.createCql());
            } else {
                Difference difference = new Difference(wanted, table.get());
                difference.find();
                statements.addAll(difference.statements);
                refusals.addAll(difference.refusals);
                notes.addAll(difference.notes);
            }
        }
        otherKeeping(stands.get()).or(() -> otherLayout(stands.get())).ifPresent(refusals::add);
        return new SchemaPlan(true, statements, refusals, notes);
    }

    SchemaPlan apply(CqlSession session) {
        SchemaPlan plan = accepted(session);
        execute(session, plan.statements());
        takeKeyspace(session);
        return plan;
    }

    /** The tables without which there is no lease, where they are missing. */
    SchemaPlan prepareLease(CqlSession session) {
        SchemaPlan plan = accepted(session);
        List<String> first = plan.statements().stream()
                .filter(statement -> statement.startsWith("CREATE KEYSPACE")
                        || statement.contains(".tally_owner (")
                        || statement.contains(".tally_control ("))
                .toList();
        if (!first.isEmpty()) {
            execute(session, first);
            takeKeyspace(session);
        }
        return plan;
    }

    private SchemaPlan accepted(CqlSession session) {
        SchemaPlan plan = compare(session);
        if (!plan.refusals().isEmpty()) {
            throw new StoreException(
                    "Cannot prepare keyspace \"" + keyspace + "\" for pipeline \"" + settings.pipeline() + "\":\n  "
                            + String.join("\n  ", plan.refusals()),
                    null);
        }
        return plan;
    }

    private void execute(CqlSession session, List<String> statements) {
        for (String statement : statements) {
            ResultSet done =
                    session.execute(SimpleStatement.newInstance(statement).setTimeout(Waits.STORE_SCHEMA.limit()));
            if (!done.getExecutionInfo().isSchemaInAgreement() && !session.checkSchemaAgreement()) {
                throw StoreException.unreachable(
                        "Cannot prepare keyspace \"" + keyspace + "\": the nodes do not agree on the schema after\n"
                                + statement
                                + "\nWait until \"nodetool describecluster\" shows one schema version, then try again.",
                        null);
            }
        }
    }

    /** What stands and is kept no longer, by the names it is dropped by. A rollup's name stands for all its tables. */
    Map<String, List<Leftover>> leftovers(CqlSession session, StoredDefinition definition) {
        Set<String> wanted =
                summaryTables().stream().map(table -> table.table().name()).collect(Collectors.toSet());
        Map<String, List<Leftover>> leftovers = new TreeMap<>();
        for (StoredRollup rollup : definition.rollups()) {
            List<Leftover> tables = rollup.tables().stream()
                    .filter(table -> !wanted.contains(table))
                    .map(table -> Leftover.table(keyspace, table))
                    .toList();
            tables.forEach(table -> leftovers.put(table.name(), List.of(table)));
            if (rollup.droppedAfter().isPresent()) {
                leftovers.put(rollup.name(), tables);
            }
        }
        session.getMetadata().getKeyspace(CqlIdentifier.fromInternal(keyspace)).ifPresent(stands -> {
            for (SummaryTable table : summaryTables()) {
                table(stands, table.table().name())
                        .map(found -> new Difference(table, found).others())
                        .orElse(List.of())
                        .forEach(column -> leftovers.put(
                                table.table().name() + "." + column,
                                List.of(Leftover.column(keyspace, table.table().name(), column))));
            }
        });
        return leftovers;
    }

    void drop(CqlSession session, Leftover leftover) {
        execute(session, List.of(leftover.cql()));
    }

    private void takeKeyspace(CqlSession session) {
        Row answer = session.execute(SimpleStatement.newInstance(
                        "INSERT INTO " + owner() + " (one, pipeline, format) VALUES ('one', ?, ?) IF NOT EXISTS",
                        settings.pipeline(),
                        FORMAT))
                .one();
        if (answer != null && !answer.getBoolean("[applied]")) {
            ownedByAnother(answer.getString("pipeline"), answer.getInt("format"))
                    .ifPresent(refusal -> {
                        throw new StoreException(refusal, null);
                    });
        }
    }

    private List<String> foreignOwner(CqlSession session, KeyspaceMetadata stands) {
        return taken(session, stands).flatMap(row -> ownedByAnother(row.getString(0), row.getInt(1))).stream()
                .toList();
    }

    private Optional<Row> taken(CqlSession session, KeyspaceMetadata stands) {
        return table(stands, "tally_owner").isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(session.execute("SELECT pipeline, format FROM " + owner() + " WHERE one = 'one'")
                        .one());
    }

    /** The pipeline that has taken the keyspace. */
    Optional<String> owner(CqlSession session) {
        return session.getMetadata()
                .getKeyspace(CqlIdentifier.fromInternal(keyspace))
                .flatMap(stands -> taken(session, stands))
                .map(row -> row.getString(0));
    }

    /** What is to be said where a keyspace is not the pipeline's own. */
    static Optional<String> ownedByAnother(String keyspace, String owner, String pipeline) {
        return owner.equals(pipeline)
                ? Optional.empty()
                : Optional.of(
                        "keyspace \"" + keyspace + "\" belongs to pipeline \"" + owner + "\", not to \"" + pipeline
                                + "\": each pipeline has a keyspace of its own; choose another \"cassandra.keyspace\".");
    }

    private Optional<String> ownedByAnother(String name, int format) {
        Optional<String> another = ownedByAnother(keyspace, name, settings.pipeline());
        if (another.isPresent()) {
            return another;
        }
        return format == FORMAT
                ? Optional.empty()
                : Optional.of("keyspace \"" + keyspace + "\" has tables of format " + format
                        + ", this release writes format " + FORMAT + ": use the release that made them.");
    }

    /** Positions are the pipeline's and not a table's: under another keeping, totals would begin in the middle of the stream. */
    private Optional<String> otherKeeping(KeyspaceMetadata stands) {
        if (table(stands, "tally_owner").isEmpty()) {
            return Optional.empty();
        }
        SummaryMode summaryMode = settings.strategy().summaryMode();
        return SummaryModes.all().stream()
                .filter(other -> !other.equals(summaryMode) && madeBy(other, stands))
                .findFirst()
                .map(other -> "keyspace \"" + keyspace + "\" was made by a strategy that keeps "
                        + other.label() + ", and "
                        + settings.strategy().label() + " keeps "
                        + summaryMode.label()
                        + ": what was read before would be missing; choose another \"cassandra.keyspace\" and let it read"
                        + " everything.");
    }

    private boolean madeBy(SummaryMode summaryMode, KeyspaceMetadata stands) {
        boolean marks = table(stands, "tally_marks").isPresent();
        boolean missed = marks && settings.systemOfRecord().isEmpty();
        return summaryMode.recorded() == marks
                && (missed
                        || settings.rollups().stream()
                                .map(rollup ->
                                        RollupTable.all(rollup, summaryMode).get(0))
                                .anyMatch(kept -> table(stands, kept.name()).isPresent()));
    }

    private Optional<String> otherLayout(KeyspaceMetadata stands) {
        return settings.systemOfRecord().flatMap(record -> otherLayout(record.layout(), stands));
    }

    private Optional<String> otherLayout(Layout wanted, KeyspaceMetadata stands) {
        boolean blocks = wanted == Layout.BLOCKS;
        return table(stands, blocks ? "tally_events" : "tally_blocks")
                .map(found -> "the record in keyspace \"" + keyspace + "\" has layout \"" + (blocks ? "rows" : "blocks")
                        + "\", the definition says \"" + (blocks ? "blocks" : "rows")
                        + "\": a record keeps its layout; set \"record.layout\" back or choose another keyspace.");
    }

    private String owner() {
        return SummaryTable.quoted(keyspace) + ".tally_owner";
    }

    private String createKeyspace() {
        return "CREATE KEYSPACE IF NOT EXISTS " + SummaryTable.quoted(keyspace) + " WITH replication = "
                + settings.cassandra().replication();
    }

    private List<String> fixed() {
        List<String> statements = new ArrayList<>(resource("control.cql"));
        settings.systemOfRecord().ifPresent(record -> {
            statements.addAll(resource("marks.cql"));
            statements.addAll(resource("index.cql"));
            statements.addAll(resource(record.layout() == Layout.BLOCKS ? "blocks.cql" : "rows.cql"));
        });
        return statements;
    }

    private List<SummaryTable> summaryTables() {
        return settings.rollups().stream()
                .flatMap(rollup -> RollupTable.all(rollup, settings.strategy().summaryMode()).stream())
                .map(table -> new SummaryTable(keyspace, table, settings.schema()))
                .toList();
    }

    private List<String> resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${keyspace}", SummaryTable.quoted(keyspace));
            return Pattern.compile(";\\s*(\n|$)")
                    .splitAsStream(text)
                    .map(statement -> statement.replaceAll("(?m)^--.*\n", "").strip())
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Columns that a later release gave to one of our own tables; what was written before holds null there. */
    private static List<String> missingColumns(String create, TableMetadata stands) {
        List<String> statements = new ArrayList<>();
        Matcher column = COLUMN.matcher(create);
        while (column.find()) {
            String name = column.group(1).replace("\"", "");
            if (stands.getColumn(CqlIdentifier.fromInternal(name)).isEmpty()) {
                String table = stands.getKeyspace().asCql(true) + "."
                        + stands.getName().asCql(true);
                statements.add("ALTER TABLE " + table + " ADD " + column.group(1) + " " + column.group(2));
            }
        }
        return statements;
    }

    private static String tableName(String create) {
        Matcher matcher = TABLE.matcher(create);
        if (!matcher.find()) {
            throw new IllegalStateException("no table is created by: " + create);
        }
        return matcher.group(1);
    }

    private static Optional<TableMetadata> table(KeyspaceMetadata stands, String name) {
        return stands.getTable(CqlIdentifier.fromInternal(name));
    }

    /** One summary table as wanted and as it stands. */
    private static final class Difference {
        private final SummaryTable wanted;
        private final TableMetadata stands;
        private final List<String> statements = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Difference(SummaryTable wanted, TableMetadata stands) {
            this.wanted = wanted;
            this.stands = stands;
        }

        void find() {
            List<String> key = stands.getPartitionKey().stream()
                    .map(column -> column.getName().asInternal())
                    .toList();
            if (!key.equals(wanted.partitionKey())) {
                refuse(
                        "is keyed by " + key + ", the definition needs " + wanted.partitionKey(),
                        "a table's key cannot change: give the rollup another name");
                return;
            }
            wanted.types().forEach(this::column);
            for (String name : others()) {
                notes.add("column \"" + name + "\" of table \"" + wanted.table().name()
                        + "\" is kept no longer: what stands in it stays until \"plan --drop "
                        + wanted.table().name() + "." + name + "\"");
            }
        }

        /** Columns that the definition does not know. */
        List<String> others() {
            return stands.getColumns().values().stream()
                    .map(column -> column.getName().asInternal())
                    .filter(name -> !wanted.types().containsKey(name))
                    .toList();
        }

        private void column(String name, DataType type) {
            ColumnMetadata column = stands.getColumns().get(CqlIdentifier.fromInternal(name));
            if (column == null) {
                statements.add(wanted.addCql(name));
                notes.add("rows of \"" + wanted.table().name() + "\" written before hold null in \"" + name + "\""
                        + (wanted.table().summaryMode().recorded() ? " until a run has made them again" : ""));
            } else if (!sameType(column.getType(), type)) {
                refuse(
                        "has \"" + name + "\" as " + column.getType().asCql(true, true) + ", the definition needs "
                                + type.asCql(true, true),
                        "a column's type cannot change: give the measure another name");
            }
        }

        private void refuse(String what, String rule) {
            refusals.add("table \"" + wanted.table().name() + "\" " + what + ": " + rule + ".");
        }

        private static boolean sameType(DataType left, DataType right) {
            return left.asCql(true, true).equals(right.asCql(true, true));
        }
    }
}
