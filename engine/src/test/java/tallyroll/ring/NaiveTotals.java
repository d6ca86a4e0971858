package tallyroll.ring;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What must stand in every row of {@link ShopPipeline}, worked out from the published sales with {@code java.time} and {@code
 * BigInteger} and nothing of ours.
 */
final class NaiveTotals {
    private NaiveTotals() {}

    /** A table: its name, where a sale's bucket begins, its group, and which sales it counts. */
    private record Table(
            String name, Function<Instant, Instant> bucket, Function<Sale, String> group, Predicate<Sale> counts) {}

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final List<Table> TABLES = List.of(
            shop("15m", NaiveTotals::quarterHour),
            shop("1h", at -> at.truncatedTo(ChronoUnit.HOURS)),
            shop("1d", at -> day(at, ZoneOffset.UTC).toInstant()),
            product("1d", at -> day(at, BERLIN).toInstant()),
            product("1mo", at -> day(at, BERLIN).withDayOfMonth(1).toInstant()));

    /** The rows that these sales make, each counted once, as {@link Ring#rows} shows them. */
    static Map<String, String> of(Collection<Sale> counted) {
        Map<String, List<Sale>> members = new TreeMap<>();
        for (Table table : TABLES) {
            counted.stream().filter(table.counts).forEach(sale -> members.computeIfAbsent(
                            table.name + " " + table.group.apply(sale) + " " + table.bucket.apply(sale.at()),
                            none -> new ArrayList<>())
                    .add(sale));
        }
        Map<String, String> rows = new TreeMap<>();
        members.forEach((key, sales) -> rows.put(key, row(key, sales)));
        return rows;
    }

    /** One sale of each id: the first published. */
    static Collection<Sale> firstOfEach(List<Sale> published) {
        Map<String, Sale> first = new LinkedHashMap<>();
        published.forEach(sale -> first.putIfAbsent(sale.id(), sale));
        return first.values();
    }

    /** One sale of each id: that of the highest revision, of equal ones the first published. */
    static Collection<Sale> lastOfEach(List<Sale> published) {
        Map<String, Sale> last = new LinkedHashMap<>();
        published.forEach(
                sale -> last.merge(sale.id(), sale, (held, next) -> next.revision() > held.revision() ? next : held));
        return last.values();
    }

    private static String row(String key, List<Sale> sales) {
        BigInteger cents =
                sales.stream().map(sale -> BigInteger.valueOf(sale.cents())).reduce(BigInteger.ZERO, BigInteger::add);
        if (key.startsWith("by_product")) {
            BigInteger dozens = sales.stream()
                    .map(sale -> BigInteger.valueOf(sale.cents() / 12))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            return "sales=%d cents=%s dozens=%s".formatted(sales.size(), cents, dozens);
        }
        long highest = sales.stream().mapToLong(Sale::cents).max().orElseThrow();
        return "sales=%d cents=%s highest=%d".formatted(sales.size(), cents, highest);
    }

    private static Table shop(String every, Function<Instant, Instant> bucket) {
        return new Table("by_shop_" + every, bucket, Sale::shop, sale -> true);
    }

    private static Table product(String every, Function<Instant, Instant> bucket) {
        return new Table("by_product_" + every, bucket, Sale::product, sale -> sale.cents() > 0);
    }

    private static Instant quarterHour(Instant at) {
        long minute = at.atOffset(ZoneOffset.UTC).getMinute();
        return at.truncatedTo(ChronoUnit.HOURS).plus(minute / 15 * 15, ChronoUnit.MINUTES);
    }

    private static ZonedDateTime day(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate().atStartOfDay(zone);
    }
}
