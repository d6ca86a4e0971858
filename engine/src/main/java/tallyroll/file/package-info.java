/**
 * Files of events, as people have them on disk.
 *
 * <p>Read first: {@link tallyroll.file.EventFile}. Kept here: what stands in a file is given byte for byte, and no file is held in memory whole
 * that has its values in lines. Not here: what the values mean ({@code decode}), where they go ({@code send}).
 */
package tallyroll.file;
