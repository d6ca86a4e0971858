package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.control.PipelineState;
import tallyroll.control.Request;
import tallyroll.importing.Import;
import tallyroll.importing.LettersOrigin;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.run.MaintenanceRun;
import tallyroll.store.Stores;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;

/** {@code tallyroll replay FILE --dead-letters}. */
final class LettersAgain {
    private final Console console;
    private final Pipeline pipeline;

    LettersAgain(Console console, Pipeline pipeline) {
        this.console = console;
        this.pipeline = pipeline;
    }

    /**
     * Has dead letters decoded once more.
     *
     * @param code of which they are, empty for all
     * @param perSecond at most, 0 for no limit
     */
    ExitCode run(String code, long perSecond, String master) throws InterruptedException {
        RequireRecord.require("replay dead letters of", pipeline);
        Verification.requireTables("replay dead letters of", pipeline);
        Stores stores = Stores.reading(pipeline);
        String source = source();
        Counted found = new Counted();
        stores.record().readDeadLetters((letter, micros) -> {
            if (code.isEmpty() || code.equals(letter.code())) {
                found.add(letter, LettersOrigin.identified(pipeline, letter, source));
            }
        });
        found.leftAlone().ifPresent(console::note);
        if (found.again == 0) {
            console.say("nothing to do: there are no dead letters" + (code.isEmpty() ? "" : " of code " + code)
                    + " that can be decoded again");
            return ExitCode.RIGHT;
        }
        console.note("dead letters to decode again: %,d".formatted(found.again));
        long committed = stores.control()
                .read(pipeline.name())
                .map(PipelineState::committed)
                .orElse(0L);
        Request.Import work = new Request.Import(List.of(LettersOrigin.of(code, committed)), source, perSecond);
        Request done = MaintenanceRun.carryOut(pipeline, work, master, new RequestLines(console));
        if (done.progress().state() == Request.State.FAILED) {
            throw Failure.failed(done.progress().message());
        }
        return ExitCode.RIGHT;
    }

    /** Whose identities the events have that were imported; empty where nobody can tell. */
    private String source() {
        boolean several = pipeline.source() instanceof Pipeline.Kafka kafka
                && !kafka.topics().one();
        return several ? "" : Import.source(pipeline, Optional.empty());
    }

    /** How many there are, and why some are left alone. */
    private static final class Counted {
        private long again;
        private long empty;
        private long beginnings;
        private long unidentified;

        void add(DeadLetter letter, Optional<String> identified) {
            if (letter.bytes() == 0) {
                empty++;
            } else if (!letter.isWhole()) {
                beginnings++;
            } else if (identified.isEmpty()) {
                unidentified++;
            } else {
                again++;
            }
        }

        Optional<String> leftAlone() {
            List<String> reasons = new ArrayList<>();
            if (beginnings > 0) {
                reasons.add(
                        "%,d of which only the first %,d bytes are kept".formatted(beginnings, DeadLetter.KEPT_BYTES));
            }
            if (empty > 0) {
                reasons.add("%,d without bytes".formatted(empty));
            }
            if (unidentified > 0) {
                reasons.add("%,d that were imported from elsewhere, whose identities nobody can tell: import them again"
                        .formatted(unidentified));
            }
            return reasons.isEmpty()
                    ? Optional.empty()
                    : Optional.of("dead letters left alone: " + String.join("; ", reasons));
        }
    }
}
