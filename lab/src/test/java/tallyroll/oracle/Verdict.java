package tallyroll.oracle;

import java.util.List;

/**
 * What the oracle found.
 *
 * @param records on the topic
 * @param events distinct events among them
 * @param duplicates further copies
 * @param broken records that are not events
 * @param rows summary rows that should be there
 * @param different how many differences there are in total
 * @param differences the first of them
 */
public record Verdict(
        long records,
        long events,
        long duplicates,
        long broken,
        long rows,
        long different,
        List<Difference> differences) {
    public Verdict {
        differences = List.copyOf(differences);
    }

    public boolean right() {
        return different == 0;
    }
}
