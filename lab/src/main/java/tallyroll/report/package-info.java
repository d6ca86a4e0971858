/**
 * What a run of the lab found: the model, and the three ways to read it. As JSON to keep and compare, as tables for the terminal,
 * and as one HTML page to show to others.
 *
 * <p>Read first: {@link tallyroll.report.LabReport}, {@link tallyroll.report.Trial}, {@link tallyroll.report.Verdict}. Then the
 * writers: {@link tallyroll.report.ReportJson}, {@link tallyroll.report.ReportTables}, {@link tallyroll.report.ReportPage}.
 *
 * <p>Kept here: a report that was written reads back equal; what a trial's counts mean in one word is decided in one place
 * ({@code Verdict}), so that table and page never disagree; the page asks nothing of any network.
 *
 * <p>Not here: how trials are run and who judges the totals.
 */
package tallyroll.report;
