package tallyroll.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import tallyroll.flow.CopiesFound;
import tallyroll.flow.Horizon;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.IdentityRange;
import tallyroll.flow.Occurrence;
import tallyroll.flow.Repeat;
import tallyroll.flow.TaskPlan;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityIndex.Finding;
import tallyroll.record.IdentityRun;
import tallyroll.record.SystemOfRecord;
import tallyroll.search.Confirmation.Confirmed;

/**
 * Finds the identities of some buckets that were recorded more than once, there or in a bucket that they reach (rule R1), with the
 * help of the {@link IdentityIndex}:
 *
 * <ol>
 *   <li>What was recorded in these buckets and in those that they reach since their last run is made a run. The identities
 *       themselves, at 8 bytes an event, are read for this and for nothing else.
 *   <li>Runs of these buckets that no search for them has covered yet are compared with all runs within the horizon, at some 3 bytes
 *       an event of those. What was compared before is not compared again.
 *   <li>Where two runs have a value in common, the buckets' identities are read, to tell a copy from chance.
 *   <li>What was found is kept with each bucket concerned, and given out with what earlier searches found.
 * </ol>
 *
 * <p>Why that is enough. Of two events of one identity, in buckets that reach each other, the search for the bucket of the one
 * recorded later finds both: when it covers that event it looks into the other bucket, whose events up to the same batch are indexed
 * by then. A bucket of which an event was recorded earlier does not learn of the copy before. By {@code first} the earlier event
 * counts all the same; by {@code last} every bucket that was touched is searched (see {@link tallyroll.batch.IdentitySearch}).
 *
 * <p>Rejected: comparing by the identities themselves costs 8 bytes for each event within the horizon whenever one is added; fuse
 * filters cannot be put together from smaller ones and name no partner; one sorted run over many buckets cannot forget one.
 */
public final class IndexedSearch {
    private final TaskPlan plan;
    private final SystemOfRecord record;
    private final SearchTasks tasks;

