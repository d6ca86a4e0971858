package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.ShuffleRecord;
import tallyroll.summary.GroupKey;

/** What goes through Spark's shuffle and back to the driver: unchanged by either serializer, each group to one reducer, in order. */
class ShuffleTest {
    static List<Serializer> serializers() {
        SparkConf conf = new SparkConf(false);
        return List.of(new JavaSerializer(conf), new KryoSerializer(conf));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void records_throughASerializer_areUnchanged(Serializer serializer) {
        ShuffleRecord sent = record(3, "Bonn", 1_700_000_000_000_000L);

        Tuple2<byte[], byte[]> pair =
                through(serializer, Pairs.of(List.of(sent).iterator()).next());
        ShuffleRecord received = Pairs.records(List.of(pair).iterator()).next();

        assertThat(received.key()).isEqualTo(sent.key());
        assertThat(received.value()).isEqualTo(sent.value());
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void identityRuns_throughASerializer_areUnchanged(Serializer serializer) {
        Tuple2<Integer, long[]> run = through(serializer, new Tuple2<>(7, new long[] {Long.MIN_VALUE, -1, 0, 42}));

        assertThat(run._1()).isEqualTo(7);
        assertThat(run._2()).containsExactly(Long.MIN_VALUE, -1, 0, 42);
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void reports_throughASerializer_areUnchanged(Serializer serializer) {
        Applied sent = new Applied(ApplyReport.NONE, 1_234);

        assertThat(JavaBytes.read(through(serializer, JavaBytes.write(sent)))).isEqualTo(sent);
    }

    @Test
    void reports_ofAnotherVersion_sayWhatIsWrong() {
        assertThatThrownBy(() -> JavaBytes.read(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("executors run another version");
    }

    @Test
    void reducer_allBucketsOfAGroup_goToTheSame() {
        ReducerOfKey reducers = new ReducerOfKey(7);

        assertThat(IntStream.range(0, 100).map(hour -> reducers.getPartition(key(0, "Bonn", hour))))
                .containsOnly(reducers.getPartition(key(0, "Bonn", 0)));
    }

    @Test
    void reducers_manyGroups_allGetSome() {
        ReducerOfKey reducers = new ReducerOfKey(7);

        TreeSet<Integer> used = new TreeSet<>();
        IntStream.range(0, 200).forEach(shop -> used.add(reducers.getPartition(key(0, "shop" + shop, 0))));

        assertThat(used).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(reducers.numPartitions()).isEqualTo(7);
    }

    @Test
    void reducers_ofOneCount_areEqual_soThatSparkDoesNotShuffleAgain() {
        assertThat(new ReducerOfKey(7)).isEqualTo(new ReducerOfKey(7)).hasSameHashCodeAs(new ReducerOfKey(7));
        assertThat(new ReducerOfKey(7)).isNotEqualTo(new ReducerOfKey(8));
    }

    @Test
    void order_keys_areByRollupThenGroupThenBucket_beforeTheEpochToo() {
        List<byte[]> ordered = List.of(
                key(0, "Bonn", -5), key(0, "Bonn", 0), key(0, "Bonn", 5), key(0, "Köln", -9), key(1, "Bonn", -9));

        List<byte[]> sorted = IntStream.of(3, 1, 4, 0, 2)
                .mapToObj(ordered::get)
                .sorted(new KeyOrder())
                .toList();

        assertThat(sorted).usingElementComparator(new KeyOrder()).containsExactlyElementsOf(ordered);
        assertThat(sorted.get(0)).isEqualTo(ordered.get(0));
    }

    private static byte[] key(int rollup, String shop, long bucket) {
        return record(rollup, shop, bucket).key();
    }

    private static ShuffleRecord record(int rollup, String shop, long bucket) {
        byte[] text = shop.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] group = new byte[text.length + 1];
        group[0] = (byte) text.length;
        System.arraycopy(text, 0, group, 1, text.length);
        return ShuffleRecord.naming(rollup, new GroupKey(group), 0, bucket);
    }

    @SuppressWarnings("unchecked")
    private static <T> T through(Serializer serializer, T value) {
        SerializerInstance instance = serializer.newInstance();
        ClassTag<T> tag = (ClassTag<T>) ClassTag$.MODULE$.apply(value.getClass());
        ByteBuffer bytes = instance.serialize(value, tag);
        return instance.deserialize(bytes, tag);
    }
}
