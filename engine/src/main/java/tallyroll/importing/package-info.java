/**
 * Events of files, brought into a pipeline that has read others from its source.
 *
 * <p>Read first: {@link tallyroll.importing.Import}. Kept here: a file's events have the identities that the source would give them, so
 * importing what was read, or what was imported, changes nothing; a piece of a file gives the same records each time; memory does not
 * depend on a file's size. Not here: what a record means ({@code decode}), how a batch goes ({@code batch}).
 */
package tallyroll.importing;
