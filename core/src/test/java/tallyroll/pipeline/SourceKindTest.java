package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Pipeline.Receiver;

/** Sources where no kind is on the class path, as in core alone, and kinds that cannot be. */
class SourceKindTest {
    private static final SourceKey<String> KEY = SourceKey.optional("key", ValueType.TEXT, "a key", "a");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amqp: {address: \"amqp://x\", deep: {list: [1, {a: b}]}, buffer: 2MB, max_per_batch: 5} | amqp",
                "custom: {kind: amqp, options: {address: \"amqp://x\"}, buffer: 2MB, max_per_batch: 5} | amqp"
            })
    void section_withoutAnyKind_isTakenAsWritten(String source, String kind) {
        Receiver receiver =
                Edited.pipeline(Edited.KAFKA, source, Edited.STRATEGY, "").receiver();

        assertThat(receiver.kind()).isEqualTo(kind);
        assertThat(receiver.settings().isChecked()).isFalse();
        assertThat(receiver.settings().names()).isEmpty();
        assertThat(receiver.bufferBytes()).isEqualTo(2 << 20);
        assertThat(receiver.maxEventsPerBatch()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amqp: {buffer: much} | 3: source.amqp.buffer: \"much\": is not a size (a number of bytes, or a number with KB or MB,"
                        + " such as 512KB)",
                "amqp: {buffer: 1KB} | 3: source.amqp.buffer: \"1KB\": is out of range: 1MB to 8192MB",
                "amqp: {a: \"${env:MISSING}\"} | 3: source.amqp.a: \"${env:MISSING}\": the environment variable \"MISSING\" is not"
                        + " set; set it or give a default: ${env:MISSING:-default}",
                "amqp: &it {below: *it} | 3: source.amqp.below.below.below.below.below.below.below.below.below: is nested more than"
                        + " 8 levels deep",
                "amqp: {}⏎  jms: {} | 2: source: has the keys amqp, jms, of which one is allowed; keep one"
            })
    void section_withoutAnyKind_isCheckedForWhatEveryReceiverHas(String source, String faults) {
        assertThat(Edited.faults(Edited.KAFKA, source, Edited.STRATEGY, "")).isEqualTo(faults);
    }

    @Test
    void kinds_ofOneName_areRefused() {
        assertThatThrownBy(() -> new SourceGrammar(List.of(kind("amqp"), kind("amqp"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "Cannot read definitions: the source kind \"amqp\" of \\S+ has a name that is taken or"
                                + " not valid; remove its jar from the class path or rename it\\.");
    }

    @ParameterizedTest
    @CsvSource({"kafka", "custom", "wal", "Amqp", "a-b"})
    void kind_ofANameThatIsTakenOrNone_isRefused(String name) {
        assertThatThrownBy(() -> new SourceGrammar(List.of(kind(name)))).hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void kind_withAKeyThatEveryReceiverHas_isRefused() {
        SourceKey<String> buffer = SourceKey.optional("buffer", ValueType.TEXT, "mine", "x");

        assertThatThrownBy(() -> new SourceGrammar(List.of(kind("amqp", buffer))))
                .hasMessage("Cannot read definitions: the source kind \"amqp\" declares one of [buffer, max_per_batch],"
                        + " which every receiver has; leave it out.");
    }

    @Test
    void section_keyDeclaredTwice_isRefused() {
        assertThatThrownBy(() -> SourceSection.of(KEY, KEY)).hasMessage("a key is declared twice among [key, key]");
    }

    @Test
    void key_requiredWithDefault_isRefused() {
        SourceKey<String> required = SourceKey.required("key", ValueType.TEXT, "a key", "a");

        assertThatThrownBy(() -> required.defaultsTo("b")).hasMessage("the key \"key\" is required and has a default");
    }

    private static SourceKind kind(String name, SourceKey<?>... keys) {
        return new SourceKind() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String meaning() {
                return "a receiver for a test";
            }

            @Override
            public SourceSection section() {
                return SourceSection.of(keys);
            }

            @Override
            public String where(SourceSettings settings) {
                return "";
            }
        };
    }
}
