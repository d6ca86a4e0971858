package tallyroll.report;

/**
 * How the totals compare with those that an oracle computes from the events sent.
 *
 * @param groups (group, bucket) pairs that should exist or do; for partial rows, groups after merging
 * @param wrong those of them where any measure differs
 * @param events distinct events that should be counted: 100 % in all percentages
 * @param lost events that are in no total and that the strategy no longer has anywhere: not in its record, not in
 *     its log and not ahead of it in the topic
 * @param over over all groups, by how much those that count too many exceed what is right
 * @param under over all groups, by how much those that count too few fall short, lost events included
 */
public record State(long groups, long wrong, long events, long lost, long over, long under) {
    public State {
        if (groups < 0 || wrong < 0 || wrong > groups || events < 0 || lost < 0 || over < 0 || under < 0) {
            throw new IllegalArgumentException(
                    "counts of a state are at least 0, and at most all groups are wrong: groups %d, wrong %d, events %d, lost %d, over %d, under %d"
                            .formatted(groups, wrong, events, lost, over, under));
        }
        if (wrong == 0 && (over > 0 || under > 0)) {
            throw new IllegalArgumentException("over %d and under %d, but no group is wrong".formatted(over, under));
        }
    }

    /** Whether every measure of every group is right. */
    public boolean exact() {
        return wrong == 0;
    }

    /** Too many and too few together, in % of the events. */
    public double percentOff() {
        return percent(over + under);
    }

    /** One of these counts in % of the events. */
    public double percent(long count) {
        return events == 0 ? 0 : 100.0 * count / events;
    }
}
