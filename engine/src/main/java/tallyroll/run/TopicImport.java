package tallyroll.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallyroll.control.Request;
import tallyroll.control.SourceState;
import tallyroll.importing.Import;
import tallyroll.importing.TopicOrigin;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.KafkaTopic;
import tallyroll.source.TopicAddress;
import tallyroll.store.Stores;

/**
 * Finds what a topic holds between two times, once: what is asked for are offsets, so that whoever takes the request over reads the same.
 *
 * <p>An event without an id is identified by its topic, partition and offset. Of a topic that the pipeline reads that is what the stream
 * calls it, so importing what was read changes nothing; then the topic must be the one that was read.
 */
public final class TopicImport {
    private final Pipeline pipeline;
    private final TopicAddress address;

    /** Offsets of a topic, and whose identities its events have. */
    public record Found(List<Request.ImportedRange> ranges, String source) {
        public Found {
            ranges = List.copyOf(ranges);
        }

        public long offsets() {
            return ranges.stream()
                    .mapToLong(range -> range.until() - range.from())
                    .sum();
        }
    }

    public TopicImport(Pipeline pipeline, TopicAddress address) {
        this.pipeline = pipeline;
        this.address = address.relativeTo(pipeline);
    }

    /**
     * The offsets of what its brokers have taken between two times.
     *
     * @param from µs, inclusive; {@code until} µs, exclusive: timestamps of records, as the brokers find them
     * @param as whose events they are, where they have ids
     * @throws InvalidRequestException where it is not said whose events they are, or the topic has been replaced
     * @throws tallyroll.source.SourceException where the topic cannot be read
     */
    public Found between(long from, long until, Optional<String> as) {
        try (KafkaTopic topic = KafkaTopic.open(address.kafka(pipeline))) {
            Optional<String> id = topic.currentId();
            Map<Integer, Long> begins = topic.offsetsAt(from);
            List<Request.ImportedRange> ranges = new ArrayList<>();
            new TreeMap<>(topic.offsetsAt(until)).forEach((partition, end) -> {
                long begin = begins.getOrDefault(partition, end);
                if (begin < end) {
                    ranges.add(TopicOrigin.range(address, id, partition, begin, end));
                }
            });
            return new Found(ranges, source(id.orElse(""), as));
        }
    }

    private String source(String id, Optional<String> as) {
        if (!pipeline.event().idFields().isEmpty()) {
            Optional<String> own = Optional.of(address.topic()).filter(topic -> address.readBy(pipeline));
            return Import.source(pipeline, as.or(() -> own));
        }
        if (as.isPresent()) {
            throw new InvalidRequestException("Cannot import " + address + " as \"" + as.get() + "\": the events of \""
                    + pipeline.name()
                    + "\" have no id, so they are known by their topic, partition and offset. Leave --as out.");
        }
        return address.readBy(pipeline)
                ? asRead(id)
                : address.brokers().map(elsewhere -> address.toString()).orElse(address.topic());
    }

    private String asRead(String id) {
        SourceState read = Stores.reading(pipeline)
                .control()
                .read(pipeline.name())
                .map(state -> state.source(address.topic()))
                .orElse(SourceState.UNSEEN);
        if (!read.id().isEmpty() && !read.id().equals(id)) {
            throw new InvalidRequestException("Cannot import " + address
                    + ": it is not the topic that was read, whose id was " + read.id() + " (it is " + id
                    + "), and an event without an id is known by its offset. Accept the topic first, with \"./tallyroll skip FILE"
                    + " --replaced-source\".");
        }
        return read.name(address.topic());
    }
}
