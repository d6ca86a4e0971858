package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Expressions;
import tallyroll.pipeline.CheckedDefinition;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.RollupTable;

/** Rollups as people ask for them, over random sales that come late and twice: each row is held against the sales themselves. */
class AskedRollupsTest {
    private static final String YAML = """
            pipeline: sales
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: at}
              fields:
                id: string
                at: timestamp
                shop: {type: string, missing: skip-rollup}
                till: {type: int, missing: skip-rollup}
                pieces: int
                price: int
            strategy: idempotent-direct
            record: {bucket: 1h}
            grace: 0s
            rollups:
              by_shop: {by: [shop], every: [1h, 1d], measures: {sales: count, sold: sum(pieces)}}
              by_till: {by: [shop, till], every: [1h], measures: {sales: count, sold: sum(pieces)}}
              by_pieces: {by: [pieces], every: [1d], measures: {sales: count, sold: sum(pieces)}}
              in_total: {by: [], every: [1h, 1d], measures: {sales: count, sold: sum(pieces)}}
              by_calendar:
                by: []
                every: [1d, 1w, 1mo, 1q, 1y]
                measures: {sales: count, sold: sum(pieces)}
              money:
                by: [pieces]
                every: [1h, 1d]
                measures:
                  dear: count where price >= 10
                  revenue: sum(pieces * price)
                  dear_revenue: sum(pieces * price) where price >= 10
                  share: dear / revenue
            """;

    private final Random random = new Random(20_260_327);
    /** How far back sales go; not at all: ten hours forward. */
    private int hours;

    private final List<Sale> sales = new ArrayList<>();
    private final Pipeline pipeline = CheckedDefinition.parse(YAML, CheckedDefinition.Longs.class);
    private final MemoryPipeline memory = new MemoryPipeline(pipeline, Computed::new);

    /** @param shop null where the message says nothing; @param till the same */
    private record Sale(int id, Instant at, String shop, Integer till, int pieces, Integer price) {
        String message() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", quoted(Integer.toString(id)));
            fields.put("at", quoted(at.toString()));
            fields.put("shop", shop == null ? null : quoted(shop));
            fields.put("till", till);
            fields.put("pieces", pieces);
            fields.put("price", price);
            return fields.entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private static String quoted(String text) {
            return '"' + text + '"';
        }
    }

    /** What Spark would make of the two expressions. */
    private static final class Computed implements Expressions.Bound {
        @Override
        public void derive(Event event) {
            EventSchema fields = event.schema();
            int price = fields.slot("price");
            if (!event.isNull(price)) {
                long pieces = event.longAt(fields.slot("pieces"));
                event.putLong(fields.slot("pieces * price"), pieces * event.longAt(price));
                event.putLong(fields.slot("price >= 10"), event.longAt(price) >= 10 ? 1 : 0);
            }
        }

        @Override
        public void select(Event event) {
            // no rollup has a condition
        }
    }

    @Test
    void rows_ofRollupsWithAndWithoutGroup_holdTheSalesWhoseGroupIsKnown() {
        for (int batch = 0; batch < 4; batch++) {
            ingest(60);
        }
        assertRows();

        memory.settle();
        assertRows();
        ingest(20);
        memory.settle();
        assertRows();
        assertThat(memory.compare(-24, 48).drifted()).isZero();
        assertThat(sales).anyMatch(sale -> sale.shop() == null).anyMatch(sale -> sale.till() == null);
    }

    @Test
    void rows_ofWeeksMonthsQuartersAndYears_areMadeOfDays() {
        hours = 400 * 24;
        for (int batch = 0; batch < 3; batch++) {
            ingest(40);
        }
        assertCalendar();

        memory.settle();
        assertCalendar();
        ingest(10);
        memory.settle();
        assertCalendar();
        assertThat(memory.compare(-500 * 24, 24).drifted()).isZero();
        assertThat(answers("by_calendar", 4)).hasSizeGreaterThan(1);
    }

