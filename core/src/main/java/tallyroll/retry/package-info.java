/**
 * How often what failed is tried again, and how long anything is waited for.
 *
 * <p>Read first: {@link tallyroll.retry.Retries} (every retry there is), {@link tallyroll.retry.Waits} (every limit of a wait),
 * {@link tallyroll.retry.RetryPolicy}; then {@link tallyroll.retry.Patience}, which waits out what {@link
 * tallyroll.retry.Outage} says is one. Kept here: an operation is tried again in one place only, by whoever knows that it may be,
 * and nothing else in Tallyroll sleeps or backs off; docs/operating has the table, which a test compares with these constants. Not
 * here: what failed, and whether trying again is safe.
 */
package tallyroll.retry;
