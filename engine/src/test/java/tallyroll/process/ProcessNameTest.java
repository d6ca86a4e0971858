package tallyroll.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessNameTest {
    @Test
    void gone_ourselves_isFalse() {
        assertThat(ProcessName.gone(ProcessName.ours())).isFalse();
    }

    @Test
    void gone_childThatEnded_isTrue() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sleep", "60").start();
        String name = ProcessName.of(child.toHandle());
        assertThat(ProcessName.gone(name)).isFalse();

        child.destroyForcibly().waitFor();

        assertThat(ProcessName.gone(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "host,      elsewhere, false",
        "started,   1,         true",
        "namespace, pid:[1],   false",
        "pid,       0,         true",
    })
    void gone_ourNameWithOneOtherPart_isWhatCanBeKnown(String part, String value, boolean gone) {
        String[] parts = ProcessName.ours().split("/", -1);
        parts[
                switch (part) {
                    case "host" -> 0;
                    case "pid" -> 1;
                    case "started" -> 2;
                    default -> 3;
                }] = value;

        assertThat(ProcessName.gone(String.join("/", parts))).isEqualTo(gone);
    }

    @Test
    void gone_nameOfAnEarlierVersion_isJudgedWithoutNamespace() {
        String[] parts = ProcessName.ours().split("/", -1);
        String earlier = parts[0] + "/" + parts[1] + "/";

        assertThat(ProcessName.gone(earlier + parts[2])).isFalse();
        assertThat(ProcessName.gone(earlier + "1")).isTrue();
    }
}
