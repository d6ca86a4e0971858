package tallyroll.command;

import java.util.List;
import java.util.Locale;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request;
import tallyroll.control.Request.Losses;
import tallyroll.control.Request.Progress;
import tallyroll.importing.LettersOrigin;
import tallyroll.time.Micros;

/** What is asked of a pipeline's driver, in words. */
final class RequestTable {
    private RequestTable() {}

    static Table of(List<Request> requests) {
        Table.Builder table = Table.of(
                Column.text("request"),
                Column.text("work"),
                Column.text("asked by"),
                Column.text("asked"),
                Column.text("state"),
                Column.text("progress"));
        for (Request request : requests) {
            table.row(
                    request.id(),
                    work(request.work()),
                    request.askedBy(),
                    Micros.toInstant(request.askedMicros()),
                    request.progress().state().name().toLowerCase(Locale.ROOT),
                    progress(request.progress()));
        }
        return table.build();
    }

    static String work(Request.Work work) {
        return work.match(
                repair -> range("repair", repair.from(), repair.until(), repair.losses()),
                redo -> range("redo", redo.from(), redo.until(), redo.losses()),
                importing ->
                        imported(importing.ranges()) + filling(importing.fills().size()));
    }

    /** How far it has come: {@code settling (3 of 12)}. */
    static String progress(Progress progress) {
        return progress.state().open()
                ? progress(progress.done(), progress.total(), progress.message())
                : progress.message();
    }

    static String progress(long done, long total, String message) {
        return total > 0 ? "%s (%,d of %,d)".formatted(message, done, total) : message;
    }

    private static String imported(List<Request.ImportedRange> ranges) {
        if (LettersOrigin.areAskedFor(ranges)) {
            return "replay of dead letters";
        }
        if (!ranges.isEmpty() && ranges.get(0).uri().startsWith(IngestClaim.VOIDS)) {
            return "correct, %,d entries"
                    .formatted(ranges.stream()
                            .mapToLong(Request.ImportedRange::until)
                            .sum());
        }
        String first = ranges.isEmpty() ? "nothing" : ranges.get(0).uri();
        return "import of " + first + (ranges.size() > 1 ? " and %,d more".formatted(ranges.size() - 1) : "");
    }

    private static String filling(int gaps) {
        return gaps == 0 ? "" : ", which fills %,d gaps".formatted(gaps);
    }

    private static String range(String verb, long first, long end, Losses losses) {
        String from = first == Long.MIN_VALUE
                ? "the beginning"
                : Micros.toInstant(first).toString();
        String until = end == Long.MAX_VALUE ? "the end" : Micros.toInstant(end).toString();
        return verb + " from " + from + " to " + until + (losses == Losses.ACCEPT ? ", accepting losses" : "");
    }
}
