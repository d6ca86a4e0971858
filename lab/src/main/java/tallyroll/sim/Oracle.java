package tallyroll.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;

/**
 * Knows what must stand in every summary row after each committed batch, from the generated events and the committed claims
 * alone.
 *
 * <p>A batch of new events adds, per range, the first event of each identity in it. A settled bucket holds exactly one event of
 * each identity ever recorded: the first in the order of batches, ranges and offsets, or the one of the highest revision, unless that
 * is a deletion; of an identity that was voided none. A coarser row is the sum of the finest rows under it.
 */
final class Oracle {
    private final Reading reading;
    private final boolean last;
    private final List<Recorded> recorded = new ArrayList<>();
    /** What the record has lost, until a repair accepts it. */
    private final List<Recorded> lost = new ArrayList<>();

    /** Hours of which some rows may hold more or less than they should until they are settled. */
    private final Set<Long> unsure = new HashSet<>();

    private final Map<Long, Set<Place>> places = new HashMap<>();
    private final Map<Spot, List<BigDecimal>> finest = new HashMap<>();
    private final Map<Long, Long> lastBatch = new TreeMap<>();
    private final Map<Long, Long> settledBatch = new TreeMap<>();
    private long read;
    private long recordedInAll;
    private long duplicates;
    private long deadLetters;

    Oracle(Reading reading, boolean last) {
        this.reading = reading;
        this.last = last;
    }

    /** What a batch was given at a place of the source. */
    interface Reading {
        Sent sent(long batch, Place place);
    }

    /** An event that a batch has recorded. */
    record Recorded(Fact fact, long batch, Place place) {}

    /** Some of the events that settled an hour, of identities that were recorded once: what a store may lose. */
    List<Recorded> losable(long hour) {
        Map<String, Integer> copies = new HashMap<>();
        recorded.forEach(each -> copies.merge(each.fact().identity(), 1, Integer::sum));
        return recorded.stream()
                .filter(each -> Grid.hour(each.fact().at()) == hour)
                .filter(each -> each.batch() < settledBatch.getOrDefault(hour, 0L))
                .filter(each -> copies.get(each.fact().identity()) == 1)
                .toList();
    }

    /** The record has lost an event: its hour, and what is recounted with it, stays as it is until a repair. */
    void lost(Recorded event) {
        recorded.remove(event);
        lost.add(event);
    }

    /**
     * A batch was committed.
     *
     * @param acceptedFrom what happened before was forgotten before the claim, µs
     * @param missed events that it says it could not read
     */
    void committed(Claim claim, long acceptedFrom, Set<Place> missed) {
        if (claim instanceof IngestClaim ingest) {
            places.put(claim.batch(), new HashSet<>());
            ingest.ranges().forEach(range -> ingested(claim.batch(), range, acceptedFrom, missed));
        } else if (claim instanceof ForgetClaim forget) {
            lastBatch.keySet().removeAll(forget.whole());
            settledBatch.keySet().removeAll(forget.whole());
        } else if (claim instanceof SettleClaim settle) {
            settle.proven().forEach(one -> settledBatch.put(one.bucket(), claim.batch()));
            settle.proven().forEach(one -> unsure.remove(one.bucket()));
            Set<Long> hours = new HashSet<>(settle.buckets());
            if (settle.cause() == Claim.Cause.REPAIR) {
                lost.removeIf(event -> hours.contains(Grid.hour(event.fact().at())));
            } else {
                hours.removeIf(this::leftOut);
            }
            settled(claim.batch(), hours);
        }
    }

    /**
     * Somebody has closed a batch: what it has recorded counts once it is settled.
     *
     * @param standing that, in the order of the record
     * @param given all that its tasks have read
     */
    void closed(Claim claim, List<Map.Entry<Place, Fact>> standing, List<Sent> given) {
        Set<Place> of = new HashSet<>();
        for (Map.Entry<Place, Fact> one : standing) {
            Fact fact = one.getValue();
            of.add(one.getKey());
            recorded.add(new Recorded(fact, claim.batch(), one.getKey()));
            lastBatch.put(Grid.hour(fact.at()), claim.batch());
        }
        places.put(claim.batch(), of);
        unsure(given);
    }

    /** What was read at first and then not: its rows may be there until their hours are settled. */
    void unsure(List<Sent> given) {
        given.stream()
                .flatMap(sent -> sent.parts().stream())
                .filter(part -> part.fact() != null)
                .forEach(part -> unsure.add(Grid.hour(part.fact().at())));
    }

