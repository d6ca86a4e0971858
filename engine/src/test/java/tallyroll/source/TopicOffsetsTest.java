package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.control.SourcePartition;

class TopicOffsetsTest {
    @Test
    void json_anyOrder_isOneText() {
        TopicOffsets offsets = new TopicOffsets(SourcePartition.in("a-1", Map.of(10, 4L, 2, 3L, 0, 9_000_000_000L)));

        assertThat(offsets.json()).isEqualTo("{\"a-1\":{\"0\":9000000000,\"2\":3,\"10\":4}}");
        assertThat(TopicOffsets.parse(offsets.json())).isEqualTo(offsets);
    }

    @Test
    void parse_otherShape_saysHowPositionsAreWritten() {
        assertThatThrownBy(() -> TopicOffsets.parse("[1,2]"))
                .hasMessage(
                        "Cannot read positions [1,2]: they are written as {\"source\":{\"partition\":offset}}, as in {\"flights\":{\"0\":120}}");
    }
}
