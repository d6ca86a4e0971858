package tallyroll.docs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tallyroll.reading.Page;
import tallyroll.reading.Row;
import tallyroll.reading.Selection;
import tallyroll.reading.TallyReader;

/** What docs/reading.md shows, run by {@code quickstart.QuickstartIT}. */
public final class ReadingExample {
    private ReadingExample() {}

    // docs
    public static void print(Path definition, PrintWriter out) throws IOException {
        try (TallyReader reader = TallyReader.open(definition)) {
            Selection day = reader.rollup("delays_by_origin")
                    .between(Instant.parse("2001-01-01T00:00:00Z"), Instant.parse("2001-01-02T00:00:00Z"));

            day.every("6h")
                    .group("ORD")
                    .rows()
                    .forEach(row -> out.printf(
                            "%s %d flights, median delay %.0f, %s%n",
                            row.start(), row.whole("flights"), row.number("delay_dist_p50"), row.state()));

            Selection airports = day.allowScan(100_000);
            for (Row row : airports.top(3, "delay")) {
                out.println(row.group().value("origin") + " " + row.whole("delay"));
            }
            airports.prefix("origin", "S")
                    .total()
                    .ifPresent(row -> out.println("S* reaches " + row.whole("destinations") + " destinations"));

            long rows = 0;
            Optional<String> next = Optional.of("");
            while (next.isPresent()) {
                Page page = airports.page(100, next.get()); // in this process or another
                rows += page.rows().size();
                next = page.next();
            }
            out.println(
                    rows + " rows, verified through " + reader.verifiedThrough().orElseThrow());
        }
    }
    // docs
}
