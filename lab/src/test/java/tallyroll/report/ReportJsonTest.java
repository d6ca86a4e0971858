package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Failure;

class ReportJsonTest {
    @Test
    void read_ofWhatWasWritten_isEqual(@TempDir Path directory) throws IOException {
        LabReport report = Synthetic.report(1);
        Path file = directory.resolve("lab.json");

        ReportJson.write(report, file);

        assertThat(ReportJson.read(file)).isEqualTo(report);
    }

    @Test
    void write_overAnOlderReport_replacesItWholeAndLeavesNothingElse(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lab.json");
        ReportJson.write(Synthetic.report(1), file);

        ReportJson.write(Synthetic.noted("new"), file);

        assertThat(ReportJson.read(file)).isEqualTo(Synthetic.noted("new"));
        assertThat(directory.toFile().list()).containsExactly("lab.json");
    }

    @Test
    void read_missingFile_saysSo(@TempDir Path directory) {
        Path file = directory.resolve("lab.json");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> ReportJson.read(file))
                .withMessage("Cannot read the lab's report " + file + ": there is no such file");
    }

    @Test
    void text_ofAReport_hasLabelsAndVersion() {
        assertThat(ReportJson.text(Synthetic.report(1)))
                .startsWith("{\n  \"version\" : 2,")
                .contains("\"strategy\" : \"idempotent-direct\"")
                .contains("\"start\" : \"2026-11-25T18:47:00Z\"")
                .contains("\"fault\" : \"driver-killed\"")
                .contains("\"afterSettling\" : {");
    }

    @Test
    void read_ofAnotherVersion_saysWhatToDo(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("lab.json"), "{\"version\": 1}");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> ReportJson.read(file))
                .withMessage("Cannot read the lab's report " + file
                        + ": its version is 1, and this release reads version 2; run the lab again to get one");
    }

    @Test
    void parse_withoutRun_saysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportJson.parse("{\"version\": 2, \"strategies\": []}"))
                .withMessageContaining("not a lab report")
                .withMessageContaining("runs");
    }
}
