package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.ForgetClaim;
import tallyroll.control.Forgotten;
import tallyroll.control.Forgotten.Dropped;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.control.Quarantine;
import tallyroll.control.SettleClaim;
import tallyroll.control.SettledCounts;
import tallyroll.control.SourceState;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Aspect;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;

/** The text of control rows and history entries: it is stored, so what one release wrote the next one reads. */
class ControlTextTest {
    private static final long TIMESTAMP = 1_700_000_000_000_000L;

    private static final String STATE = "{\"format\":1,\"pipeline\":\"flights\",\"version\":12,\"epoch\":3,"
            + "\"holder\":\"host/42\",\"leaseUntil\":1700000015000000,\"committed\":7,\"stamp\":1700000000000000,"
            + "\"slice\":2,\"sliceBytes\":4096,\"open\":{\"batch\":8,\"stamp\":1700000000000000,\"slice\":2,"
            + "\"ingest\":[{\"source\":\"flights\",\"partition\":0,\"from\":100,\"until\":250}]},"
            + "\"positions\":{\"flights-0\":100,\"flights-1\":90},"
            + "\"books\":{\"read\":200,\"recorded\":180,\"recordedBytes\":36000,\"duplicates\":15,\"deadLetters\":5},"
            + "\"sources\":{\"flights\":{\"id\":\"WmB7s1dLQ-mTlnyGGlZnRg\",\"incarnation\":2,\"holes\":12,"
            + "\"read\":{\"0\":{\"offset\":99,\"leaderEpoch\":5,\"end\":140},"
            + "\"1\":{\"offset\":89,\"leaderEpoch\":-1,\"end\":90}},"
            + "\"skips\":[{\"source\":\"flights~2\",\"partition\":0,\"from\":120,\"until\":130}]}}}";

    private static final String FORGOTTEN = "{\"acceptedFrom\":3600,\"eventsBefore\":3600,"
            + "\"identitiesBefore\":-9223372036854775808,\"droppedBefore\":1800,\"atMicros\":77,"
            + "\"dropped\":{\"buckets\":2,\"events\":40,\"bytes\":8000}}";

    private static final String ENTRY = "{\"format\":1,\"claim\":{\"batch\":9,\"stamp\":1700000000000000,\"slice\":2,"
            + "\"settle\":{\"cause\":\"REPAIR\",\"buckets\":[0,3600000000]}},"
            + "\"books\":{\"read\":0,\"recorded\":0,\"recordedBytes\":0,\"duplicates\":0,\"deadLetters\":0},"
            + "\"committedMicros\":1700000001000000,\"rows\":17,\"lag\":4}";

    private static final String DEFINITION =
            "\"definition\":{\"aspects\":{\"record.bucket\":\"1h\",\"event.duplicates\":\"first\"},"
                    + "\"rollups\":[{\"name\":\"by_user\",\"aspects\":{\"by\":\"user string\"},\"tables\":[\"by_user_1h\"],"
                    + "\"redefined\":{\"batch\":12,\"until\":1700000000000000,\"micros\":1700000000000001,\"forgotten\":3600000000},"
                    + "\"parts\":{\"1h\":{\"batch\":0,\"until\":-9223372036854775808,\"micros\":0},"
                    + "\"events\":{\"batch\":3,\"until\":-9223372036854775808,\"micros\":5}}},"
                    + "{\"name\":\"by_kind\",\"aspects\":{\"by\":\"kind string\"},\"tables\":[\"by_kind_1d\"],\"droppedAfter\":12}]}";

    private static PipelineState state() {
        IngestClaim open = new IngestClaim(8, TIMESTAMP, 2, List.of(new Claim.Range("flights", 0, 100, 250)));
        return new PipelineState(
                "flights",
                12,
                3,
                "host/42",
                TIMESTAMP + 15_000_000,
                7,
                TIMESTAMP,
                2,
                4_096,
                Optional.of(open),
                Map.of("flights-1", 90L, "flights-0", 100L),
                new Books(200, 180, 36_000, 15, 5),
                StoredDefinition.NONE,
                Forgotten.NOTHING,
                Optional.empty(),
                Map.of(
                        "flights",
                        new SourceState(
                                "WmB7s1dLQ-mTlnyGGlZnRg",
                                2,
                                Map.of(0, new LastRead(99, 5, 140), 1, new LastRead(89, LastRead.NO_EPOCH, 90)),
                                List.of(new Claim.Range("flights~2", 0, 120, 130)),
                                12)),
                SettledCounts.NONE,
                PathMatches.NONE,
                0);
    }

