package tallyroll.measure;

/** A column of a summary table that belongs to a measure: an answer to read, or the state to merge. */
public record Column(String name, ColumnType type) {}
