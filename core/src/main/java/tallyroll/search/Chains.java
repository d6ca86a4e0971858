package tallyroll.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallyroll.record.IdentityRun;

/**
 * The runs that count, by bucket: from the first batch on, each begins behind the one before. Where two begin at the same batch, the
 * one that goes further holds what the other does, and was made of it.
 */
final class Chains {
    private final Map<Long, List<IdentityRun>> chains = new HashMap<>();
    private final List<IdentityRun> replaced = new ArrayList<>();

    /** @param through runs that go further are another's, made since */
    Chains(Collection<IdentityRun> listed, long through) {
        Map<Long, List<IdentityRun>> byBucket = new HashMap<>();
        listed.stream().filter(run -> run.through() <= through).forEach(run -> byBucket.computeIfAbsent(
                        run.bucket(), none -> new ArrayList<>())
                .add(run));
        byBucket.forEach((bucket, runs) -> {
            List<IdentityRun> chain = chain(runs);
            chains.put(bucket, chain);
            runs.stream()
                    .filter(run -> run.through() <= covered(bucket) && !chain.contains(run))
                    .forEach(replaced::add);
        });
    }

    private static List<IdentityRun> chain(List<IdentityRun> runs) {
        List<IdentityRun> chain = new ArrayList<>();
        long covered = 0;
        for (boolean more = true; more; ) {
            IdentityRun next = null;
            for (IdentityRun run : runs) {
                if (run.after() == covered && (next == null || run.through() >= next.through())) {
                    next = run;
                }
            }
            more = next != null;
            if (more) {
                chain.add(next);
                covered = next.through();
            }
        }
        return chain;
    }

    /** The runs of a bucket, in order. */
    List<IdentityRun> of(long bucket) {
        return chains.getOrDefault(bucket, List.of());
    }

    /** The last batch whose identities are indexed; 0 where none is. */
    long covered(long bucket) {
        List<IdentityRun> chain = of(bucket);
        return chain.isEmpty() ? 0 : chain.get(chain.size() - 1).through();
    }

    long events(long bucket) {
        return of(bucket).stream().mapToLong(IdentityRun::events).sum();
    }

    /** How many identities the largest bucket has. */
    long largest() {
        return chains.keySet().stream().mapToLong(this::events).max().orElse(0);
    }

    /** What others have been made of. */
    List<IdentityRun> replaced() {
        return List.copyOf(replaced);
    }
}
