package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.pipeline.Pipeline.RecordSpec.Keep;
import tallyroll.pipeline.Pipeline.RecordSpec.Layout;

/** The keys of {@code record}. */
class RecordKeysTest {
    @Test
    void record_notWritten_hasDefaults() {
        assertThat(Edited.pipeline("record: {layout: blocks}\n", "").record())
                .isEqualTo(new RecordSpec(Layout.BLOCKS, Granularity.of("1h"), Keep.FOREVER, Duration.ofDays(1)));
    }

    @Test
    void record_everyKey_isRead() {
        assertThat(Edited.pipeline("{layout: blocks}", "{layout: rows, bucket: 15m, keep: 400d}")
                        .record())
                .isEqualTo(new RecordSpec(Layout.ROWS, Granularity.of("15m"), days(400, 400), Duration.ofHours(6)));
    }

    @Test
    void record_keptForever_isZero() {
        assertThat(keep("forever")).isEqualTo(Keep.FOREVER);
        assertThat(keep("forever").ends()).isFalse();
        assertThat(keep("{events: forever}")).isEqualTo(Keep.FOREVER);
    }

    @Test
    void record_twoLives_areRead() {
        assertThat(keep("{events: 90d, identities: 400d}")).isEqualTo(days(90, 400));
        assertThat(keep("{events: 90d}")).isEqualTo(days(90, 90));
        assertThat(keep("{events: 90d, identities: forever}")).isEqualTo(days(90, 0));
    }

    private static Keep keep(String written) {
        return Edited.pipeline("layout: blocks", "keep: " + written).record().keep();
    }

    private static Keep days(int events, int identities) {
        return new Keep(Duration.ofDays(events), Duration.ofDays(identities));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    record: {layout: blocks} | record: {layout: block} | 10: record.layout: "block": is none of blocks, rows; did you mean "blocks"?
                    record: {layout: blocks} | record: {bucket: 30s} | 10: record.bucket: "30s": is out of range: 1m to 1d
                    record: {layout: blocks} | record: {bucket: 1w} | 10: record.bucket: "1w": is out of range: 1m to 1d
                    record: {layout: blocks} | record: {bucket: 7m} | 10: record.bucket: "7m": is not a bucket length; seconds, minutes and hours that divide a day, such as 10s, 15m and 6h, or 1d, 1w, 1mo, 1q (3mo) and 1y (12mo)
                    record: {layout: blocks} | record: {keep: 1y} | 10: record.keep: "1y": is not a retention time (forever, or a number and s, m, h, d or w, such as 400d)
                    record: {layout: blocks} | record: {keep: 90m} | 10: record.keep: "90m": is too short: a bucket of 1h must be kept until its grace of 1h has passed; keep more, or forever
                    record: {layout: blocks} | record: {keep: {events: 90m}} | 10: record.keep.events: "90m": is too short: a bucket of 1h must be kept until its grace of 1h has passed; keep more, or forever
                    record: {layout: blocks} | record: {keep: {events: 90d, identities: 30d}} | 10: record.keep.identities: "30d": is shorter than events: 90d; identities must be kept at least as long as the events they are of; keep them longer, or leave the key out
                    record: {layout: blocks} | record: {keep: {events: forever, identities: 30d}} | 10: record.keep.identities: "30d": is shorter than events: forever; identities must be kept at least as long as the events they are of; keep them longer, or leave the key out
                    record: {layout: blocks} | record: {keep: {identities: 30d}} | 10: record.keep: needs the key "events": the life of the events themselves
                    record: {layout: blocks} | record: blocks | 10: record: takes keys with values, not a single value
                    record: {layout: blocks} | record: | 10: record: has no value; write one or remove the key
                    """)
    void record_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