    /** Whether it is not known what a row holds. */
    boolean unsure(Spot spot) {
        return !unsure.isEmpty()
                && Grid.ALL.stream().anyMatch(grid -> unsure.stream().anyMatch(hour -> grid.reaches(spot, hour)));
    }

    /**
     * Of some record buckets those whose finest rows are not what they must be once they are settled by proof: as recorded, with or
     * without what was lost, since that was counted and the record may have lost it after the search that proves them.
     */
    List<Spot> unsettled(Set<Long> hours) {
        Map<Spot, List<BigDecimal>> exact = exactFinest();
        List<Recorded> unlost = new ArrayList<>(lost);
        unlost.addAll(recorded);
        Map<Spot, List<BigDecimal>> before = finest(winners(unlost));
        Set<Spot> all = new HashSet<>(exact.keySet());
        all.addAll(finest.keySet());
        return all.stream()
                .filter(spot -> Grid.ALL.stream().anyMatch(grid -> within(grid, spot, hours, Set.of())))
                .filter(spot -> !Objects.equals(exact.get(spot), finest.get(spot))
                        && !Objects.equals(before.get(spot), finest.get(spot)))
                .toList();
    }

    /** Of some record buckets those that hold what was not settled yet. */
    List<Long> dirty(Predicate<Long> buckets) {
        return lastBatch.keySet().stream()
                .filter(buckets)
                .filter(bucket -> lastBatch.get(bucket) > settledBatch.getOrDefault(bucket, 0L))
                .toList();
    }

    /** Hours within a time that held events when so many batches were committed, and that no later one has settled. */
    List<Long> notSettledSince(long batch, long from, long until) {
        return lastBatch.keySet().stream()
                .filter(hour -> hour >= from && hour < until)
                .filter(hour -> recorded.stream()
                        .anyMatch(event ->
                                event.batch() <= batch && Grid.hour(event.fact().at()) == hour))
                .filter(hour -> settledBatch.getOrDefault(hour, 0L) <= batch)
                .toList();
    }

    /** Whether recounting an hour would read one that has lost events: itself, or one of a longer bucket around it. */
    private boolean leftOut(long hour) {
        Set<Long> lossy =
                lost.stream().map(event -> Grid.hour(event.fact().at())).collect(Collectors.toSet());
        return lossy.contains(hour)
                || Grid.ALL.stream().filter(Oracle::longDays).anyMatch(grid -> lossy.stream()
                        .anyMatch(other -> floor(grid, other) == floor(grid, hour)));
    }

    private static long floor(Grid grid, long hour) {
        return grid.grains().get(0).floor().applyAsLong(hour);
    }

    private void ingested(long batch, Claim.Range range, long acceptedFrom, Set<Place> missed) {
        Set<String> seen = new HashSet<>();
        for (long offset = range.from(); offset < range.until(); offset++) {
            Place place = Place.of(range, offset);
            Sent sent = reading.sent(batch, place);
            for (int i = 0; i < sent.parts().size(); i++) {
                Place event = place.at(sent.element(i));
                if (!missed.contains(event)) {
                    ingested(new Recorded(sent.parts().get(i).fact(), batch, event), acceptedFrom, seen);
                }
            }
        }
    }

    /** @param seen identities that the range has had */
    private void ingested(Recorded event, long acceptedFrom, Set<String> seen) {
        Fact fact = event.fact();
        read++;
        if (fact == null || fact.at() < acceptedFrom) {
            boolean nothingLeft = fact != null && fact.voids();
            duplicates += nothingLeft ? 1 : 0;
            deadLetters += nothingLeft ? 0 : 1;
            return;
        }
        if (fact.voids()) {
            record(event);
            return;
        }
        boolean first = !fact.gone() && seen.add(fact.identity());
        if (!first && !last) {
            duplicates++;
            return;
        }
        record(event);
        if (first) {
            Grid.ALL.forEach(grid -> add(grid, fact, finest));
        }
    }

    private void record(Recorded event) {
        recorded.add(event);
        recordedInAll++;
        places.get(event.batch()).add(event.place());
        lastBatch.put(Grid.hour(event.fact().at()), event.batch());
    }

    private void settled(long batch, Set<Long> hours) {
        hours.forEach(hour -> settledBatch.put(hour, batch));
        unsure.removeAll(hours);
        Map<Spot, List<BigDecimal>> exact = exactFinest();
        for (Grid grid : Grid.ALL) {
            Set<Long> whole = new HashSet<>();
            hours.forEach(hour -> whole.add(floor(grid, hour)));
            finest.keySet().removeIf(spot -> within(grid, spot, hours, whole));
            exact.forEach((spot, row) -> {
                if (within(grid, spot, hours, whole)) {
                    finest.put(spot, row);
                }
            });
        }
    }

