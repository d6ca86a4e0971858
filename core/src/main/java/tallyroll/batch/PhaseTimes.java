package tallyroll.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** How long the phases of the last batch took. A listener to put before one that wants to know; not thread-safe. */
public final class PhaseTimes implements BatchListener {
    private final Map<Phase, Long> millis = new EnumMap<>(Phase.class);
    private Phase running = Phase.CLAIM;
    private Instant since = Instant.EPOCH;

    @Override
    public void began(Phase phase, Instant at) {
        if (phase == Phase.CLAIM) {
            millis.clear();
        } else {
            ended(at);
        }
        running = phase;
        since = at;
    }

    @Override
    public void committed(CommittedBatch batch, Instant at) {
        ended(at);
    }

    /** What a phase of the last batch took; 0 where it had none. */
    public long millis(Phase phase) {
        return millis.getOrDefault(phase, 0L);
    }

    /** What the last batch took, from claim to commit. */
    public long millis() {
        return millis.values().stream().mapToLong(Long::longValue).sum();
    }

    private void ended(Instant at) {
        // clocks of several machines: a phase that seems to end before it began took no time
        millis.merge(running, Math.max(0, Duration.between(since, at).toMillis()), Long::sum);
    }
}
