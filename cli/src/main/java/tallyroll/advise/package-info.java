/**
 * The commands {@code advise}: five answers in, one of the nine strategies out, with its reasons and its price; and {@code init}, which puts
 * that strategy into a definition made of a sample.
 *
 * <p>Read first: {@link tallyroll.advise.Advice} and, among the resources, the {@code advice.yaml} that it reads: the questions, the
 * whole decision table and every text. Kept here: the same answers always lead to the same advice, every combination of answers has
 * one, counters with streaming are never it, and the definition that goes with it is right. Not here: what a strategy does
 * ({@code pipeline.Strategy} and docs/choosing).
 */
package tallyroll.advise;
