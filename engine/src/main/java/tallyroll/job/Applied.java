package tallyroll.job;

import java.io.Serializable;
import tallyroll.flow.ApplyReport;

/** An apply task's report and when it began, ms since the epoch. */
record Applied(ApplyReport report, long startMillis) implements Serializable {}
