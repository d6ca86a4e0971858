package tallyroll.control;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Work that somebody asks of whoever holds a pipeline's lease (rule R10), and how far it has come.
 *
 * @param askedBy who asks, {@code host/pid}
 * @param askedMicros when, µs, whole ms
 */
public record Request(UUID id, Work work, String askedBy, long askedMicros, Progress progress) {
    /** What is asked for. Executing it again, also after a part of it was done, must be harmless. */
    public sealed interface Work {
        /** What the function of this work's kind makes of it. */
        <T> T match(Function<Repair, T> repair, Function<Redo, T> redo, Function<Import, T> importing);
    }

    /**
     * Verify an interval of event time and correct the rows that differ.
     *
     * @param from µs, inclusive; {@code until} µs, exclusive
     */
    public record Repair(long from, long until, Losses losses) implements Work {
        public Repair {
            if (from >= until) {
                throw new IllegalArgumentException("[" + from + ", " + until + ") is not a range of event time");
            }
        }

        @Override
        public <T> T match(Function<Repair, T> repair, Function<Redo, T> redo, Function<Import, T> importing) {
            return repair.apply(this);
        }
    }

    /**
     * Recount every bucket of an interval of event time, without looking first, and correct the rows that differ.
     *
     * @param from µs, inclusive; {@code until} µs, exclusive; buckets of which a part is in it are recounted whole
     */
    public record Redo(long from, long until, Losses losses) implements Work {
        public Redo {
            if (from >= until) {
                throw new IllegalArgumentException("[" + from + ", " + until + ") is not a range of event time");
            }
        }

        @Override
        public <T> T match(Function<Repair, T> repair, Function<Redo, T> redo, Function<Import, T> importing) {
            return redo.apply(this);
        }
    }

    /**
     * Bring events in from elsewhere. Those that are there already change nothing.
     *
     * @param ranges in this order
     * @param source whose identities their events have
     * @param perSecond events at most; 0 where there is no limit
     * @param fills gaps that are filled when all of it is there
     */
    public record Import(List<ImportedRange> ranges, String source, long perSecond, List<FilledGap> fills)
            implements Work {
        public Import {
            ranges = List.copyOf(ranges);
            fills = List.copyOf(fills);
        }

        /** Which fills no gap. */
        public Import(List<ImportedRange> ranges, String source, long perSecond) {
            this(ranges, source, perSecond, List.of());
        }

        /** The same, which fills these gaps. */
        public Import filling(List<FilledGap> gaps) {
            return new Import(ranges, source, perSecond, gaps);
        }

        @Override
        public <T> T match(Function<Repair, T> repair, Function<Redo, T> redo, Function<Import, T> importing) {
            return importing.apply(this);
        }
    }

    /**
     * What events are brought from, as it was when it was asked for.
     *
     * @param uri its address, whose scheme says what kind of thing it is; without a kind of its own it is a file
     * @param from the first position
     * @param until one past the last position; of a file its length in bytes, and another length is another file
     */
    public record ImportedRange(String uri, long from, long until) {
        public ImportedRange {
            if (from < 0 || until < from) {
                throw new IllegalArgumentException("[" + from + ", " + until + ") of " + uri + " is not a range");
            }
        }
    }

    /**
     * A gap that is filled by an import, from a position on.
     *
     * @param batch the gap's
     * @param range the gap's
     * @param missingUntil one past the last position that is still missing then; where the range begins, none is
     * @param with where its events are from, in words
     */
    public record FilledGap(long batch, Claim.Range range, long missingUntil, String with) {}

    /** What a repair or a redo does with a bucket whose record has lost events. */
    public enum Losses {
        /** Its rows stay: they may be right and the record wrong. */
        REFUSE,
        /** Its rows are lowered to what is left. */
        ACCEPT
    }

    /** Where a request is: from waiting over running to done or failed. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED;

        /** Whether there is something left to do. */
        public boolean open() {
            return this == WAITING || this == RUNNING;
        }
    }

    /**
     * How far it has come.
     *
     * @param version counts the changes of the stored request, 1 as posted; {@link RequestStore#swap} compares it
     * @param starts how often a lease holder began with it
     * @param done of {@code total} steps; {@code total} is 0 while it is not known
     * @param message what is going on, or at the end the result or the reason
     * @param changedMicros when this was written, µs, whole ms
     */
    public record Progress(
            long version, State state, int starts, long done, long total, String message, long changedMicros) {
        /** Posted and not begun. */
        static Progress posted(long micros) {
            return new Progress(1, State.WAITING, 0, 0, 0, "", micros);
        }
    }

    Request with(Progress next) {
        return new Request(id, work, askedBy, askedMicros, next);
    }
}
