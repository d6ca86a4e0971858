package tallyroll.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.source.SourceException;
import tallyroll.source.TopicAddress;
import tallyroll.source.TopicBinding;
import tallyroll.source.TopicExtent;

/**
 * Partitions of topics, {@code kafka:TOPIC/PARTITION?id=TOPIC_ID}. A position is an offset: of the topic with that id, for one that was
 * made again has other records at its offsets.
 *
 * <p>Records are read as the source reads them, committed ones alone, with what stands beside their values.
 */
public final class TopicOrigin implements Origin {
    /** Of a piece: what a task reads within seconds. */
    private static final long OFFSETS = 100_000;

    private static final String ID = "?id=";

    private final Pipeline pipeline;
    private final Function<Kafka, TopicExtent> topics;
    private final long offsets;

    /** A partition of one topic. */
    private record Address(TopicAddress topic, int partition, Optional<String> id) {
        static Address parse(String uri) {
            int mark = uri.indexOf(ID);
            String place = mark < 0 ? uri : uri.substring(0, mark);
            int slash = place.lastIndexOf('/');
            return new Address(
                    TopicAddress.parse(place.substring(0, slash)),
                    Integer.parseInt(place.substring(slash + 1)),
                    mark < 0 ? Optional.empty() : Optional.of(uri.substring(mark + ID.length())));
        }

        /** For people. */
        String place() {
            return topic + "/" + partition;
        }

        Claim.Range range(long from, long until) {
            return new Claim.Range(topic.topic(), partition, from, until);
        }
    }

    TopicOrigin(Pipeline pipeline) {
        this(pipeline, TopicExtent::now, OFFSETS);
    }

    TopicOrigin(Pipeline pipeline, Function<Kafka, TopicExtent> topics, long offsets) {
        this.pipeline = pipeline;
        this.topics = topics;
        this.offsets = offsets;
    }

    /** The range of a partition, to be asked for. */
    public static Request.ImportedRange range(
            TopicAddress topic, Optional<String> id, int partition, long from, long until) {
        String uri = topic + "/" + partition + id.map(known -> ID + known).orElse("");
        return new Request.ImportedRange(uri, from, until);
    }

    @Override
    public boolean reads(String uri) {
        return TopicAddress.names(uri);
    }

    @Override
    public void requireReadable(Request.ImportedRange range) {
        Address.parse(range.uri()).topic().kafka(pipeline);
    }

    @Override
    public List<Piece> cut(Request.ImportedRange range, int number, String source) {
        Address address = Address.parse(range.uri());
        requireThere(range, address);
        List<Piece> pieces = new ArrayList<>();
        for (long from = range.from(); from < range.until(); from += offsets) {
            long until = Math.min(range.until(), from + offsets);
            pieces.add(new Piece(new Claim.Range(source, address.partition(), from, until), address.place()));
        }
        return pieces;
    }

    private void requireThere(Request.ImportedRange range, Address address) {
        try {
            TopicExtent topic = topics.apply(address.topic().kafka(pipeline));
            if (address.id().isPresent() && !address.id().equals(topic.id())) {
                throw cannot(range, address, "the topic was deleted and made again since it was asked for; ask again");
            }
            long first = topic.earliest().getOrDefault(address.partition(), Long.MAX_VALUE);
            long end = topic.latest().getOrDefault(address.partition(), 0L);
            if (range.from() < first || end < range.until()) {
                throw cannot(
                        range,
                        address,
                        "the partition holds offsets " + first + " to " + (end - 1)
                                + " now. Ask again for what is left; what is there already changes nothing");
            }
        } catch (SourceException unreadable) {
            throw ImportException.unreadable(address.place(), unreadable);
        }
    }

    private static ImportException cannot(Request.ImportedRange range, Address address, String why) {
        return new ImportException("Cannot import offsets " + range.from() + " to " + (range.until() - 1) + " of "
                + address.place() + ": " + why + ".");
    }

    @Override
    public PieceOpener opener() {
        return new Opener(
                TopicAddress.own(pipeline).orElse(null),
                List.copyOf(pipeline.event().keptBeside()));
    }

    /**
     * Opens pieces in tasks.
     *
     * @param own null where the pipeline's source is not Kafka
     */
    private record Opener(Kafka own, List<String> kept) implements PieceOpener {
        private static final long serialVersionUID = 1L;

        @Override
        public SourceCursor open(Piece piece) {
            Address address = Address.parse(piece.uri());
            Kafka kafka = address.topic().kafka(Optional.ofNullable(own)).orElseThrow();
            Claim.Range range =
                    address.range(piece.range().from(), piece.range().until());
            try {
                return new TopicPiece(
                        piece.uri(), TopicBinding.opener(kafka, kept).open(range));
            } catch (SourceException unreadable) {
                throw ImportException.unreadable(piece.uri(), unreadable);
            }
        }
    }
}
