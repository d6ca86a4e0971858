package tallyroll.pipeline;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Granularity.Unit;
import tallyroll.decode.ByteFormat;
import tallyroll.event.EventSpec;
import tallyroll.event.PlausibleTime;
import tallyroll.pipeline.Pipeline.Cassandra;
import tallyroll.pipeline.Pipeline.Counting;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.pipeline.Pipeline.RecordSpec.Keep;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Pipeline.SettleSpec;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Pipeline.Tls;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads a whole definition of right structure. */
final class PipelineReader {
    private static final int MAX_ROLLUPS = 64;
    /** In buckets of the record. */
    private static final int DEFAULT_HORIZON = 24;

    private static final Duration DEFAULT_AUDIT = Duration.ofDays(30);

    private static final int MAX_HORIZON = 1_000;
    private final Section definition;
    private final SourceGrammar sources;
    private final FormatReader format;
    private final FormatSection.Files files;
    private final DefinitionErrors faults;

    PipelineReader(
            Section definition,
            SourceGrammar sources,
            FormatReader format,
            FormatSection.Files files,
            DefinitionErrors faults) {
        this.definition = definition;
        this.files = files;
        this.sources = sources;
        this.format = format;
        this.faults = faults;
    }

    /** The pipeline, or empty after a fault. */
    Optional<Pipeline> read() {
        StrategyReader strategies = new StrategyReader(definition, faults);
        Optional<Source> source = new SourceReader(part("source"), sources, definition.text("pipeline"), faults).read();
        Optional<Strategy> strategy = strategies.read(source);
        Counting counting = strategies.counting();
        Optional<Granularity> recordBucket = recordBucket();
        keep(recordBucket);
        int maxMutation = maxMutation();
        within(recordBucket);
        EventReader eventReader = new EventReader(part("event"), groupFields(), faults);
        Optional<EventSpec> event = eventReader.read(format);
        source.ifPresent(known -> new PayloadReader(part("event"), faults).check(known, sources));
        PlausibleTime plausible = eventReader.plausibleTime();
        MeasureFields measured = new MeasureFields(eventReader.schema(), eventReader.names(), faults);
        List<Rollup> rollups =
                rollups(new RollupReader(measured, settledBy(strategy, recordBucket), maxMutation, faults));
        source.ifPresent(from -> event.ifPresent(what -> {
            lines(from, what);
            new TransportReader(part("event"), faults).check(what, from, layout(), eventReader::pathOf);
        }));
        strategy.ifPresent(known -> strategies.measures(known, source, rollups, measured.schema()));
        login();
        keyspace();
        Tls tls = TlsReader.read(part("cassandra"), "cassandra", files, faults);
        if (!faults.none()) {
            return Optional.empty();
        }
        return Optional.of(new Pipeline(
                definition.text("pipeline"),
                source.orElseThrow(),
                event.orElseThrow().with(measured.schema()),
                plausible,
                strategy.orElseThrow(),
                record(recordBucket.orElseThrow()),
                rollups,
                Scalars.duration(definition.text("grace")),
                settle(),
                counting,
                cassandra(maxMutation, tls),
                lives()));
    }

    /** The buckets that rollups must fit; without a record there are none. */
    private static Optional<Granularity> settledBy(Optional<Strategy> strategy, Optional<Granularity> recordBucket) {
        return recordBucket.filter(bucket -> strategy.map(Strategy::summaryMode)
                .filter(SummaryMode::recorded)
                .isPresent());
    }

    private void lines(Source source, EventSpec event) {
        if (event.format() instanceof ByteFormat format
                && source instanceof Receiver receiver
                && sources.kind(receiver.kind())
                        .filter(kind -> kind.cut() == SourceKind.Cut.LINES)
                        .isPresent()) {
            faults.add(
                    part("event").placeOf("format"),
                    "the source \"" + receiver.kind() + "\" reads lines of text, and events of format " + format.label()
                            + " are none",
                    "take them from another source");
        }
    }

    private Optional<Granularity> recordBucket() {
        Optional<Scalar> written = part("record").scalar("bucket");
        Optional<Granularity> bucket =
                written.flatMap(value -> RollupReader.bucketLength(value, ZoneOffset.UTC, faults));
        boolean outside = bucket.isPresent()
                && (bucket.get().unit() == Unit.SECOND || bucket.get().unit().compareTo(Unit.DAY) > 0);
        if (outside) {
            faults.add(written.get(), "is out of range: 1m to 1d", "");
            return Optional.empty();
        }
        return bucket;
    }

    private SettleSpec settle() {
        SettleSpec.By by = SettleSpec.By.valueOf(definition.text("settle").toUpperCase(Locale.ROOT));
        return new SettleSpec(by, audit(definition.text("audit"), by));
    }

    private static Duration audit(String written, SettleSpec.By by) {
        if (written.isEmpty()) {
            return by == SettleSpec.By.PROOF ? DEFAULT_AUDIT : Duration.ZERO;
        }
        return "never".equals(written) ? Duration.ZERO : Scalars.duration(written);
    }

    private Lives lives() {
        Section retention = part("retention");
        return new Lives(
                Scalars.duration(retention.text("dead_letters")),
                Scalars.duration(retention.text("gaps")),
                Scalars.duration(retention.text("history")));
    }

