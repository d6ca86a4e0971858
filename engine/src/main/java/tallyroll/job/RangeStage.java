package tallyroll.job;

import java.util.Iterator;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;
import tallyroll.flow.Horizon;
import tallyroll.flow.IdentityRange;
import tallyroll.flow.Repeat;

/** Finds what is repeated in one range of hashes. */
final class RangeStage implements FlatMapFunction<Iterator<Tuple2<Integer, long[]>>, long[]> {
    private static final long serialVersionUID = 1L;

    private final TreeSet<Long> asked;
    private final Horizon horizon;

    RangeStage(TreeSet<Long> asked, Horizon horizon) {
        this.asked = asked;
        this.horizon = horizon;
    }

    @Override
    public Iterator<long[]> call(Iterator<Tuple2<Integer, long[]>> portions) {
        IdentityRange range = new IdentityRange(asked, horizon, IdentityJobs.MAX_LISTED / IdentityJobs.RANGES);
        portions.forEachRemaining(portion -> range.add(portion._2()[0], portion._2(), 1));
        return range.find().stream().map(Repeat::toLongs).iterator();
    }
}
