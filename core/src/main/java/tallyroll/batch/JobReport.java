package tallyroll.batch;

import tallyroll.flow.ApplyReport;

/**
 * What a job did and how long its two sides took.
 *
 * @param mapMillis until the last event was recorded and summarised
 * @param applyMillis from then until the last row was confirmed
 */
public record JobReport(ApplyReport report, long mapMillis, long applyMillis) {}