    private void keep(Optional<Granularity> bucket) {
        Section record = part("record");
        Optional<Section> lives = record.section("keep");
        Optional<Scalar> keep = lives.map(keys -> keys.scalar("events"))
                .orElseGet(() -> record.scalar("keep"))
                .filter(value -> !"forever".equals(value.text()));
        lives.ifPresent(this::identities);
        if (keep.isEmpty() || bucket.isEmpty() || definition.scalar("grace").isEmpty()) {
            return;
        }
        Duration min = length(bucket.get()).plus(Scalars.duration(definition.text("grace")));
        if (Scalars.duration(keep.get().text()).compareTo(min) < 0) {
            faults.add(
                    keep.get(),
                    "is too short: a bucket of " + bucket.get() + " must be kept until its grace of "
                            + definition.text("grace") + " has passed",
                    "keep more, or forever");
        }
    }

    private void identities(Section lives) {
        Optional<Scalar> identities = lives.scalar("identities");
        Optional<Scalar> events = lives.scalar("events");
        if (identities.isPresent() && events.isPresent() && shorter(identities.get(), events.get())) {
            faults.add(
                    identities.get(),
                    "is shorter than events: " + events.get().text()
                            + "; identities must be kept at least as long as the events they are of",
                    "keep them longer, or leave the key out");
        }
    }

    private static boolean shorter(Scalar one, Scalar other) {
        Duration left = Scalars.duration(one.text());
        Duration right = Scalars.duration(other.text());
        return !left.isZero() && (right.isZero() || left.compareTo(right) < 0);
    }

    private static Keep keep(Section record) {
        Optional<Section> lives = record.section("keep");
        String events = lives.map(keys -> keys.text("events")).orElseGet(() -> record.text("keep"));
        String identities = lives.map(keys -> keys.text("identities"))
                .filter(text -> !text.isEmpty())
                .orElse(events);
        return new Keep(Scalars.duration(events), Scalars.duration(identities));
    }

    private RecordSpec.Layout layout() {
        return RecordSpec.Layout.valueOf(part("record").text("layout").toUpperCase(Locale.ROOT));
    }

    private RecordSpec record(Granularity bucket) {
        Section record = part("record");
        return new RecordSpec(layout(), bucket, keep(record), horizon(bucket, within()));
    }

    /** How far apart copies are recognised, in whole buckets of the record where nothing is said. */
    private static Duration horizon(Granularity bucket, Optional<Scalar> within) {
        return within.map(written -> Scalars.duration(written.text()))
                .orElseGet(() -> length(bucket).multipliedBy(DEFAULT_HORIZON));
    }

    private Optional<Scalar> within() {
        return part("event").section("duplicates").flatMap(keys -> keys.scalar("within"));
    }

    private void within(Optional<Granularity> bucket) {
        within().filter(written -> bucket.isPresent()).ifPresent(written -> {
            Duration max = length(bucket.get()).multipliedBy(MAX_HORIZON);
            if (Scalars.duration(written.text()).compareTo(max) > 0) {
                faults.add(
                        written,
                        "is more than 1,000 buckets of the record, which are " + bucket.get()
                                + " long: all of them would be looked through for each one that settles",
                        "a shorter horizon, or a longer record.bucket");
            }
        });
    }

    private static Duration length(Granularity bucket) {
        return Duration.ofMillis(bucket.nominalMicros() / 1000);
    }

    private int maxMutation() {
        return (int) Scalars.size(part("cassandra").scalar("max_mutation"), 1 << 20, 256 << 20, "1MB to 256MB", faults);
    }

    private Map<String, String> groupFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        part("rollups").entries().forEach((name, rollup) -> {
            if (rollup instanceof Section section) {
                section.scalars("by")
                        .forEach(field ->
                                fields.putIfAbsent(field.text(), "a group field of the rollup \"" + name + "\""));
            }
        });
        return fields;
    }

    private List<Rollup> rollups(RollupReader reader) {
        List<Rollup> rollups = new ArrayList<>();
        Section written = part("rollups");
        written.entries().forEach((name, rollup) -> rollups.add(reader.read(name, (Section) rollup)));
        if (written.stated().size() > MAX_ROLLUPS) {
            faults.add(
                    written.place(),
                    "has " + written.stated().size() + " rollups, and 64 are allowed",
                    "use a second pipeline");
        }
        return rollups;
    }

    private void login() {
        Section cassandra = part("cassandra");
        if (cassandra.states("username") != cassandra.states("password")) {
            String lacking = cassandra.states("username") ? "password" : "username";
            faults.add(cassandra.place(), "needs the key \"" + lacking + "\" too", "username and password go together");
        }
    }

    private void keyspace() {
        Section cassandra = part("cassandra");
        Optional<Scalar> keyspace =
                cassandra.states("keyspace") ? cassandra.scalar("keyspace") : definition.scalar("pipeline");
        keyspace.flatMap(value -> Names.fault(value.text()))
                .ifPresent(rule -> faults.add(
                        keyspace.get(),
                        rule,
                        cassandra.states("keyspace")
                                ? "choose another name"
                                : "it is the keyspace too: choose another, or set cassandra.keyspace"));
    }

    private Cassandra cassandra(int maxMutation, Tls tls) {
        Section cassandra = part("cassandra");
        return new Cassandra(
                cassandra.scalars("contact").stream()
                        .flatMap(value -> Arrays.stream(value.text().split("\\s*,\\s*")))
                        .toList(),
                cassandra.text("datacenter"),
                cassandra.states("keyspace") ? cassandra.text("keyspace") : definition.text("pipeline"),
                cassandra.text("consistency"),
                cassandra.text("username"),
                cassandra
                        .scalar("password")
                        .map(password -> Secret.of("cassandra.password", password.reference(), password.text()))
                        .orElseGet(Secret::none),
                cassandra.text("replication"),
                maxMutation,
                tls);
    }

    private Section part(String key) {
        return definition.section(key).orElse(Section.none(Place.TOP));
    }
}
