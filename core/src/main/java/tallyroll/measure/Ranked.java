package tallyroll.measure;

/** One place of a top-k answer: a value as text and how many events had it. */
public record Ranked(String value, long count) {}
