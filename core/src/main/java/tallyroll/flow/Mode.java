package tallyroll.flow;

/** What an apply task does with a cell: add it to the row, put it in the row's place, or only compare. */
public enum Mode {
    MERGE,
    REPLACE,
    COMPARE
}