    /** Runs the parts of a search, wherever, and gives their results in order. */
    public interface SearchTasks {
        <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks);
    }

    /**
     * What is asked.
     *
     * @param buckets to search for
     * @param lastBatches by bucket, the last batch that recorded something in it: of {@code buckets} and all that they reach
     * @param through the last batch to cover; all up to it are committed
     * @param fromRecord those of {@code buckets} of which nothing that is known counts, as for a repair or an audit
     * @param writeTimestamp µs, claimed already
     */
    public record Question(
            Set<Long> buckets,
            NavigableMap<Long, Long> lastBatches,
            long through,
            Set<Long> fromRecord,
            long writeTimestamp) {}

    public IndexedSearch(TaskPlan plan, SystemOfRecord record, SearchTasks tasks) {
        this.plan = plan;
        this.record = record;
        this.tasks = tasks;
    }

    public IdentityFindings find(Question question) {
        CopiesFound found = new CopiesFound(question.buckets());
        if (!question.buckets().isEmpty()) {
            new Search(question).run(found);
        }
        return new IdentityFindings(found.copies(), occurrences(found.candidates(), question.through()));
    }

    private List<Occurrence> occurrences(Map<Long, long[]> candidates, long through) {
        List<OccurrenceSearch> searches = new ArrayList<>();
        candidates.forEach((bucket, halves) -> searches.add(new OccurrenceSearch(plan, bucket, halves, through + 1)));
        return tasks.search(searches).stream().flatMap(List::stream).toList();
    }

    private final class Search {
        private final Question question;
        private final IdentityIndex index = record.index();
        private final Horizon horizon = plan.horizon();
        private final Findings findings;
        private Chains chains;

        Search(Question question) {
            this.question = question;
            findings = new Findings(read(new TreeSet<>(question.buckets()), index::findings), horizon.withinMicros());
            question.fromRecord().forEach(findings::disregard);
            chains = listed();
        }

        void run(CopiesFound found) {
            makeRuns();
            Hits hits = new Hits();
            tasks.search(lookups()).forEach(hits::add);
            List<Confirmed> confirmed = tasks.search(hits.confirmations(question.through()));
            keep(repeats(confirmed, hits.many()));
            Map<Long, Long> recorded =
                    confirmed.stream().collect(Collectors.toMap(Confirmed::bucket, Confirmed::events));
            for (long bucket : question.buckets()) {
                found.accept(Repeat.events(bucket, recorded.getOrDefault(bucket, chains.events(bucket))));
                findings.of(bucket).forEach(found);
            }
        }

        private Chains listed() {
            return new Chains(read(question.lastBatches().navigableKeySet(), index::runs), question.through());
        }

        /** What the index has of these buckets: of those near each other, and what is between them, with one question. */
        private <T> List<T> read(NavigableSet<Long> buckets, BiFunction<Long, Long, List<T>> between) {
            List<T> all = new ArrayList<>();
            long from = buckets.first();
            long last = from;
            for (long bucket : buckets) {
                if (bucket > horizon.until(last)) {
                    all.addAll(between.apply(from, last + 1));
                    from = bucket;
                }
                last = bucket;
            }
            all.addAll(between.apply(from, last + 1));
            return all;
        }

        private void makeRuns() {
            List<RunMaking> makings = new ArrayList<>();
            long largest = chains.largest();
            question.lastBatches().forEach((bucket, last) -> {
                boolean fromRecord = question.fromRecord().contains(bucket);
                if (fromRecord || Math.min(last, question.through()) > chains.covered(bucket)) {
                    makings.add(new RunMaking(
                            bucket,
                            fromRecord ? List.of() : chains.of(bucket),
                            question.through(),
                            largest,
                            RunMaking.Slice.ALL,
                            question.writeTimestamp()));
                }
            });
            if (!makings.isEmpty()) {
                List<RunMaking.Made> made = tasks.search(makings);
                for (int i = 0; i < made.size(); i++) {
                    RunMaking making = makings.get(i);
                    List<IdentityRun> runs = completed(making, made.get(i));
                    if (question.fromRecord().contains(making.bucket())) {
                        dropAllBut(runs, making.bucket());
                    }
                }
                chains = listed();
            }
            index.dropRuns(chains.replaced(), question.writeTimestamp());
        }

        /** What the record says takes the place of all that was indexed, also where it says less. */
        private void dropAllBut(List<IdentityRun> made, long bucket) {
            List<IdentityRun> others = chains.of(bucket).stream()
                    .filter(run -> made.stream().noneMatch(one -> one.compareTo(run) == 0))
                    .toList();
            index.dropRuns(others, question.writeTimestamp());
        }

        /** All runs, where batches were too large to be sorted at once. */
        private List<IdentityRun> completed(RunMaking making, RunMaking.Made first) {
            List<IdentityRun> runs = new ArrayList<>(first.runs());
            RunMaking.Made made = first;
            for (RunMaking rest = making; made.large().events() > 0; ) {
                rest = rest.behind(made.runs());
                List<IdentityRun> sliced =
                        tasks.search(rest.slices(made.large())).get(0).runs();
                sliced.forEach(run -> index.list(run, question.writeTimestamp()));
                runs.addAll(sliced);
                rest = rest.behind(sliced);
                made = tasks.search(List.of(rest)).get(0);
                runs.addAll(made.runs());
            }
            return runs;
        }

        private List<Lookup> lookups() {
            List<IdentityRun> all = new ArrayList<>();
            TreeSet<IdentityRun> fresh = new TreeSet<>();
            for (long bucket : question.lastBatches().keySet()) {
                all.addAll(chains.of(bucket));
                if (question.buckets().contains(bucket)) {
                    long searched = question.fromRecord().contains(bucket) ? 0 : findings.searched(bucket);
                    chains.of(bucket).stream()
                            .filter(run -> run.through() > searched)
                            .forEach(fresh::add);
                }
            }
            return new Lookups(horizon, all, fresh, Lookup.MAX_KEYS).tasks();
        }

        /** The repeats among the identities behind hits, and those of which there are too many to name. */
        private List<Repeat> repeats(List<Confirmed> confirmed, Set<Long> many) {
            IdentityRange range = new IdentityRange(question.buckets(), horizon, Hits.MAX_WITHIN);
            confirmed.forEach(one -> range.add(one.bucket(), one.halves(), 0));
            List<Repeat> repeats = new ArrayList<>(range.find());
            many.forEach(bucket -> repeats.add(Repeat.many(bucket)));
            repeats.removeIf(repeat -> repeat.kind() == Repeat.Kind.EVENTS);
            return repeats;
        }

        /** With the others concerned first: only then is it said that these buckets were searched. */
        private void keep(List<Repeat> repeats) {
            Map<Long, List<Repeat>> met = new HashMap<>();
            for (Repeat repeat : repeats) {
                for (long bucket : repeat.buckets()) {
                    if (question.buckets().contains(bucket)) {
                        findings.add(bucket, repeat);
                    } else {
                        met.computeIfAbsent(bucket, none -> new ArrayList<>()).add(repeat);
                    }
                }
            }
            List<Finding> others = new ArrayList<>();
            met.forEach((bucket, some) -> others.addAll(findings.met(bucket, question.through(), some)));
            index.keep(others, question.writeTimestamp());
            List<Finding> kept = new ArrayList<>();
            List<Finding> replaced = new ArrayList<>();
            for (long bucket : question.buckets()) {
                List<Finding> searched = findings.searched(bucket, question.through());
                kept.addAll(searched);
                replaced.addAll(findings.replaced(bucket, searched));
            }
            index.keep(kept, question.writeTimestamp());
            index.dropFindings(replaced, question.writeTimestamp());
        }
    }
}