    private void assertCalendar() {
        List<UnaryOperator<LocalDate>> firstDays = List.of(
                day -> day,
                day -> day.minusDays(day.getDayOfWeek().getValue() - 1),
                day -> day.withDayOfMonth(1),
                day -> LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1),
                day -> LocalDate.of(day.getYear(), 1, 1));
        for (int granularity = 0; granularity < firstDays.size(); granularity++) {
            UnaryOperator<LocalDate> firstDay = firstDays.get(granularity);
            assertThat(answers("by_calendar", granularity))
                    .isEqualTo(counted(sale -> List.of(), at -> firstDay.apply(LocalDate.ofInstant(at, ZoneOffset.UTC))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()));
        }
    }

    private void assertRows() {
        assertThat(answers("by_shop", 0)).isEqualTo(counted(sale -> Arrays.asList(sale.shop()), ChronoUnit.HOURS));
        assertThat(answers("by_shop", 1)).isEqualTo(counted(sale -> Arrays.asList(sale.shop()), ChronoUnit.DAYS));
        assertThat(answers("by_till", 0))
                .isEqualTo(counted(sale -> Arrays.asList(sale.shop(), sale.till()), ChronoUnit.HOURS));
        assertThat(answers("by_pieces", 0)).isEqualTo(counted(sale -> Arrays.asList(sale.pieces()), ChronoUnit.DAYS));
        assertThat(answers("in_total", 0)).isEqualTo(counted(sale -> List.of(), ChronoUnit.HOURS));
        assertThat(answers("in_total", 1)).isEqualTo(counted(sale -> List.of(), ChronoUnit.DAYS));
        assertThat(answers("money", 0)).isEqualTo(money(ChronoUnit.HOURS));
        assertThat(answers("money", 1)).isEqualTo(money(ChronoUnit.DAYS));
    }

    private Map<String, List<Object>> answers(String rollup, int granularity) {
        return memory.answers(RollupTable.all(
                        pipeline,
                        pipeline.rollups().stream()
                                .filter(one -> one.name().equals(rollup))
                                .findFirst()
                                .orElseThrow())
                .get(granularity));
    }

    /** Sales and pieces by group and bucket, of sales whose whole group is known. */
    private Map<String, List<Object>> counted(Function<Sale, List<Object>> group, ChronoUnit bucket) {
        return counted(group, at -> at.truncatedTo(bucket));
    }

    private Map<String, List<Object>> counted(Function<Sale, List<Object>> group, UnaryOperator<Instant> bucket) {
        Map<String, List<Object>> rows = new TreeMap<>();
        for (Sale sale : sales) {
            List<Object> key = group.apply(sale);
            if (key.stream().noneMatch(Objects::isNull)) {
                rows.merge(
                        key + " " + bucket.apply(sale.at()),
                        List.of(1L, (long) sale.pieces()),
                        (held, more) -> List.of(
                                (long) held.get(0) + (long) more.get(0), (long) held.get(1) + (long) more.get(1)));
            }
        }
        return rows;
    }

    /** How many of a group were dear, what all brought in and what the dear ones did, which is null where none has a price. */
    private Map<String, List<Object>> money(ChronoUnit bucket) {
        Map<String, List<Sale>> groups = new TreeMap<>();
        for (Sale sale : sales) {
            groups.computeIfAbsent(
                            List.of(sale.pieces()) + " " + sale.at().truncatedTo(bucket), key -> new ArrayList<>())
                    .add(sale);
        }
        Map<String, List<Object>> rows = new TreeMap<>();
        groups.forEach((group, sold) -> {
            List<Sale> priced =
                    sold.stream().filter(sale -> sale.price() != null).toList();
            List<Sale> dear = priced.stream().filter(sale -> sale.price() >= 10).toList();
            rows.put(group, Arrays.asList((long) dear.size(), revenue(priced), revenue(dear)));
        });
        return rows;
    }

    private static Object revenue(List<Sale> sales) {
        return sales.stream()
                .map(sale -> BigInteger.valueOf((long) sale.pieces() * sale.price()))
                .reduce(BigInteger::add)
                .orElse(null);
    }

    /** A batch of new sales. */
    private void ingest(int count) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sale sale = new Sale(
                    sales.size(),
                    MemoryPipeline.TEN.plus(
                            Duration.ofMinutes(hours == 0 ? random.nextInt(10 * 60) : -random.nextInt(60 * hours))),
                    random.nextInt(4) == 0 ? null : "shop " + random.nextInt(3),
                    random.nextInt(4) == 0 ? null : random.nextInt(2),
                    random.nextInt(5),
                    random.nextInt(4) == 0 ? null : random.nextInt(20));
            sales.add(sale);
            messages.add(sale.message());
        }
        memory.ingestMessages(messages);
    }
}