    private static Forgotten forgotten() {
        return new Forgotten(3_600, 3_600, Long.MIN_VALUE, 1_800, new Dropped(2, 40, 8_000), 77);
    }

    private static BatchEntry entry() {
        return new BatchEntry(
                new SettleClaim(9, TIMESTAMP, 2, List.of(0L, 3_600_000_000L), Claim.Cause.REPAIR),
                Books.NONE,
                TIMESTAMP + 1_000_000,
                17,
                4);
    }

    @Test
    void state_written_isThisTextAndReadsBack() {
        assertThat(ControlText.write(state())).isEqualTo(STATE);
        assertThat(ControlText.state(STATE)).isEqualTo(state());
    }

    /** A row that was written before sources were known. */
    @Test
    void state_withoutSources_isOfSourcesNeverSeen() {
        PipelineState old = ControlText.state(STATE.replaceAll(",\"sources\":.*}}}$", "}"));

        assertThat(old.sources()).isEmpty();
        assertThat(old.source("flights")).isEqualTo(SourceState.UNSEEN);
    }

    /** A row that was written before paths were counted has none. */
    @Test
    void paths_written_areThisTextAndReadBack() {
        String text = STATE.replaceFirst(
                "}$", ",\"paths\":{\"matched\":[\"at\",\"id\"],\"unmatched\":{\"a.b\":3,\"delayy\":12}}}");
        PipelineState state = ControlText.state(text);

        assertThat(state.paths()).isEqualTo(new PathMatches(Set.of("id", "at"), Map.of("delayy", 12L, "a.b", 3L)));
        assertThat(ControlText.write(state)).isEqualTo(text);
        assertThat(ControlText.state(STATE).paths()).isEqualTo(PathMatches.NONE);
    }

    @Test
    void definition_written_isThisTextAndReadsBack() {
        String text = STATE.replaceFirst("}$", "," + DEFINITION + "}");
        PipelineState state = ControlText.state(text);

        assertThat(state.definition())
                .isEqualTo(new StoredDefinition(
                        List.of(new Aspect("record.bucket", "1h"), new Aspect("event.duplicates", "first")),
                        List.of(
                                new StoredRollup(
                                        "by_user",
                                        List.of(new Aspect("by", "user string")),
                                        List.of("by_user_1h"),
                                        new Redefined(
                                                12, 1_700_000_000_000_000L, 1_700_000_000_000_001L, 3_600_000_000L),
                                        Map.of("1h", Redefined.NEVER, "events", new Redefined(3, Redefined.DONE, 5)),
                                        OptionalLong.empty()),
                                new StoredRollup(
                                        "by_kind",
                                        List.of(new Aspect("by", "kind string")),
                                        List.of("by_kind_1d"),
                                        Redefined.NEVER,
                                        OptionalLong.of(12)))));
        assertThat(ControlText.write(state)).isEqualTo(text);
    }

    @Test
    void state_ofAReleaseThatStoredNoDefinition_hasNone() {
        assertThat(ControlText.state(STATE).definition()).isEqualTo(StoredDefinition.NONE);
    }

    @Test
    void entry_withoutLag_hasNullAndNoMadeUpNumber() {
        BatchEntry known = entry();
        BatchEntry unknown = new BatchEntry(known.claim(), known.books(), known.committedMicros(), known.rows(), -1);

        assertThat(ControlText.write(unknown)).isEqualTo(ENTRY.replace("\"lag\":4", "\"lag\":null"));
        assertThat(ControlText.entry(ControlText.write(unknown))).isEqualTo(unknown);
        assertThat(ControlText.entry(ENTRY.replace("\"lag\":4", "\"lag\":-1")))
                .as("as earlier versions wrote it")
                .isEqualTo(unknown);
    }

    @Test
    void state_withALastBatch_holdsItsEntryOfTheHistory() {
        String text = STATE.substring(0, STATE.length() - 1) + ",\"last\":" + ENTRY.replace("\"format\":1,", "") + "}";

        PipelineState read = ControlText.state(text);

        assertThat(read.last()).contains(entry());
        assertThat(ControlText.write(read)).isEqualTo(text);
    }

    @Test
    void state_withoutAnOpenBatch_leavesItOut() {
        PipelineState initial = PipelineState.initial("flights");

        assertThat(ControlText.write(initial)).doesNotContain("open");
        assertThat(ControlText.state(ControlText.write(initial))).isEqualTo(initial);
    }

