/**
 * The command {@code sample}: a definition made of what is there.
 *
 * <p>Read first: {@link tallyroll.draft.SampleCommand}, {@link tallyroll.draft.SampleOptions}. Kept here: what was typed becomes a source that is
 * read and a source that a definition names; no secret that was typed is written to a file. Not here: what is made of a sample ({@code sample}),
 * which strategy fits ({@code advise}).
 */
package tallyroll.draft;
