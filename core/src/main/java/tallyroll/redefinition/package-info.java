/**
 * What it means that a definition changed: what cannot change, which rollups hold rows of another definition now, and what is kept
 * no longer (rule R17).
 *
 * <p>Read first: {@link tallyroll.redefinition.DefinitionChange}, {@link tallyroll.redefinition.Fingerprint}. Kept here: every key of
 * a definition is refused, migrated or harmless, and a test has a row for each. Not here: how rows come from one definition to the
 * next ({@code batch}), where the definition is kept ({@link tallyroll.control.StoredDefinition}).
 */
package tallyroll.redefinition;