    @Test
    void state_thatForgotSomething_saysHowFar() {
        String text = STATE.substring(0, STATE.length() - 1) + ",\"forgotten\":" + FORGOTTEN + "}";

        assertThat(ControlText.state(text).forgotten()).isEqualTo(forgotten());
        assertThat(ControlText.write(ControlText.state(text))).isEqualTo(text);
    }

    @Test
    void entry_ofABatchThatForgot_isThisTextAndReadsBack() {
        BatchEntry entry = new BatchEntry(
                new ForgetClaim(9, TIMESTAMP, 2, forgotten(), List.of(3_600_000_000L), List.of(0L)),
                Books.NONE,
                TIMESTAMP + 1_000_000,
                0,
                -1);
        String text = "{\"format\":1,\"claim\":{\"batch\":9,\"stamp\":1700000000000000,\"slice\":2,\"forget\":{"
                + "\"after\":" + FORGOTTEN + ",\"events\":[3600000000],\"whole\":[0]}},"
                + "\"books\":{\"read\":0,\"recorded\":0,\"recordedBytes\":0,\"duplicates\":0,\"deadLetters\":0},"
                + "\"committedMicros\":1700000001000000,\"rows\":0,\"lag\":null}";

        assertThat(ControlText.write(entry)).isEqualTo(text);
        assertThat(ControlText.entry(text)).isEqualTo(entry);
    }

    @Test
    void entry_written_isThisTextAndReadsBack() {
        assertThat(ControlText.write(entry())).isEqualTo(ENTRY);
        assertThat(ControlText.entry(ENTRY)).isEqualTo(entry());
    }

    @Test
    void state_thatSettledBuckets_saysHow() {
        String text = STATE.substring(0, STATE.length() - 1)
                + ",\"settled\":{\"proven\":40,\"recounted\":30,\"audited\":20,\"drifted\":1}}";

        assertThat(ControlText.state(text).settled()).isEqualTo(new SettledCounts(40, 30, 20, 1));
        assertThat(ControlText.write(ControlText.state(text))).isEqualTo(text);
    }

    @Test
    void entry_ofABatchThatProved_isThisTextAndReadsBack() {
        SettleClaim claim = new SettleClaim(
                9,
                TIMESTAMP,
                2,
                List.of(0L),
                List.of(new SettleClaim.Proven(3_600_000_000L, 12), new SettleClaim.Proven(7_200_000_000L, 7)),
                Claim.Cause.SETTLE,
                Quarantine.NONE);
        BatchEntry entry = new BatchEntry(claim, Books.NONE, TIMESTAMP + 1_000_000, 17, 4);
        String text = ENTRY.replace(
                "\"REPAIR\",\"buckets\":[0,3600000000]",
                "\"SETTLE\",\"buckets\":[0],\"proven\":[3600000000,12,7200000000,7]");

        assertThat(ControlText.write(entry)).isEqualTo(text);
        assertThat(ControlText.entry(text)).isEqualTo(entry);
    }

    /** A release that does not know of entries that take events out must not read this: it would count what they take out. */
    @Test
    void state_withVoids_isOfAnotherFormat() {
        String voids = STATE.replace("\"format\":1", "\"format\":2");
        String text = voids.substring(0, voids.length() - 1) + ",\"voids\":3}";

        assertThat(ControlText.state(text).voids()).isEqualTo(3);
        assertThat(ControlText.write(ControlText.state(text))).isEqualTo(text);
    }

    /** A later release may add keys without a new format. */
    @Test
    void state_withAKeyThatIsNotKnown_isReadWithoutIt() {
        assertThat(ControlText.state(STATE.replace("\"format\":1", "\"format\":1,\"added\":true")))
                .isEqualTo(state());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "format":1           | "format":3               | control text has format 3, this release reads formats 1 and 2
                    "format":1,          |                          | control text lacks "format"
                    "version":12,        |                          | control text lacks "version"
                    "version":12         | "version":"12"           | control text has "version": "12", which is not a whole number
                    "version":12         | "version":1.5            | control text has "version": 1.5, which is not a whole number
                    "ingest"             | "read"                   | control text lacks "settle"
                    "until":250          | "end":250                | control text lacks "until"
                    "duplicates":15,     |                          | control text lacks "duplicates"
                    {"format"            | {{"format"               | control text is not JSON
                    """)
    void state_damaged_isRefusedWithWhatIsWrong(String from, String to, String message) {
        String damaged = STATE.replace(from, to == null ? "" : to);

        assertThat(damaged).isNotEqualTo(STATE);
        assertThatThrownBy(() -> ControlText.state(damaged))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageStartingWith(message);
    }
}
