package tallyroll.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/** The oracle's own idea of a rollup, in the plainest arithmetic there is. */
record Grid(List<Grain> grains, Function<Fact, String> group, Predicate<Fact> counts, boolean money) {
    static final long HOUR = 3_600_000_000L;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** A bucket length: its table and where the bucket of an instant begins. */
    record Grain(String table, LongUnaryOperator floor) {}

    static final List<Grid> ALL = List.of(
            new Grid(
                    List.of(
                            new Grain("by_place_15m", at -> at - Math.floorMod(at, HOUR / 4)),
                            new Grain("by_place_1h", Grid::hour),
                            new Grain("by_place_1d", at -> day(at, ZoneOffset.UTC, false))),
                    Fact::place,
                    fact -> true,
                    true),
            new Grid(
                    List.of(
                            new Grain("by_kind_1d", at -> day(at, BERLIN, false)),
                            new Grain("by_kind_1mo", at -> day(at, BERLIN, true))),
                    Fact::kind,
                    fact -> fact.amount() > 0,
                    false));

    static long hour(long at) {
        return at - Math.floorMod(at, HOUR);
    }

    Spot spot(int grain, Fact fact) {
        return new Spot(table(grain), group.apply(fact), grains.get(grain).floor.applyAsLong(fact.at()));
    }

    Spot coarser(int grain, Spot finest) {
        return new Spot(table(grain), finest.group(), grains.get(grain).floor.applyAsLong(finest.bucket()));
    }

    String table(int grain) {
        return grains.get(grain).table;
    }

    /** Whether an hour lies in the bucket of a row of this grid, or the bucket in the hour. */
    boolean reaches(Spot spot, long hour) {
        return grains.stream()
                .filter(grain -> grain.table.equals(spot.table()))
                .anyMatch(grain -> grain.floor.applyAsLong(hour) == spot.bucket() || hour(spot.bucket()) == hour);
    }

    /** The columns of a row over one event. */
    List<BigDecimal> row(Fact fact) {
        BigDecimal amount = BigDecimal.valueOf(fact.amount());
        return money
                ? List.of(BigDecimal.ONE, amount, fact.price(), amount, amount)
                : List.of(BigDecimal.ONE, BigDecimal.valueOf(fact.quantity()));
    }

    /** The columns of a row over the events of two: counts and sums, then the least, then the greatest. */
    List<BigDecimal> both(List<BigDecimal> left, List<BigDecimal> right) {
        List<BigDecimal> row = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            row.add(
                    switch (i) {
                        case 3 -> left.get(i).min(right.get(i));
                        case 4 -> left.get(i).max(right.get(i));
                        default -> left.get(i).add(right.get(i));
                    });
        }
        return row;
    }

    private static long day(long at, ZoneId zone, boolean month) {
        LocalDate date = Instant.EPOCH.plus(at, ChronoUnit.MICROS).atZone(zone).toLocalDate();
        LocalDate first = month ? date.withDayOfMonth(1) : date;
        return first.atStartOfDay(zone).toEpochSecond() * 1_000_000L;
    }
}
