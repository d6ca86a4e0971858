package tallyroll.docs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
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
                    .between(Instant.parse("2001-01-02T00:00:00Z"), Instant.parse("2001-01-03T00:00:00Z"));

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

            Page first = airports.page(100, "");
            Page second = airports.page(100, first.next().orElseThrow()); // here, or in another process
            out.println(first.rows().size() + second.rows().size() + " rows, verified through "
                    + reader.verifiedThrough().orElseThrow());
        }
    }
    // docs
}
