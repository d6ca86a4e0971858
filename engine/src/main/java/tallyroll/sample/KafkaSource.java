package tallyroll.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.TopicSample;

/**
 * A topic, as a definition names it: its texts may refer to variables and files, {@code ${env:KAFKA}}, and go into the draft as they
 * are.
 *
 * @param options further consumer properties
 */
public record KafkaSource(String bootstrap, String topic, Map<String, String> options) {
    public KafkaSource {
        options = Map.copyOf(options);
    }

    /** What stands below {@code source:}. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder("  kafka:\n");
        yaml.append("    bootstrap: ").append(YamlText.value(bootstrap)).append('\n');
        yaml.append("    topic: ").append(YamlText.value(topic)).append('\n');
        if (!options.isEmpty()) {
            yaml.append("    options:\n");
            new TreeMap<>(options)
                    .forEach((key, value) ->
                            yaml.append("      " + YamlText.value(key) + ": " + YamlText.value(value) + "\n"));
        }
        return yaml.toString();
    }

    private static SampleRecord record(TopicSample.Read read) {
        return new SampleRecord(read.value(), read.key(), read.headers(), OptionalLong.of(read.timestamp()));
    }

    /**
     * Reads the beginning and the end of the topic.
     *
     * @throws tallyroll.source.SourceException where it cannot be read, with the reason
     * @throws tallyroll.pipeline.InvalidDefinitionException where this is no topic of a definition
     * @throws SampleException where it is empty
     */
    public Sample read(SampleLimits limits, Environment environment) {
        Pipeline.Kafka kafka = Definition.parse("""
                pipeline: sample
                source:
                %sevent: {format: json, time: t, fields: {t: timestamp, g: string}}
                rollups: {r: {by: [g], every: [1h], measures: {n: count}}}
                """.formatted(yaml()), "the topic to sample", environment)
                .kafka();
        TopicSample read = TopicSample.read(kafka, limits.events(), limits.bytes(), limits.time());
        List<String> remarks = new ArrayList<>();
        if (read.tombstones() > 0) {
            remarks.add("%,d more records have no value (tombstones).".formatted(read.tombstones()));
        }
        boolean all = read.records().size() + read.tombstones() >= read.kept();
        String extent = all
                ? "all %,d records".formatted(read.records().size())
                : "%,d of about %,d records, the first and the last of each of %,d partitions"
                        .formatted(read.records().size(), read.kept(), read.partitions());
        return new Sample(
                "topic \"" + topic + "\" at " + kafka.bootstrap(),
                extent,
                read.records().stream().map(KafkaSource::record).toList(),
                remarks);
    }
}
