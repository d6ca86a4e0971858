package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {
    @ParameterizedTest
    @ValueSource(strings = {"compact", "compact,delete"})
    void remark_compacted_saysWhatThatMeans(String policy) {
        assertThat(Compaction.remark(MemoryTopic.KAFKA, Optional.of(policy)))
                .hasValueSatisfying(remark -> assertThat(remark)
                        .startsWith("topic \"flights\" at broker:9092 has cleanup.policy=" + policy
                                + ": of records with the same key Kafka keeps the last")
                        .contains("counted as holes"));
    }

    @Test
    void remark_deletedOrUnknown_isNone() {
        assertThat(Compaction.remark(MemoryTopic.KAFKA, Optional.of("delete"))).isEmpty();
        assertThat(Compaction.remark(MemoryTopic.KAFKA, Optional.empty())).isEmpty();
    }
}
