package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.control.Claim;
import tallyroll.control.Request.FilledGap;
import tallyroll.control.Request.Import;
import tallyroll.control.Request.ImportedRange;
import tallyroll.control.Request.Losses;
import tallyroll.control.Request.Redo;
import tallyroll.control.Request.Repair;

/** The text of requests: it is stored, so what one release wrote the next one reads. */
class RequestTextTest {
    private static final Repair REPAIR = new Repair(-3_600_000_000L, 978_652_800_000_000L, Losses.ACCEPT);
    private static final String TEXT =
            "{\"format\":1,\"from\":-3600000000,\"until\":978652800000000,\"losses\":\"ACCEPT\"}";

    @Test
    void repair_isWrittenAndReadAsThisRelease() {
        assertThat(RequestText.kind(REPAIR)).isEqualTo("repair");
        assertThat(RequestText.write(REPAIR)).isEqualTo(TEXT);
        assertThat(RequestText.work("repair", TEXT)).isEqualTo(REPAIR);
    }

    /** A driver of a release that knows no redo reads it as a repair of the range, and goes on. */
    @Test
    void redo_isARepairThatSaysMore() {
        Redo redo = new Redo(-3_600_000_000L, 978_652_800_000_000L, Losses.ACCEPT);
        String text = TEXT.replace("}", ",\"recount\":\"all\"}");

        assertThat(RequestText.kind(redo)).isEqualTo("repair");
        assertThat(RequestText.write(redo)).isEqualTo(text);
        assertThat(RequestText.work("repair", text)).isEqualTo(redo);
    }

    @Test
    void import_isWrittenWithTheNamesOfTheFirstRelease() {
        Import importing = new Import(
                List.of(new ImportedRange("file:///a.csv", 0, 20), new ImportedRange("kafka:flights/0", 5, 9)),
                "flights",
                7);
        String text =
                "{\"format\":1,\"source\":\"flights\",\"perSecond\":7,\"files\":[{\"uri\":\"file:///a.csv\",\"bytes\":20},"
                        + "{\"uri\":\"kafka:flights/0\",\"bytes\":9,\"from\":5}]}";

        assertThat(RequestText.kind(importing)).isEqualTo("import");
        assertThat(RequestText.write(importing)).isEqualTo(text);
        assertThat(RequestText.work("import", text)).isEqualTo(importing);
    }

    @Test
    void importThatFillsGaps_isAnImportThatSaysMore() {
        Import importing = new Import(List.of(), "flights", 0)
                .filling(List.of(new FilledGap(4, new Claim.Range("flights", 1, 5, 9), 7, "kafka:flights/1")));
        String text = "{\"format\":1,\"source\":\"flights\",\"perSecond\":0,\"files\":[],\"fills\":[{\"batch\":4,"
                + "\"source\":\"flights\",\"partition\":1,\"from\":5,\"until\":9,\"missingUntil\":7,\"with\":\"kafka:flights/1\"}]}";

        assertThat(RequestText.write(importing)).isEqualTo(text);
        assertThat(RequestText.work("import", text)).isEqualTo(importing);
    }

    @Test
    void work_ofAnotherFormat_isRefused() {
        assertThatThrownBy(() -> RequestText.work("repair", TEXT.replace("\"format\":1", "\"format\":2")))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage(
                        "a request of format 2 cannot be read, this release reads 1: use the release that wrote it");
    }

    @Test
    void work_ofAKindNotKnown_isRefused() {
        assertThatThrownBy(() -> RequestText.work("dance", TEXT))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage(
                        "a request of kind \"dance\" is none that this release knows: use the release that wrote it");
    }

    @Test
    void work_damaged_saysWhatIsMissing() {
        assertThatThrownBy(() -> RequestText.work("repair", "{\"format\":1,\"from\":1}"))
                .hasMessage("a request has no \"until\": {\"format\":1,\"from\":1}");
        assertThatThrownBy(() -> RequestText.work("repair", "{")).hasMessageStartingWith("a request is not JSON");
    }
}
