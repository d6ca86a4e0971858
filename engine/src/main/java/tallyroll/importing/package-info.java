/**
 * Events from elsewhere, brought into a pipeline that has read others from its source.
 *
 * <p>Read first: {@link tallyroll.importing.Import}, {@link tallyroll.importing.Origin}. Kept here: imported events have the identities that
 * the source would give them, so importing what was read, or what was imported, changes nothing; a piece gives the same records each
 * time; memory does not depend on how much there is. Not here: what a record means ({@code decode}), how a batch goes ({@code batch}).
 */
package tallyroll.importing;
