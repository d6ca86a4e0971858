package tallyroll.faultinjection;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A fault that is planned for a process: what, after how much went well, and when. Its text is {@code KIND:COUNT@BATCH}, or {@code
 * KIND:COUNT@armed} for the first batch that is claimed once {@link FaultLog#arm} was called; several are separated by commas.
 *
 * @param count how many tasks or writes go well first, or how many are disturbed; see the factory methods
 * @param batch empty: as soon as armed
 */
public record FaultSpec(Kind kind, int count, OptionalLong batch) {
    /** The system property that says which faults are planned. */
    static final String PROPERTY = "tallyroll.faults";

    /** The system property that names the fault log. */
    static final String LOG_PROPERTY = "tallyroll.faults.log";

    private static final String ARMED = "armed";

    /** The permitted {@link InjectedFault}s by name. */
    enum Kind {
        HOLD_AFTER_CLAIM,
        WAIT_AFTER_CLAIM,
        HOLD_IN_RECORD,
        FAIL_AFTER_RECORD,
        HOLD_IN_APPLY,
        WAIT_IN_APPLY,
        FAIL_IN_APPLY,
        LATE_WRITE,
        LOSE_ANSWERS,
        UNKNOWN_OUTCOMES,
        HOLD_BEFORE_COMMIT,
        DIE_IN_RECORD,
        DIE_BEFORE_COMMIT;

        private String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Stops for ever between the claim and everything else. */
    public static FaultSpec holdAfterClaim() {
        return onceArmed(Kind.HOLD_AFTER_CLAIM, 0);
    }

    /** Stops between the claim and everything else, until released. */
    public static FaultSpec waitAfterClaim() {
        return onceArmed(Kind.WAIT_AFTER_CLAIM, 0);
    }

    /** So many tasks record their events; the others stop before they do. */
    public static FaultSpec holdInRecord(int tasks) {
        return onceArmed(Kind.HOLD_IN_RECORD, tasks);
    }

    /** After so many tasks, one fails when everything it had to record is recorded. */
    public static FaultSpec failAfterRecord(int tasks) {
        return onceArmed(Kind.FAIL_AFTER_RECORD, tasks);
    }

    /** So many writes of summary rows are done; the others never begin. */
    public static FaultSpec holdInApply(int writes) {
        return onceArmed(Kind.HOLD_IN_APPLY, writes);
    }

    /** So many writes of summary rows are done; the others are sent when released. */
    public static FaultSpec waitInApply(int writes) {
        return onceArmed(Kind.WAIT_IN_APPLY, writes);
    }

    /** After so many writes of summary rows, the next one fails its task. */
    public static FaultSpec failInApply(int writes) {
        return onceArmed(Kind.FAIL_IN_APPLY, writes);
    }

    /** After so many writes, the next one fails its task, and arrives when a later batch has been committed. */
    public static FaultSpec lateWrite(int writes) {
        return onceArmed(Kind.LATE_WRITE, writes);
    }

    /** Of so many writes, every second one is done and its answer lost. */
    public static FaultSpec loseAnswers(int writes) {
        return onceArmed(Kind.LOSE_ANSWERS, writes);
    }

    /** Of so many writes, the answers are lost, the writes dropped, delayed or refused, in turn. */
    public static FaultSpec unknownOutcomes(int writes) {
        return onceArmed(Kind.UNKNOWN_OUTCOMES, writes);
    }

    /** Everything is written; the commit never comes. */
    public static FaultSpec holdBeforeCommit() {
        return onceArmed(Kind.HOLD_BEFORE_COMMIT, 0);
    }

    /** A task that has recorded its events has no memory. */
    public static FaultSpec dieInRecord() {
        return onceArmed(Kind.DIE_IN_RECORD, 0);
    }

    /** Everything is written, and the driver has no memory. */
    public static FaultSpec dieBeforeCommit() {
        return onceArmed(Kind.DIE_BEFORE_COMMIT, 0);
    }

    private static FaultSpec onceArmed(Kind kind, int count) {
        return new FaultSpec(kind, count, OptionalLong.empty());
    }

    /** The same in a batch whose number is known, whether armed or not. */
    public FaultSpec inBatch(long number) {
        return new FaultSpec(kind, count, OptionalLong.of(number));
    }

    /** The JVM options of a process in which these faults happen. */
    public static List<String> jvmOptions(FaultLog log, List<FaultSpec> faults) {
        String all = faults.stream().map(FaultSpec::toString).collect(Collectors.joining(","));
        return List.of("-D" + PROPERTY + "=" + all, "-D" + LOG_PROPERTY + "=" + log.file());
    }

    /** Runs some work in this process with these faults. */
    public static void during(FaultLog log, FaultSpec fault, Runnable work) {
        System.setProperty(PROPERTY, fault.toString());
        System.setProperty(LOG_PROPERTY, log.file().toString());
        try {
            work.run();
        } finally {
            System.clearProperty(PROPERTY);
            System.clearProperty(LOG_PROPERTY);
        }
    }

    /** What is planned for this process; nothing, unless it was started so. */
    static List<Injection> ofThisProcess() {
        String all = System.getProperty(PROPERTY, "");
        if (all.isEmpty()) {
            return List.of();
        }
        FaultLog log = new FaultLog(Path.of(System.getProperty(LOG_PROPERTY)));
        return Arrays.stream(all.split(",", -1))
                .map(FaultSpec::parse)
                .map(fault -> fault.in(log))
                .toList();
    }

    static FaultSpec parse(String text) {
        String[] part = text.split("[:@]", -1);
        try {
            Kind kind = Kind.valueOf(part[0].toUpperCase(Locale.ROOT).replace('-', '_'));
            FaultSpec fault = onceArmed(kind, Integer.parseInt(part[1]));
            return part[2].equals(ARMED) ? fault : fault.inBatch(Long.parseLong(part[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException(
                    "Cannot inject \"%s\" (property %s): expected KIND:COUNT@BATCH or KIND:COUNT@armed, with a KIND of %s"
                            .formatted(
                                    text,
                                    PROPERTY,
                                    Arrays.stream(Kind.values())
                                            .map(Kind::label)
                                            .toList()),
                    malformed);
        }
    }

    /** The fault itself, ready to happen. */
    Injection in(FaultLog log) {
        return new Injection(fault(log), log, batch);
    }

    private InjectedFault fault(FaultLog log) {
        return switch (kind) {
            case HOLD_AFTER_CLAIM -> new HoldAfterClaim(log);
            case WAIT_AFTER_CLAIM -> new WaitAfterClaim(log);
            case HOLD_IN_RECORD -> new HoldInRecord(log, count);
            case FAIL_AFTER_RECORD -> new FailAfterRecord(log, count);
            case HOLD_IN_APPLY -> new HoldInApply(log, count);
            case WAIT_IN_APPLY -> new WaitInApply(log, count);
            case FAIL_IN_APPLY -> new FailInApply(log, count);
            case LATE_WRITE -> new LateWrite(log, count);
            case LOSE_ANSWERS -> new LoseAnswers(log, count);
            case UNKNOWN_OUTCOMES -> new UnknownOutcomes(log, count);
            case HOLD_BEFORE_COMMIT -> new HoldBeforeCommit(log);
            case DIE_IN_RECORD -> new DieOfMemory(log, DieOfMemory.Where.TASK);
            case DIE_BEFORE_COMMIT -> new DieOfMemory(log, DieOfMemory.Where.DRIVER);
        };
    }

    @Override
    public String toString() {
        return kind.label() + ":" + count + "@" + (batch.isPresent() ? batch.getAsLong() : ARMED);
    }
}
