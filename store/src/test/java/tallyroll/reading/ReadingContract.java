package tallyroll.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.reading.Measured.Sample;
import tallyroll.store.Stores;

/** Answers held against a plain recomputation from the events, which shares no code with what is tested; on memory and on Cassandra. */
public abstract class ReadingContract {
    protected static final List<Sample> SAMPLES = Measured.samples(20260220, 4_000);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** Two periods of hours, and a clock change in Europe and in America. */
    private static final Instant FROM = Instant.parse("2026-02-25T23:00:00Z");

    private static final Instant UNTIL = Instant.parse("2026-03-31T22:00:00Z");
    private static final long ALL = 1_000_000;

    private TallyReader reader;

    /** With the rows of {@link #SAMPLES}. */
    protected abstract Stores stores();

    protected abstract Pipeline pipeline();

    @BeforeEach
    void open() {
        reader = TallyReader.over(this::stores, pipeline(), InstantSource.fixed(Instant.parse("2026-05-01T00:00:00Z")));
    }

    private Selection levels() {
        return reader.rollup("levels").between(FROM, UNTIL);
    }

    @Test
    void rows_ofOneGroup_areItsHours() {
        List<Row> rows = levels().group("A-1").rows().toList();

        compare(rows, hours("A-1"));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.group().value("place")).isEqualTo("A-1"));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.end()).isEqualTo(row.start().plus(1, ChronoUnit.HOURS)));
    }

    @Test
    void rows_ofAllGroups_areTheirsOneGroupAfterTheOther() {
        List<Row> rows = levels().allowScan(ALL).rows().toList();

        Map<String, List<Row>> byPlace = byPlace(rows);
        assertThat(byPlace.keySet()).isEqualTo(places(""));
        byPlace.forEach((place, series) -> compare(series, hours(place)));
        assertThat(rows.stream()
                        .map(row -> (String) row.group().value("place"))
                        .reduce(new ArrayList<String>(), ReadingContract::changed, (a, b) -> a))
                .doesNotHaveDuplicates();
    }

    @Test
    void rows_byPrefixAndByOneField_areThoseOfTheGroupsMeant() {
        assertThat(byPlace(levels().prefix("place", "B-").allowScan(ALL).rows().toList())
                        .keySet())
                .isEqualTo(places("B-"));
        List<Row> both = reader.rollup("both")
                .between(FROM, UNTIL)
                .where("kind", 7)
                .allowScan(ALL)
                .rows()
                .toList();
        assertThat(both.stream().mapToLong(row -> row.whole("n")).sum())
                .isEqualTo(between(FROM, UNTIL).filter(one -> one.kind() == 7).count());
        assertThat(both).allSatisfy(row -> assertThat(row.group().value("kind")).isEqualTo(7L));
    }

    @Test
    void every_daysOfAnotherZone_areMadeOfHoursAndHaveTheirOwnLength() {
        ZoneId chicago = ZoneId.of("America/Chicago");
        Instant from = LocalDate.parse("2026-03-01").atStartOfDay(chicago).toInstant();
        Instant until = LocalDate.parse("2026-03-20").atStartOfDay(chicago).toInstant();

        List<Row> rows = reader.rollup("levels")
                .every("1d", chicago)
                .between(from, until)
                .group("A-0")
                .rows()
                .toList();

        compare(rows, buckets("A-0", from, until, at -> at.atZone(chicago)
                .toLocalDate()
                .atStartOfDay(chicago)
                .toInstant()));
        assertThat(rows)
                .filteredOn(row -> row.start().equals(Instant.parse("2026-03-08T06:00:00Z")))
                .singleElement()
                .satisfies(row ->
                        assertThat(Duration.between(row.start(), row.end())).isEqualTo(Duration.ofHours(23)));
    }

    /** A month of Berlin begins in the month of UTC before it, so its rows lie in two partitions. */
    @Test
    void every_monthsOfSeveralGroups_areWhole() {
        List<Row> rows = reader.rollup("levels")
                .every("1mo")
                .between(FROM, UNTIL)
                .allowScan(ALL)
                .rows()
                .toList();

        byPlace(rows)
                .forEach((place, series) -> compare(
                        series, buckets(place, Instant.parse("2026-01-31T23:00:00Z"), UNTIL, at -> at.atZone(BERLIN)
                                .toLocalDate()
                                .withDayOfMonth(1)
                                .atStartOfDay(BERLIN)
                                .toInstant())));
        assertThat(byPlace(rows)).containsKey("A-0");
    }

    @Test
    void page_afterPage_areTheRowsOnce() {
        for (Selection selection : List.of(
                levels().allowScan(ALL),
                levels().group("A-2"),
                levels().every("1w").allowScan(ALL))) {
            List<String> paged = new ArrayList<>();
            Optional<String> next = Optional.of("");
            while (next.isPresent()) {
                Page page = selection.page(37, next.get());
                page.rows().forEach(row -> paged.add(row.toString()));
                assertThat(page.rows().size())
                        .isEqualTo(page.next().isPresent() ? 37 : page.rows().size());
                next = page.next();
            }
            assertThat(paged).isEqualTo(selection.rows().map(Row::toString).toList());
        }
    }

    @Test
    void page_ofAnotherSelection_isRefused() {
        String next = levels().allowScan(ALL).page(5, "").next().orElseThrow();

        assertThatThrownBy(() -> levels().prefix("place", "A").allowScan(ALL).page(5, next))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is not what a page of this selection gave");
        assertThatThrownBy(() -> levels().allowScan(ALL).page(5, "nonsense"))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void groups_withRowsInTheRange_comeOnce() {
        Instant from = Instant.parse("2026-02-28T20:00:00Z");
        Instant until = Instant.parse("2026-03-01T04:00:00Z");

        assertThat(reader.rollup("levels")
                        .between(from, until)
                        .allowScan(ALL)
                        .groups()
                        .map(group -> group.value("place")))
                .containsExactlyInAnyOrderElementsOf(
                        between(from, until).map(Sample::place).distinct().toList());
    }

    @Test
    void totals_ofGroups_areOfAllTheirEvents() {
        List<Row> totals = levels().allowScan(ALL).totals().toList();

        assertThat(byPlace(totals).keySet()).isEqualTo(places(""));
        totals.forEach(row -> compare(
                row,
                between(FROM, UNTIL)
                        .filter(one -> one.place().equals(row.group().value("place")))
                        .toList()));
    }

    @Test
    void top_byAnAnswerOrARatio_areTheGreatestInOrder() {
        for (String answer : List.of("sum", "average", "kinds", "dist_p95")) {
            List<Row> all = levels().allowScan(ALL)
                    .totals()
                    .sorted(Comparator.comparingDouble((Row row) -> row.number(answer))
                            .reversed()
                            .thenComparing(row -> (String) row.group().value("place")))
                    .toList();

            assertThat(levels().allowScan(ALL).top(7, answer))
                    .extracting(Row::group)
                    .isEqualTo(all.subList(0, 7).stream().map(Row::group).toList());
        }
        assertThat(levels().group("A-3").top(5, "n")).hasSize(1);
    }

    @Test
    void total_ofAllGroupsAndOfSome_isMergedFromStates() {
        compare(
                levels().allowScan(ALL).total().orElseThrow(),
                between(FROM, UNTIL).toList());
        compare(
                levels().prefix("place", "C").allowScan(ALL).total().orElseThrow(),
                between(FROM, UNTIL).filter(one -> one.place().startsWith("C")).toList());
        compare(
                levels().group("A-4").total().orElseThrow(),
                between(FROM, UNTIL).filter(one -> one.place().equals("A-4")).toList());
        assertThat(levels().group("nowhere").total()).isEmpty();
        assertThat(reader.rollup("everything")
                        .between(FROM, UNTIL)
                        .total()
                        .orElseThrow()
                        .whole("n"))
                .isEqualTo(between(FROM, UNTIL).count());
    }

    @Test
    void totalsByBucket_ofAllGroups_areADayEach() {
        compare(levels().every("1d").allowScan(ALL).totalsByBucket(), buckets(any -> true, FROM, UNTIL, at -> at.atZone(
                        BERLIN)
                .toLocalDate()
                .atStartOfDay(BERLIN)
                .toInstant()));
    }

    @Test
    void selection_nonsense_isRefusedWithWhatToDo() {
        refused(
                () -> reader.rollup("level"),
                "Cannot read \"level\": pipeline \"readings\" has no such rollup; did you mean \"levels\"?");
        refused(() -> levels().rows(), "they can only be found by going through all partitions of \"levels_1h\"");
        refused(() -> levels().allowScan(3).rows().forEach(row -> {}), "it has more than 3 partitions");
        refused(() -> levels().where("plac", "x"), "it has no such key; did you mean \"place\"?");
        refused(() -> reader.rollup("both").where("kind", "x"), "for kind=x: it is not a value of type int");
        refused(() -> reader.rollup("both").prefix("kind", "1"), "only text has a beginning");
        refused(() -> levels().group("a", "b"), "for a group of 2 values: it is by place");
        refused(() -> levels().every("90x"), "it is not a bucket length");
        refused(() -> levels().group("A-1").every("1m").rows(), "it is kept every 1h, 1d in zone Europe/Berlin");
        refused(
                () -> levels().group("A-1")
                        .every("1d", ZoneId.of("Asia/Kathmandu"))
                        .rows(),
                "no such bucket is made of whole ones of these");
        refused(() -> reader.rollup("levels").group("A-1").rows(), "without a range");
        refused(() -> reader.rollup("levels").group("A-1").between(UNTIL, FROM).rows(), "the range is empty");
        refused(
                () -> reader.rollup("levels")
                        .group("A-1")
                        .between(FROM.plusSeconds(60), UNTIL)
                        .total(),
                "that is within a bucket of 1h, which begins at 2026-02-25T23:00:00Z");
        refused(() -> levels().group("A-1").top(3, "means"), "it has no such answer; did you mean \"mean\"?");
        refused(() -> levels().group("A-1").top(3, "bars"), "it is of type frozen<list<bigint>>");
        Row row = levels().group("A-1").rows().findFirst().orElseThrow();
        refused(() -> row.value("totl"), "it has no such answer");
        refused(() -> row.group().value("plce"), "did you mean \"place\"?");
    }

    private static void refused(Runnable work, String why) {
        assertThatThrownBy(work::run)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(why);
    }

    private static ArrayList<String> changed(ArrayList<String> seen, String place) {
        if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(place)) {
            seen.add(place);
        }
        return seen;
    }

    private static Map<String, List<Row>> byPlace(Collection<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row.group().value("place"), TreeMap::new, Collectors.toList()));
    }

    private static Stream<Sample> between(Instant from, Instant until) {
        return SAMPLES.stream()
                .filter(one -> !one.at().isBefore(from) && one.at().isBefore(until));
    }

    private static Collection<String> places(String prefix) {
        return between(FROM, UNTIL)
                .map(Sample::place)
                .filter(place -> place.startsWith(prefix))
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static Map<Instant, List<Sample>> hours(String place) {
        return buckets(place, FROM, UNTIL, at -> at.atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant());
    }

    private static Map<Instant, List<Sample>> buckets(
            String place, Instant from, Instant until, Function<Instant, Instant> start) {
        return buckets(one -> one.place().equals(place), from, until, start);
    }

    private static Map<Instant, List<Sample>> buckets(
            java.util.function.Predicate<Sample> wanted,
            Instant from,
            Instant until,
            Function<Instant, Instant> start) {
        return between(from, until)
                .filter(wanted)
                .collect(Collectors.groupingBy(one -> start.apply(one.at()), TreeMap::new, Collectors.toList()));
    }

    private static void compare(List<Row> rows, Map<Instant, List<Sample>> expected) {
        assertThat(rows).extracting(Row::start).containsExactlyElementsOf(expected.keySet());
        rows.forEach(row -> compare(row, expected.get(row.start())));
    }

    private static void compare(Row row, List<Sample> events) {
        List<Long> levels = events.stream().map(Sample::level).sorted().toList();
        long sum = levels.stream().mapToLong(level -> level).sum();
        assertThat(row.value("n")).isEqualTo((long) events.size());
        assertThat(row.whole("sum")).isEqualTo(sum);
        assertThat(row.value("low")).isEqualTo(levels.get(0));
        assertThat(row.value("high")).isEqualTo(levels.get(levels.size() - 1));
        assertThat(row.number("mean")).isCloseTo((double) sum / events.size(), within(1e-9));
        assertThat(row.number("average")).isCloseTo((double) sum / events.size(), within(1e-9));
        assertThat(row.whole("kinds"))
                .isEqualTo(events.stream().map(Sample::kind).distinct().count());
        double median = levels.get((int) Math.ceil(0.5 * levels.size()) - 1);
        assertThat(row.number("dist_p50")).isCloseTo(median, within(Math.max(1e-9, 0.0101 * median)));
        assertThat(row.value("latest"))
                .isEqualTo(events.stream()
                        .max(Comparator.comparing(Sample::at).thenComparingInt(SAMPLES::indexOf))
                        .orElseThrow()
                        .level());
        assertThat(row.value("bars"))
                .isEqualTo(List.of(
                        levels.stream().filter(level -> level < 100).count(),
                        levels.stream()
                                .filter(level -> level >= 100 && level < 500)
                                .count(),
                        levels.stream().filter(level -> level >= 500).count()));
        assertThat(row.values().get("often").toString()).contains("count=" + mostOften(events));
    }

    private static long mostOften(List<Sample> events) {
        return events.stream().collect(Collectors.groupingBy(Sample::kind, Collectors.counting())).values().stream()
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
