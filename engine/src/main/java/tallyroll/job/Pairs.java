package tallyroll.job;

import java.util.Iterator;
import java.util.function.Function;
import scala.Tuple2;
import tallyroll.flow.ShuffleRecord;

/** Shuffle records as the pairs that Spark shuffles. */
final class Pairs {
    private Pairs() {}

    static Iterator<Tuple2<byte[], byte[]>> of(Iterator<ShuffleRecord> records) {
        return mapped(records, one -> new Tuple2<>(one.key(), one.value()));
    }

    static Iterator<ShuffleRecord> records(Iterator<Tuple2<byte[], byte[]>> pairs) {
        return mapped(pairs, pair -> new ShuffleRecord(pair._1(), pair._2()));
    }

    private static <A, B> Iterator<B> mapped(Iterator<A> from, Function<A, B> to) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public B next() {
                return to.apply(from.next());
            }
        };
    }
}
