package tallyroll.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.RowShape;

/** What tasks gave to the shuffle. */
record TaskOutput(List<ShuffleRecord> records, Pipeline pipeline) {
    static TaskOutput of(List<MapTask> tasks, Pipeline pipeline) {
        List<ShuffleRecord> records = new ArrayList<>();
        tasks.forEach(task -> task.read().decode().record().summarise().forEachRemaining(records::add));
        return new TaskOutput(records, pipeline);
    }

    /** The sum of amounts by place and by the time of day at which the bucket begins. */
    Map<String, Long> sums(String rollup) {
        int index = rollup.equals("short") ? 0 : 1;
        Pipeline.Rollup of = pipeline.rollups().get(index);
        RowShape shape = new RowShape(of, pipeline.event().schema());
        Map<String, Long> sums = new TreeMap<>();
        for (ShuffleRecord record : records) {
            ShuffleKey key = ShuffleKey.read(record.key());
            if (key.rollup() == index) {
                Object[] values = new Object[1];
                Accumulators.read(shape, record.value()).partials()[1].values(values, 0);
                Object place = new GroupCodec(of, pipeline.event().schema())
                        .values(key.group())
                        .get(0);
                long sum = values[0] == null ? 0 : ((Number) values[0]).longValue();
                sums.merge(place + " " + SmallPipeline.time(key.bucket()), sum, Long::sum);
            }
        }
        return sums;
    }

    TaskStats stats() {
        ShuffleRecord last = records.get(records.size() - 1);
        return TaskStats.read(last.value());
    }
}
