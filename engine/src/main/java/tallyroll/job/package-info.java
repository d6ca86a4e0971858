/**
 * A batch as Spark jobs: where the tasks of {@code flow} run, and the one shuffle between them.
 *
 * <p>Read first: {@link tallyroll.job.TallyJobs}. Kept here: the shuffle is the barrier of rule R6; what a task tells the driver
 * comes through it, once. Not here: which batch is run when ({@code run}).
 */
package tallyroll.job;
