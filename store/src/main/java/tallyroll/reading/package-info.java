/**
 * The reading library: what the summary tables say, for programs that have {@code core} and {@code store} and a definition file.
 *
 * <p>Read first: {@link tallyroll.reading.TallyReader}, {@link tallyroll.reading.Selection}, {@link tallyroll.reading.Row}. Kept here: what is
 * put together of several rows is merged from their states, never from their answers; a state says no more than what held when the
 * reading began; memory is bounded by the definition and not by the table. Not here: any writing, and how answers are shown ({@code cli}).
 */
package tallyroll.reading;
