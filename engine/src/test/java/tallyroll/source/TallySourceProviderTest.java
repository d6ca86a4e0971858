package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import tallyroll.control.SourcePartition;
import tallyroll.pipeline.Options;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.StartPosition;
import tallyroll.pipeline.Topics;

class TallySourceProviderTest {
    private static final Pipeline.Kafka KAFKA =
            new Pipeline.Kafka("localhost:1", "sales", Map.of("client.dns.lookup", "use_all_dns_ips"), 500);

    private final TallySourceProvider provider = new TallySourceProvider();

    @Test
    void options_ofATopic_nameEverythingAStreamNeeds() {
        assertThat(TallySourceProvider.options(KAFKA, SourcePartition.in("sales", Map.of(1, 7L, 0, 3L))))
                .isEqualTo(Map.of(
                        "bootstrap", "localhost:1",
                        "topic", "sales",
                        "consumer.client.dns.lookup", "use_all_dns_ips",
                        "maxEventsPerBatch", "500",
                        "startingPositions", "{\"sales\":{\"0\":3,\"1\":7}}"));
    }

    @Test
    void options_ofSeveralTopicsAndOfAPattern_nameThem() {
        Pipeline.Kafka two = new Pipeline.Kafka(
                "localhost:1", Topics.named("b", "a"), StartPosition.LATEST, Options.of(Map.of()), 500);
        Pipeline.Kafka pattern = new Pipeline.Kafka(
                "localhost:1", Topics.like("a{1,2}"), StartPosition.LATEST, Options.of(Map.of()), 500);

        assertThat(TallySourceProvider.options(two, Map.of())).containsEntry("topic", "a,b");
        assertThat(TallySourceProvider.options(pattern, Map.of()))
                .containsEntry("topicPattern", "a{1,2}")
                .doesNotContainKey("topic");
    }

    @Test
    void stream_ofATopic_connectsOnlyWhenAsked() {
        MicroBatchStream stream = stream(TallySourceProvider.options(KAFKA, Map.of()));

        assertThat(((SupportsAdmissionControl) stream).getDefaultReadLimit()).isEqualTo(ReadLimit.maxRows(500));
        stream.stop();
    }

    @Test
    void stream_withoutATopic_saysWhichOptionIsMissing() {
        assertThatThrownBy(() -> stream(Map.of("bootstrap", "localhost:1")))
                .hasMessage("Cannot open a stream of \"tallyroll\": option \"topic\" is missing.");
    }

    @Test
    void stream_startingSomewhereElse_saysWhatThereIs() {
        assertThatThrownBy(() ->
                        stream(Map.of("bootstrap", "localhost:1", "topic", "sales", "startingOffsets", "yesterday")))
                .hasMessageContaining("topic \"sales\" at localhost:1")
                .hasMessageContaining("\"yesterday\"")
                .hasMessageContaining("earliest or latest");
    }

    @Test
    void stream_ofASourceThatIsNotOpenHere_saysWhy() {
        String key = TallySourceProvider.options(new NoSource(), 0, Map.of()).keySet().stream()
                .filter(name -> !name.equals("maxEventsPerBatch") && !name.equals("startingPositions"))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> stream(Map.of(key, "no-such-number")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"no-such-number\"")
                .hasMessageContaining("not open in this process");
    }

    @Test
    void stream_ofAnOpenSource_asksItAndForgetsItAfterwards() {
        NoSource source = new NoSource();
        Map<String, String> options = TallySourceProvider.options(source, 0, Map.of());

        assertThat(stream(options).initialOffset().json()).isEqualTo("{\"nothing\":{\"3\":5}}");

        TallySourceProvider.forget(source);
        assertThatThrownBy(() -> stream(options)).hasMessageContaining("not open in this process");
    }

    @Test
    void table_readsMicroBatchesOfRanges() {
        assertThat(provider.shortName()).isEqualTo("tallyroll");
        assertThat(table().capabilities()).containsExactly(TableCapability.MICRO_BATCH_READ);
        assertThat(provider.inferSchema(CaseInsensitiveStringMap.empty()).toDDL())
                .isEqualTo("source STRING NOT NULL,partition INT NOT NULL,from BIGINT NOT NULL,until BIGINT NOT NULL");
    }

    private SupportsRead table() {
        return (SupportsRead)
                provider.getTable(provider.inferSchema(CaseInsensitiveStringMap.empty()), new Transform[0], Map.of());
    }

    private MicroBatchStream stream(Map<String, String> options) {
        return table().newScanBuilder(new CaseInsensitiveStringMap(options))
                .build()
                .toMicroBatchStream("unused");
    }
}
