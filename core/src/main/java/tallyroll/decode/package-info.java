/**
 * From bytes to an event or a stated reject; bad input never throws.
 *
 * <p>Read first: {@link tallyroll.decode.RecordDecoder}, {@link tallyroll.decode.FieldDecoder}, {@link
 * tallyroll.decode.Decoding}, {@link tallyroll.decode.RejectCode}. Kept here: the same bytes decode to
 * the same event in every run. Not here: what is done with rejects ({@code record}).
 */
package tallyroll.decode;