    private static boolean within(Grid grid, Spot spot, Set<Long> hours, Set<Long> whole) {
        return spot.table().equals(grid.table(0))
                && (whole.contains(spot.bucket()) || (!longDays(grid) && hours.contains(Grid.hour(spot.bucket()))));
    }

    private static boolean longDays(Grid grid) {
        return grid.grains().get(0).table().endsWith("_1d");
    }

    /** Every row that must stand now, of all tables. */
    Map<Spot, List<BigDecimal>> rows() {
        return withCoarser(finest);
    }

    /** Every row that must stand once all buckets are settled. */
    Map<Spot, List<BigDecimal>> exact() {
        return withCoarser(exactFinest());
    }

    /** Which events a batch has recorded. */
    Set<Place> recorded(long batch) {
        return places.getOrDefault(batch, Set.of());
    }

    Books books() {
        return new Books(read, recordedInAll, 0, duplicates, deadLetters);
    }

    /** Per record bucket, {@code last/settled} as the marks must say. */
    Map<Long, String> marks() {
        Map<Long, String> marks = new TreeMap<>();
        Set<Long> buckets = new HashSet<>(lastBatch.keySet());
        buckets.addAll(settledBatch.keySet());
        buckets.forEach(bucket ->
                marks.put(bucket, lastBatch.getOrDefault(bucket, 0L) + "/" + settledBatch.getOrDefault(bucket, 0L)));
        return marks;
    }

    /** The last batch that recorded an event in a record bucket. */
    long lastBatch(long bucket) {
        return lastBatch.getOrDefault(bucket, 0L);
    }

    /** Identities that count in a record bucket. */
    long distinct(long hour) {
        return winners(recorded).stream()
                .filter(fact -> Grid.hour(fact.at()) == hour)
                .count();
    }

    /**
     * The events that count: of each identity the best one in its hour, unless an hour within the horizon has a better one; and where the
     * best one is a deletion, none.
     */
    private List<Fact> winners(List<Recorded> events) {
        Map<String, List<Fact>> copies = new HashMap<>();
        events.forEach(each -> copies.computeIfAbsent(each.fact().identity(), none -> new ArrayList<>())
                .add(each.fact()));
        List<Fact> winners = new ArrayList<>();
        for (List<Fact> same : copies.values()) {
            for (int i = 0; i < same.size(); i++) {
                boolean beaten = false;
                for (int other = 0; other < same.size(); other++) {
                    beaten |= near(same.get(i), same.get(other)) && better(same, other, i);
                }
                if (!beaten && !same.get(i).gone()) {
                    winners.add(same.get(i));
                }
            }
        }
        return winners;
    }

    /** Whether one of some facts, in the order in which they were recorded, is better than another. */
    private boolean better(List<Fact> same, int one, int other) {
        Fact left = same.get(one);
        Fact right = same.get(other);
        if (left.voids() != right.voids()) {
            return left.voids();
        }
        int order = last ? Integer.compare(left.revision(), right.revision()) : 0;
        if (order == 0) {
            order = Boolean.compare(left.gone(), right.gone());
        }
        return order > 0 || (order == 0 && one < other);
    }

    private static boolean near(Fact one, Fact other) {
        return Math.abs(Grid.hour(one.at()) - Grid.hour(other.at())) <= WorldPipeline.HORIZON_HOURS * 3_600_000_000L;
    }

    private Map<Spot, List<BigDecimal>> exactFinest() {
        return finest(winners(recorded));
    }

    private static Map<Spot, List<BigDecimal>> finest(List<Fact> counted) {
        Map<Spot, List<BigDecimal>> exact = new HashMap<>();
        counted.forEach(fact -> Grid.ALL.forEach(grid -> add(grid, fact, exact)));
        return exact;
    }

    private static void add(Grid grid, Fact fact, Map<Spot, List<BigDecimal>> rows) {
        if (grid.counts().test(fact)) {
            rows.merge(grid.spot(0, fact), grid.row(fact), grid::both);
        }
    }

    private static Map<Spot, List<BigDecimal>> withCoarser(Map<Spot, List<BigDecimal>> finest) {
        Map<Spot, List<BigDecimal>> rows = new HashMap<>(finest);
        for (Grid grid : Grid.ALL) {
            finest.forEach((spot, row) -> {
                for (int grain = 1;
                        spot.table().equals(grid.table(0))
                                && grain < grid.grains().size();
                        grain++) {
                    rows.merge(grid.coarser(grain, spot), row, grid::both);
                }
            });
        }
        return rows;
    }
}
