package tallyroll.cli;

/** A line for each tenth, for logs and pipes. */
final class LineProgress implements Progress {
    private static final int PARTS = 10;

    private final Console console;
    private final String task;
    private final String unit;
    private final long total;
    private long done;
    private long partsShown;

    LineProgress(Console console, String task, String unit, long total) {
        this.console = console;
        this.task = task;
        this.unit = unit;
        this.total = Math.max(1, total);
    }

    @Override
    public synchronized void step(long count) {
        done += count;
        long parts = Math.min(PARTS, done * PARTS / total);
        if (parts > partsShown) {
            partsShown = parts;
            console.note("%s %d %%: %,d of %,d %s".formatted(task, parts * PARTS, done, total, unit));
        }
    }

    @Override
    public void close() {}
}
