package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tallyroll.control.PipelineState;
import tallyroll.control.StoredDefinition;
import tallyroll.pipeline.ChangedKeys.Outcome;
import tallyroll.pipeline.ChangedKeys.Row;
import tallyroll.receiver.EchoProvider;
import tallyroll.redefinition.DefinitionChange;

/** For each key of the grammar, what happens when it changes; the page that is committed says the same. */
class ChangedKeysTest {
    private static final String COMMAND =
            "./mvnw -pl engine -am test -Dtest=ChangedKeysTest -Dsurefire.failIfNoSpecifiedTests=false -Dtallyroll.regenerate=true";
    private static final Path PAGE =
            Path.of(System.getProperty("tallyroll.home")).resolve("docs/reference/changes.md");

    static final List<Row> rows = ChangedKeys.ROWS;

    @ParameterizedTest
    @FieldSource("rows")
    void change_ofAKey_isWhatTheTableSays(Row row) {
        Pipeline before = parse(row.base());
        assertThat(row.base()).contains(row.from());
        Pipeline after = parse(edited(row));
        StoredDefinition stored =
                DefinitionChange.of(StoredDefinition.NONE, before).next(PipelineState.initial("trips"), 1);

        DefinitionChange change = DefinitionChange.of(stored, after);

        assertThat(outcome(change, before, after)).isEqualTo(row.outcome());
        if (row.outcome() == Outcome.MIGRATED) {
            assertThat(change.redefined().keySet())
                    .isEqualTo(Set.of(row.rollups().split(" ")));
        }
        assertThat(change.refusals()).allSatisfy(refusal -> assertThat(refusal.toString())
                .contains(refusal.difference().was(), refusal.difference().now(), ": ", "Set it back to"));
    }

    @Test
    void keys_ofTheGrammar_haveARowEach() {
        TreeSet<String> keys = new TreeSet<>();
        keys("", grammar(), keys);

        assertThat(keys)
                .as("keys for which ChangedKeys does not say what their change does")
                .filteredOn(key -> rows.stream().noneMatch(row -> names(row, key)))
                .isEmpty();
    }

    @Test
    void rows_nameKeysOfTheGrammar() {
        TreeSet<String> keys = new TreeSet<>();
        keys("", grammar(), keys);

        assertThat(rows).allSatisfy(row -> assertThat(keys).anyMatch(key -> names(row, key)));
    }

    @Test
    void page_committed_isTheGeneratedOne() throws IOException {
        String generated = ChangesPage.of(rows, COMMAND);
        if (Boolean.getBoolean("tallyroll.regenerate")) {
            Files.writeString(PAGE, generated);
        }

        assertThat(PAGE).as("it is not up to date; run %s", COMMAND).hasContent(generated);
    }

    private static boolean names(Row row, String key) {
        return row.key().equals(key)
                || (row.key().endsWith(".*")
                        && key.startsWith(row.key().substring(0, row.key().length() - 1)));
    }

    private static Outcome outcome(DefinitionChange change, Pipeline before, Pipeline after) {
        if (!change.refusals().isEmpty()) {
            return Outcome.REFUSED;
        }
        if (!before.cassandra().keyspace().equals(after.cassandra().keyspace())) {
            return Outcome.ANOTHER;
        }
        if (!change.redefined().isEmpty()) {
            return Outcome.MIGRATED;
        }
        return change.dropped().isEmpty() && change.removed().isEmpty() ? Outcome.HARMLESS : Outcome.KEPT;
    }

    private static String edited(Row row) {
        String text = row.base().replace(row.from(), row.to());
        return row.key().equals("event.format")
                ? text.replace("format: csv", "format: json").replace(", }", "}")
                : text;
    }

    private static Pipeline parse(String yaml) {
        return Definition.parse(yaml, "trips.yaml", Environment.of(Map.of()));
    }

    private static Shape.Section grammar() {
        return Grammar.definition(
                new SourceGrammar(SourceKind.onClassPath().stream()
                                .filter(kind -> !(kind instanceof EchoProvider))
                                .toList())
                        .section(),
                new FormatGrammar(FormatKind.onClassPath()).event());
    }

    /** The paths of all keys that have a value; {@code *} stands for a name that the user chooses. */
    private static void keys(String path, Shape shape, TreeSet<String> keys) {
        if (shape instanceof Shape.Section section) {
            section.keys().forEach(key -> {
                if (!(key.shape() instanceof Shape.Section)) {
                    keys.add(path + key.name());
                }
                keys(path + key.name() + ".", key.shape(), keys);
            });
        } else if (shape instanceof Shape.Either either) {
            keys(path, either.section(), keys);
        } else if (shape instanceof Shape.Named named) {
            keys(path + "*.", named.each(), keys);
        }
    }
}
