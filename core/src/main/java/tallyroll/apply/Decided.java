package tallyroll.apply;

import tallyroll.summary.SummaryRow;

/** A row, what stood there when it was first read (null: nothing), and what was decided. */
public record Decided(long bucket, SummaryRow stored, Decision decision) {}
