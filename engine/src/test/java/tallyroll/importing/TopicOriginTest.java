package tallyroll.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.Request.ImportedRange;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.source.SourceException;
import tallyroll.source.TopicAddress;
import tallyroll.source.TopicExtent;

class TopicOriginTest {
    private final Pipeline pipeline = FileOriginTest.pipeline("json");
    private final List<Kafka> asked = new ArrayList<>();
    private TopicExtent held = new TopicExtent(Optional.of("one"), Map.of(0, 0L, 1, 5L), Map.of(0, 100L, 1, 25L));
    private final TopicOrigin origin = new TopicOrigin(
            pipeline,
            kafka -> {
                asked.add(kafka);
                return held;
            },
            10);

    @Test
    void partition_isCutIntoPiecesOfBoundedLength() {
        List<Origin.Piece> pieces = origin.cut(range("kafka:old", 1, 5, 25), 7, "topic");

        assertThat(pieces)
                .containsExactly(
                        new Origin.Piece(new Claim.Range("topic", 1, 5, 15), "kafka:old/1"),
                        new Origin.Piece(new Claim.Range("topic", 1, 15, 25), "kafka:old/1"));
        assertThat(asked).extracting(Kafka::topic).containsExactly("old");
        assertThat(origin.reads(pieces.get(0).uri())).isTrue();
    }

    @Test
    void topicOfOtherBrokers_isReadThere() {
        origin.cut(range("kafka://a:1,b:2/old", 0, 0, 100), 0, "topic");

        assertThat(asked).singleElement().satisfies(kafka -> {
            assertThat(kafka.bootstrap()).isEqualTo("a:1,b:2");
            assertThat(kafka.topic()).isEqualTo("old");
        });
    }

    @Test
    void offsets_thatAreNoLongerKept_endTheImport() {
        assertThatThrownBy(() -> origin.cut(range("kafka:old", 1, 4, 25), 0, "topic"))
                .isInstanceOf(ImportException.class)
                .hasMessage("Cannot import offsets 4 to 24 of kafka:old/1: the partition holds offsets 5 to 24 now."
                        + " Ask again for what is left; what is there already changes nothing.");
        assertThatThrownBy(() -> origin.cut(range("kafka:old", 1, 5, 26), 0, "topic"))
                .isInstanceOf(ImportException.class);
    }

    @Test
    void topic_thatWasMadeAgain_endsTheImport() {
        held = new TopicExtent(Optional.of("two"), held.earliest(), held.latest());

        assertThatThrownBy(() -> origin.cut(range("kafka:old", 1, 5, 25), 0, "topic"))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("the topic was deleted and made again since it was asked for");
    }

    @Test
    void topicOfAnyFormat_isReadable() {
        new TopicOrigin(FileOriginTest.pipeline("csv")).requireReadable(range("kafka:old", 0, 0, 1));
    }

    /** The opener goes to tasks, the definition does not. */
    @Test
    void opener_isWhatATaskCanBeSent() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(origin.opener());
        }
        assertThat(origin.opener()).isEqualTo(origin.opener());
    }

    @Test
    void piece_ofWhichTheBrokersLackAPart_endsTheImport() {
        List<Claim.Range> gaps = new ArrayList<>();
        try (SourceCursor piece = new TopicPiece("kafka:old/1", records(gaps, false))) {
            assertThat(piece.advance()).isTrue();
            assertThat(piece.offset()).isEqualTo(5);
            gaps.add(new Claim.Range("old", 1, 6, 9));
            assertThatThrownBy(piece::advance)
                    .isInstanceOf(ImportException.class)
                    .hasMessage("Cannot import kafka:old/1: offsets 6 to 8 (3) were no longer kept by the source."
                            + " What was imported before counts; ask again for what is left.");
        }
    }

    /** Else the run would wait for brokers that are none of its own. */
    @Test
    void piece_whoseBrokersAreAway_endsTheImport() {
        try (SourceCursor piece = new TopicPiece("kafka:old/1", records(List.of(), true))) {
            assertThatThrownBy(piece::advance)
                    .isInstanceOf(ImportException.class)
                    .hasMessage("Cannot import kafka:old/1: nobody there");
        }
    }

    private static ImportedRange range(String topic, int partition, long from, long until) {
        return TopicOrigin.range(TopicAddress.parse(topic), Optional.of("one"), partition, from, until);
    }

    private static SourceCursor records(List<Claim.Range> gaps, boolean away) {
        return new SourceCursor() {
            @Override
            public boolean advance() {
                if (away) {
                    throw new SourceException(SourceException.Fault.UNREACHABLE, "nobody there");
                }
                return true;
            }

            @Override
            public boolean tombstone() {
                return false;
            }

            @Override
            public Slice value() {
                return Slice.of(new byte[0]);
            }

            @Override
            public long offset() {
                return 5;
            }

            @Override
            public List<Claim.Range> gaps() {
                return List.copyOf(gaps);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
