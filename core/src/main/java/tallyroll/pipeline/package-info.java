/**
 * The definition of a pipeline: YAML read once into immutable records, completely or not at all.
 *
 * <p>Read first: {@link tallyroll.pipeline.Pipeline}, {@link tallyroll.pipeline.Definition}. Kept here: whoever holds a {@link
 * tallyroll.pipeline.Pipeline} holds a valid one; a faulty file yields every fault with its line. Not here: what to do with it.
 */
package tallyroll.pipeline;
