package tallyroll.run;

/** Where Spark keeps its notes on a stream. */
final class Checkpoints {
    private Checkpoints() {}

    /** A directory of this run's own: what a stream resumes from is the control row, never what an older run left here. */
    static String fresh(String directory, String pipeline, long epoch) {
        return directory + "/" + pipeline + "-" + epoch + "-" + System.nanoTime();
    }
}
