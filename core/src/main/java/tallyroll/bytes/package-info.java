/**
 * Growable output and bounded input of bytes, the alphabet of every stored and shuffled format.
 *
 * <p>Read first: {@link tallyroll.bytes.ByteWriter}, {@link tallyroll.bytes.ByteReader}. Kept here: what a writer wrote, a
 * reader of the same version reads back; a reader never runs past its end silently. Not here: any format.
 */
package tallyroll.bytes;
