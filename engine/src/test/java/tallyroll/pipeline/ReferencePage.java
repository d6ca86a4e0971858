package tallyroll.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallyroll.event.FieldType.Kind;
import tallyroll.measure.MeasureFunction;
import tallyroll.measure.Measures;
import tallyroll.pipeline.Shape.Text;

/** The grammar and the measures as a page of Markdown. */
final class ReferencePage {
    private static final String HEAD = """
            # The definition file

            <!-- Generated from tallyroll.pipeline.Grammar, what the providers of receivers declare, and tallyroll.measure.Measures.
                 Change those, then run
                 %s -->

            One YAML file says what a pipeline does. `./tallyroll check FILE` reads it and reports every fault at once, each with
            its line, key, value and rule; nothing runs from a file with a fault. Editors complete it with
            [definition.schema.json](definition.schema.json): put `# yaml-language-server: $schema=PATH` in its first line.

            ```yaml
            %s```

            ## Values

            - A *name* has small letters, digits and `_`, begins with a letter and is no longer than 48 characters: it becomes the
              name of a table or column. Words that CQL reserves are refused, and so are rollups that begin with `tally_` and
              columns that every summary table has: `period`, `bucket`, `batch`.
            - A *duration* is a number and `s`, `m`, `h`, `d` or `w`: `90s`, `1h`, `400d`.
            - A *bucket length* is `1s` to `24h` where it divides a day, or `1d`, `1w` (from Monday) or `1mo`.
            - A *size* is a number of bytes, or one with `KB` (1024 bytes) or `MB` (1024 KB).
            - A *time zone* is an IANA id such as `Europe/Berlin`.
            - `${env:NAME}` inside a value stands for an environment variable, `${env:NAME:-default}` for one that may be unset or
              empty, `${file:PATH}` for a file's text without its last line end; a relative path begins at the definition's
              directory. An error shows such a value as it is written. Passwords, and options that sound like secrets or came from
              outside, are never printed, not in a message of a client library either; an address or a topic is shown where it is used.

            """;

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    static String of(Shape.Section definition, String example, String command) {
        ReferencePage writer = new ReferencePage();
        writer.page.append(HEAD.formatted(command, example));
        writer.section("Keys", "", definition);
        writer.strategies();
        writer.measures();
        return writer.page.toString();
    }

