package tallyroll.batch;

/** Which rows of an earlier definition are made again first. */
public enum BackfillOrder {
    /** What is valid is the newest part of time, which most readers ask for. */
    NEWEST,
    /** For readers that follow in the order of time. */
    OLDEST
}
