package tallyroll.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.flow.Horizon;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityPage;
import tallyroll.record.IdentityRun;
import tallyroll.record.SystemOfRecord;

/**
 * Compares new runs with all runs of the buckets that they reach, in one slice of hashes: the new ones are held, the others go by
 * page by page. Where a few identities are asked for, only the pages are read that may hold them.
 *
 * <p>A page that is missing or damaged is made of the record instead, so the index can make a search dear but never wrong.
 *
 * @param keys the new runs, some {@value #MAX_KEYS} identities in the slice
 * @param others the runs that may have identities in common with them, new ones too, ascending
 * @param slice of 2^{@code sliceBits}
 */
record Lookup(Horizon horizon, List<IdentityRun> keys, List<Other> others, int sliceBits, int slice)
        implements SearchTask<long[]> {
    /** 16 MB, and as much of pages in hand. */
    static final int MAX_KEYS = 1 << 21;
    /** Where fewer are asked for, pages are read one by one. */
    private static final int FEW_KEYS = 64;

    /** A run to compare with; one that is new is compared with others itself, so each pair is met once. */
    record Other(IdentityRun run, boolean isNew) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A key run's values in the slice. */
    private record Key(IdentityRun run, IdentityPage page) {
        boolean meets(Horizon horizon, Other other) {
            return horizon.reaches(run.bucket(), other.run().bucket())
                    && (!other.isNew() || run.compareTo(other.run()) < 0);
        }
    }

    @Override
    public long[] run(SystemOfRecord record) {
        return new Comparing(record).run();
    }

    private final class Comparing {
        private final SystemOfRecord record;
        private final IdentityIndex index;
        private final Hits.Writer hits = new Hits.Writer();
        private final List<Key> held = new ArrayList<>();

        Comparing(SystemOfRecord record) {
            this.record = record;
            index = record.index();
        }

        long[] run() {
            hold();
            Map<IdentityRun, Other> byRun = new HashMap<>();
            others.forEach(other -> byRun.put(other.run(), other));
            visitWholes(byRun.keySet(), (run, page) -> compare(byRun.get(run), page));
            for (Other other : others) {
                if (!other.run().whole()) {
                    visit(other.run(), wanted(other), page -> compare(other, page));
                }
            }
            return hits.written();
        }

        private void hold() {
            visitWholes(keys, (run, page) -> hold(run, List.of(page)));
            for (IdentityRun run : keys) {
                if (!run.whole()) {
                    List<IdentityPage> pages = new ArrayList<>();
                    visit(run, List.of(range(run)), pages::add);
                    hold(run, pages);
                }
            }
        }

        private void hold(IdentityRun run, List<IdentityPage> pages) {
            int bits = pages.stream().mapToInt(IdentityPage::bits).min().orElse(IdentityPage.MAX_BITS);
            LongList values = new LongList();
            for (IdentityPage page : pages) {
                for (long value : page.values()) {
                    if (IdentityPage.number(value, sliceBits) == slice) {
                        values.add(value);
                    }
                }
            }
            Key key = new Key(run, new IdentityPage(bits, values.toArray()));
            within(key);
            held.add(key);
        }

        private void within(Key key) {
            long[] values = key.page.values();
            for (int i = 1; i < values.length; i++) {
                long value = IdentityPage.cut(values[i], key.page.bits());
                boolean again = value == IdentityPage.cut(values[i - 1], key.page.bits());
                if (again && (i == 1 || value != IdentityPage.cut(values[i - 2], key.page.bits()))) {
                    hits.hit(key.run.bucket(), key.run.bucket(), value, key.page.bits());
                }
            }
        }

        private void compare(Other other, IdentityPage page) {
            for (Key key : held) {
                if (key.meets(horizon, other)) {
                    int bits = Math.min(key.page.bits(), page.bits());
                    Hits.common(
                            key.page.values(),
                            page.values(),
                            bits,
                            value -> hits.hit(key.run.bucket(), other.run().bucket(), value, bits));
                }
            }
        }

        /** The pages of a run that may hold a value of the keys that it meets. */
        private List<Range> wanted(Other other) {
            List<Key> meeting =
                    held.stream().filter(key -> key.meets(horizon, other)).toList();
            long count =
                    meeting.stream().mapToLong(key -> key.page.values().length).sum();
            if (count > FEW_KEYS) {
                return List.of(range(other.run()));
            }
            TreeSet<Integer> numbers = new TreeSet<>();
            for (Key key : meeting) {
                for (long value : key.page.values()) {
                    numbers.add(IdentityPage.number(value, other.run().pageBits()));
                }
            }
            return numbers.stream().map(number -> new Range(number, number + 1)).toList();
        }

        /** The pages of a run that the slice overlaps. */
        private Range range(IdentityRun run) {
            int finer = run.pageBits() - sliceBits;
            return finer >= 0
                    ? new Range(slice << finer, (slice + 1) << finer)
                    : new Range(slice >> -finer, (slice >> -finer) + 1);
        }

        private void visit(IdentityRun run, List<Range> ranges, Consumer<IdentityPage> visitor) {
            for (Range range : ranges) {
                int next = range.first;
                Iterator<IdentityIndex.Page> pages = index.pages(run, range.first, range.until);
                while (pages.hasNext()) {
                    IdentityIndex.Page page = pages.next();
                    Optional<IdentityPage> whole = decoded(page);
                    if (whole.isPresent()) {
                        recorded(run, new Range(next, page.number())).ifPresent(visitor);
                        visitor.accept(whole.get());
                        next = page.number() + 1;
                    }
                }
                recorded(run, new Range(next, range.until)).ifPresent(visitor);
            }
        }

        private void visitWholes(Collection<IdentityRun> runs, BiConsumer<IdentityRun, IdentityPage> visitor) {
            TreeSet<IdentityRun> missing = new TreeSet<>();
            runs.stream().filter(IdentityRun::whole).forEach(missing::add);
            if (missing.isEmpty()) {
                return;
            }
            Iterator<IdentityIndex.Page> pages =
                    index.wholes(missing.first().bucket(), missing.last().bucket() + 1);
            while (pages.hasNext()) {
                IdentityIndex.Page page = pages.next();
                if (missing.contains(page.run())) {
                    decoded(page).ifPresent(whole -> {
                        missing.remove(page.run());
                        visitor.accept(page.run(), whole);
                    });
                }
            }
            missing.forEach(run -> recorded(run, new Range(0, 1)).ifPresent(page -> visitor.accept(run, page)));
        }

        private Optional<IdentityPage> decoded(IdentityIndex.Page page) {
            try {
                return Optional.of(IdentityPage.decode(page.bytes()));
            } catch (MalformedBytesException damaged) {
                return Optional.empty(); // as if it were missing
            }
        }

        /** What pages would hold that are missing or damaged. */
        private Optional<IdentityPage> recorded(IdentityRun run, Range range) {
            if (range.first >= range.until) {
                return Optional.empty();
            }
            LongList values = new LongList();
            record.identities(run.bucket(), run.batches()).forEachRemaining(halves -> {
                for (long half : halves) {
                    long value = IdentityPage.value(half);
                    if (range.contains(IdentityPage.number(value, run.pageBits()))) {
                        values.add(value);
                    }
                }
            });
            values.sorted();
            return Optional.of(new IdentityPage(Long.SIZE, values.toArray()));
        }
    }

    /** Pages of a run: {@code [first, until)}. */
    private record Range(int first, int until) {
        boolean contains(int number) {
            return first <= number && number < until;
        }
    }
}
