/**
 * What formats with a schema have in common: paths into a schema, and values on their way from bytes to fields.
 *
 * <p>Read first: {@link tallyroll.format.Wanted}, {@link tallyroll.format.Token}, {@link tallyroll.format.Form}. Kept here: whatever the
 * format, a value fills a field by the rules of {@link tallyroll.decode.FieldReader}. Not here: reading bytes ({@code avro}, {@code
 * protobuf}), schemas of a registry ({@code registry}).
 */
package tallyroll.format;
