/**
 * What an event is: its fields, their types and the row of slots a decoder fills and measures read.
 *
 * <p>Read first: {@link tallyroll.event.Event}, {@link tallyroll.event.EventSchema}, {@link tallyroll.event.Identity}.
 * Kept here: an identity is the same for the same source and id on every machine and in every version. Not here: reading
 * bytes ({@code decode}), totals ({@code measure}).
 */
package tallyroll.event;
