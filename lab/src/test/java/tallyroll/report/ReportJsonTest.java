package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJsonTest {
    @Test
    void read_ofWhatWasWritten_isEqual(@TempDir Path directory) throws IOException {
        LabReport report = Synthetic.report(1);
        Path file = directory.resolve("lab.json");

        ReportJson.write(report, file);

        assertThat(ReportJson.read(file)).isEqualTo(report);
    }

    @Test
    void text_ofAReport_hasLabelsAndVersion() {
        assertThat(ReportJson.text(Synthetic.report(1)))
                .startsWith("{\n  \"version\" : 1,")
                .contains("\"strategy\" : \"idempotent-direct\"")
                .contains("\"start\" : \"2026-11-25T18:47:00Z\"")
                .contains("\"fault\" : \"driver-killed\"")
                .contains("\"afterSettling\" : {");
    }

    @Test
    void read_ofAnotherVersion_saysWhatToDo(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("lab.json"), "{\"version\": 2}");

        assertThatIOException()
                .isThrownBy(() -> ReportJson.read(file))
                .withMessage("Cannot read the lab's report " + file
                        + ": it is of version 2, this release reads version 1; run the lab again to get one");
    }

    @Test
    void parse_withoutRun_saysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportJson.parse("{\"version\": 1, \"strategies\": []}"))
                .withMessageContaining("not a lab report")
                .withMessageContaining("run");
    }
}
