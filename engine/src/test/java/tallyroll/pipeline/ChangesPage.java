package tallyroll.pipeline;

import java.util.List;
import tallyroll.pipeline.ChangedKeys.Row;

/** What a change of each key does, as a page of Markdown. */
final class ChangesPage {
    private static final String HEAD = """
            # What a change of the definition does

            <!-- Generated from the cases of tallyroll.pipeline.ChangedKeysTest, which try each of them. Change those, then run
                 %s -->

            A run stores the definition beside its last batch, aspect by aspect, and the next run, `plan`, `check --connect`, `verify` and
            `repair` hold theirs against it. [Operating](../operating.md#changing-a-definition) says how that goes. What a changed key does:

            - *refused*: the record or the tables would be read by other rules than they were written by. The message has the key, both
              values, the reason and the way: set it back, or let a pipeline of another name and keyspace read everything again.
            - *migrated*: rows of the rollups named are made again from the record, bucket by bucket, while new events come
              in. Of a strategy without a record that is not possible: a changed `where`, function or field is refused, what is added
              begins with the events that come.
            - *kept, until dropped*: it is written no more, and what stands stays until `plan --drop` names it.
            - *another pipeline*: tables, positions and record are those of another keyspace, so it begins with nothing.
            - *harmless*: nothing that is stored depends on it.

            | key | change | what happens | which rollups |
            |---|---|---|---|
            """;

    private ChangesPage() {}

    static String of(List<Row> rows, String command) {
        StringBuilder page = new StringBuilder(HEAD.formatted(command));
        for (Row row : rows) {
            page.append("| `%s` | %s | %s | %s |\n".formatted(row.key(), row.change(), row.outcome().word, which(row)));
        }
        return page.toString();
    }

    private static String which(Row row) {
        if (row.rollups().isEmpty()) {
            return "";
        }
        if (row.key().startsWith("rollups")) {
            return "that one";
        }
        return row.rollups().contains(" ") ? "all" : "those that name it";
    }
}
