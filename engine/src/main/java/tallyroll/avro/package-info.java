/**
 * The format Avro: records alone, with Avro's own header, or with the id of a schema that a registry has.
 *
 * <p>Read first: {@link tallyroll.avro.AvroKind}, {@link tallyroll.avro.AvroFormat}, {@link tallyroll.avro.AvroDecoder}. Kept here: schemas are
 * read and resolved by Avro's own library, and bytes by steps that are made once of what it says. Not here: what fields take
 * ({@code format}).
 */
package tallyroll.avro;
