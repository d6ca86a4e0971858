package tallyroll.client;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import tallyroll.control.Claim;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.source.KafkaTopic;
import tallyroll.time.Micros;

/**
 * Has a consumer group that has no position yet begin where the definition says, and writes down what it leaves out by that as gaps
 * (rule R13).
 *
 * <p>What is left out stands in the group beside its positions, from one moment to the next, until its members commit others; so a
 * client that ends before it has written the gaps leaves them to the next one, and several that begin at once write the same.
 */
final class GroupStart {
    /** Of no client: whoever writes these gaps writes the same ones. */
    private static final long BATCH = 0;

    private final KafkaTopic topic;
    private final String group;
    private final GapStore gaps;
    private final InstantSource clock;

    GroupStart(KafkaTopic topic, String group, GapStore gaps, InstantSource clock) {
        this.topic = topic;
        this.group = group;
        this.gaps = gaps;
        this.clock = clock;
    }

    /**
     * To be called before this client is a member.
     *
     * @param notices told what is left out
     * @return how much that is
     */
    int begin(Consumer<String> notices) {
        if (topic.committed(group).isEmpty()) {
            topic.begin(group, topic.leftOut());
        }
        List<Claim.Range> leftOut = topic.leftOut(group);
        for (Claim.Range range : leftOut) {
            long found = Micros.now(clock);
            gaps.add(new Gap(range, Gap.leftOut(range), BATCH, found), found);
            notices.accept("gap: offsets " + range.from() + " to " + (range.until() - 1) + " of partition "
                    + range.partition() + ": " + Gap.leftOut(range));
        }
        return leftOut.size();
    }
}