    private void section(String title, String path, Shape.Section section) {
        page.append("## ")
                .append(title)
                .append("\n\n| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
        for (Key key : section.keys()) {
            page.append("| ")
                    .append(row(List.of(
                            code(key.name()),
                            linked(path + key.name(), key.shape()),
                            key.required() ? "**needed**" : code(key.byDefault()),
                            cell(key.meaning()),
                            code(key.example()))))
                    .append(" |\n");
        }
        page.append('\n');
        for (List<String> choice : section.choices()) {
            page.append("Exactly one of ").append(either(choice)).append(" must be written.\n\n");
        }
        for (Key key : section.keys()) {
            inner(path + key.name(), key.shape());
        }
    }

    private void inner(String path, Shape shape) {
        if (shape instanceof Shape.Section section) {
            section("`" + path + "`", path + ".", section);
        } else if (shape instanceof Shape.Either either) {
            inner(path, either.section());
        } else if (shape instanceof Shape.Named named) {
            inner(path + "." + placeholder(named), named.each());
        }
    }

    private static String either(List<String> keys) {
        String last = code(keys.get(keys.size() - 1));
        return keys.stream().limit(keys.size() - 1L).map(ReferencePage::code).collect(Collectors.joining(", "))
                + " and " + last;
    }

    /** The type, with a link where it has a section of its own. */
    private static String linked(String path, Shape shape) {
        String type = cell(type(shape));
        return section(shape) ? type.replaceFirst("keys", "[keys](#" + anchor(path, shape) + ")") : type;
    }

    private static boolean section(Shape shape) {
        return shape instanceof Shape.Section
                || shape instanceof Shape.Either
                || (shape instanceof Shape.Named named && section(named.each()));
    }

    private static String anchor(String path, Shape shape) {
        String heading = shape instanceof Shape.Named named ? path + "." + placeholder(named) : path;
        return heading.toLowerCase(Locale.ROOT).replace(".", "");
    }

    private static String placeholder(Shape.Named named) {
        return named.what().toUpperCase(Locale.ROOT).replace(' ', '_');
    }

    private static String type(Shape shape) {
        if (shape instanceof Text text) {
            return text.range().isEmpty() ? text.type() : text.type() + ", " + text.range();
        }
        if (shape instanceof Shape.Word word) {
            return word.words().stream().map(ReferencePage::code).collect(Collectors.joining(", "));
        }
        if (shape instanceof Shape.Listing listing) {
            return listing.single()
                    ? listing.item().type() + " or list of them"
                    : "list of " + listing.item().type();
        }
        if (shape instanceof Shape.Either either) {
            return type(either.single()) + " or keys";
        }
        return shape instanceof Shape.Named named ? "keys by " + named.what() : "keys";
    }

    private void strategies() {
        page.append("""
                ## Strategies

                What goes together with what; anything else is refused, with the reason. [Choosing](../choosing.md) says what each
                delivers, and `./tallyroll advise` asks five questions and answers with one of them. A *receiver* is any `source` but
                `kafka`. Without `strategy` a topic has `idempotent-direct` and a receiver `idempotent-wal`.

                | strategy | source | measures | keys of its own |
                |---|---|---|---|
                """);
        for (Strategy strategy : Strategy.all()) {
            page.append("| ")
                    .append(row(List.of(
                            code(strategy.label()),
                            source(strategy),
                            strategy.summaryMode().measures(),
                            ownKeys(strategy))))
                    .append(" |\n");
        }
        page.append('\n');
    }

    private static String source(Strategy strategy) {
        String sources = strategy.ingestionMode().sources();
        return strategy.streaming() ? sources : "`kafka` or " + sources;
    }

    private static String ownKeys(Strategy strategy) {
        return Stream.of(
                        strategy.summaryMode().ownKeys(strategy),
                        strategy.ingestionMode().ownKeys())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private void measures() {
        page.append("""
                ## Measures

                A measure is written as its function, or as the function with a field and further arguments in parentheses. Nulls
                are not counted. Where a column's name has `<name>`, the measure's name stands there.

                In place of the field may stand a Spark SQL expression over the event's fields, and behind the measure a condition
                that events must meet to be tallied in it. Both are evaluated once for every event, also for those that the
                rollup's `where` leaves out; where one of them fails, the event is a dead letter `expression-failed`. A product of two
                `int` is an `int`: write `sum(cast(price as long) * quantity)` where it may be larger.

                A *ratio* of two measures of the same rollup is not stored; `query` divides what it reads, and shows null where the
                divisor is zero or either side is null. A value that is between braces and has a comma needs quotes.

                ```text
                measures:
                  requests: count
                  errors: count where status >= 500
                  revenue: sum(price * quantity) where state = 'paid'
                  error_rate: errors / requests
                ```

                | measure | answers | reads | further arguments | columns | exactness | bytes in a row |
                |---|---|---|---|---|---|---|
                """);
        for (MeasureFunction function : Measures.reference()) {
            page.append("| ")
                    .append(row(List.of(
                            code(function.signature()),
                            cell(function.summary()),
                            fields(function),
                            cell(function.parameters()),
                            function.columns().stream().map(ReferencePage::code).collect(Collectors.joining(", ")),
                            cell(function.exactness()
                                    + (function.orderIndependent() ? "" : " Depends on the order of events.")),
                            cell(function.size()))))
                    .append(" |\n");
        }
    }

    private static String fields(MeasureFunction function) {
        if (function.fields().containsAll(List.of(Kind.values()))) {
            return "any type";
        }
        return Arrays.stream(Kind.values())
                .filter(function.fields()::contains)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String row(List<String> cells) {
        return String.join(" | ", cells);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + cell(text) + "`";
    }
}
