package tallyroll.redefinition;

import java.util.List;
import java.util.Map;

/**
 * A change that is not made, because what is stored already would be read wrongly after it.
 *
 * @param reason why, as the end of a sentence
 * @param way what to do instead
 */
public record RefusedChange(Difference difference, String reason, String way) {
    private static final String ANOTHER_PIPELINE =
            "or give the pipeline another name and \"cassandra.keyspace\" and let it read everything again";

    /** Why each aspect of the whole pipeline that cannot change cannot. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry(
                    Fingerprint.STRATEGY,
                    "what was read, and what is kept of it, is stored as the old strategy keeps it"),
            Map.entry(
                    Fingerprint.SOURCE,
                    "positions that were read and the identities of recorded events carry the old source's name"),
            Map.entry(Fingerprint.LAYOUT, "the record is stored in the old layout"),
            Map.entry(
                    Fingerprint.BUCKET,
                    "the record is stored by buckets of the old length, so settling would miss what it holds"),
            Map.entry(
                    Fingerprint.FORMAT,
                    "recorded events are decoded again when their buckets settle, and they are written in the old format"),
            Map.entry(
                    Fingerprint.EXPLODE,
                    "events that were taken out of their records in another way have other identities, so each that comes again would count a second time"),
            Map.entry(
                    Fingerprint.ENCODING,
                    "recorded events are decoded again when their buckets settle, and they are written the old way"),
            Map.entry(
                    Fingerprint.CSV,
                    "recorded events are decoded again when their buckets settle, and they have the old columns"),
            Map.entry(
                    Fingerprint.TEXT,
                    "recorded events are decoded again when their buckets settle, and the old pattern has matched them"),
            Map.entry(
                    Fingerprint.ID,
                    "recorded events have the old identity, so each that comes again would count a second time"),
            Map.entry(Fingerprint.TIME, "recorded events lie in the buckets of the old event time"));

    /** Whether this aspect of the whole pipeline cannot change. */
    static boolean fixed(String key) {
        return FIXED.containsKey(key) || key.startsWith(Fingerprint.TIME_FIELDS);
    }

    static RefusedChange ofPipeline(Difference difference) {
        return new RefusedChange(
                difference,
                FIXED.getOrDefault(
                        difference.key(),
                        "the event time is derived from this field, and " + FIXED.get(Fingerprint.TIME)),
                "Set it back to \"" + difference.was() + "\", " + ANOTHER_PIPELINE + ".");
    }

    static RefusedChange ofGroup(Difference difference) {
        return new RefusedChange(
                difference,
                "the key of the rollup's tables is made of these fields",
                "Set it back to \"" + difference.was()
                        + "\", or give the rollup another name, under which it is filled from the record.");
    }

    static RefusedChange withoutRecord(Difference difference, String strategy) {
        return new RefusedChange(
                difference,
                "strategy " + strategy + " keeps no record, so rows that stand cannot be recomputed",
                "Set it back" + (difference.was().isEmpty() ? "" : " to \"" + difference.was() + "\"")
                        + ", or give the rollup another name, under which it counts from then on.");
    }

    static String sentences(List<RefusedChange> refusals) {
        return String.join(
                "\n  ", refusals.stream().map(RefusedChange::toString).toList());
    }

    @Override
    public String toString() {
        return "\"" + difference.key() + "\" cannot change from \"" + difference.was() + "\" to \"" + difference.now()
                + "\": " + reason + ". " + way;
    }
}
