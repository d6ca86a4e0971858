/**
 * Parts of arrays, growable output and bounded input of bytes, the alphabet of every stored and shuffled format, and the hashes
 * of them.
 *
 * <p>Read first: {@link tallyroll.bytes.Slice}, {@link tallyroll.bytes.ByteWriter}, {@link tallyroll.bytes.ByteReader}, {@link
 * tallyroll.bytes.Hash}. Kept here: a part of an array is a slice, from the first byte to one past the last; what a writer wrote,
 * a reader of the same version reads back; a reader never runs past its end silently; stored hashes never change. Not here: any
 * format.
 */
package tallyroll.bytes;
