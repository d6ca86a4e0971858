package tallyroll.command;

import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import tallyroll.batch.Retention;
import tallyroll.cli.Table;
import tallyroll.control.Forgotten;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.time.Micros;

/** What retention did and will do, as {@code status} says it. */
final class RetentionFacts {
    private final Pipeline pipeline;
    private final Forgotten forgotten;
    private final Marks marks;

    RetentionFacts(Pipeline pipeline, Forgotten forgotten, List<BucketMark> marks) {
        this.pipeline = pipeline;
        this.forgotten = forgotten;
        this.marks = new Marks(marks);
    }

    void addTo(Table.Builder facts) {
        facts.row("events kept since", since(forgotten.droppedBefore()));
        if (forgotten.any()) {
            facts.row(
                            "forgotten before",
                            "%s; identities before %s"
                                    .formatted(
                                            time(forgotten.acceptedFrom()),
                                            forgotten.identitiesBefore() == Long.MIN_VALUE
                                                    ? "none"
                                                    : time(forgotten.identitiesBefore())))
                    .row(
                            "forgotten",
                            "%,d buckets, %,d events, about %,d bytes before packing, last %s"
                                    .formatted(
                                            forgotten.dropped().buckets(),
                                            forgotten.dropped().events(),
                                            forgotten.dropped().bytes(),
                                            time(Micros.wholeMillis(forgotten.atMicros()))));
        }
        if (!pipeline.record().keep().ends()) {
            facts.row("next to forget", "none: record.keep is forever");
            return;
        }
        Retention.Outlook outlook =
                Retention.of(pipeline).outlook(marks, forgotten, Micros.now(InstantSource.system()));
        facts.row(
                "next to forget",
                outlook.nextMicros().isPresent()
                        ? "due " + time(outlook.nextMicros().getAsLong())
                        : "none: nothing is recorded");
        outlook.heldBack().ifPresent(why -> facts.row("held back", why));
    }

    private String since(long droppedBefore) {
        List<Long> first = marks.recorded(droppedBefore, Long.MAX_VALUE, 1);
        return first.isEmpty() ? "none are kept" : time(first.get(0));
    }

    private static String time(long micros) {
        return Micros.toInstant(micros).toString();
    }

    /** Marks as they were read. */
    private static final class Marks implements Retention.Buckets {
        private final TreeMap<Long, BucketMark> byBucket = new TreeMap<>();

        Marks(List<BucketMark> marks) {
            marks.forEach(mark -> byBucket.put(mark.bucket(), mark));
        }

        @Override
        public List<Long> recorded(long from, long until, int max) {
            return from >= until
                    ? List.of()
                    : byBucket.subMap(from, until).keySet().stream().limit(max).toList();
        }

        @Override
        public OptionalLong firstDirty() {
            return byBucket.values().stream()
                    .filter(BucketMark::dirty)
                    .mapToLong(BucketMark::bucket)
                    .findFirst();
        }
    }
}
