/**
 * What can be tallied: measures, their partials and the laws that make any split of the work give the same total.
 *
 * <p>Read first: {@link tallyroll.measure.Measure}, {@link tallyroll.measure.Partial}, {@link tallyroll.measure.Measures};
 * then {@code ExactSum} for why no sum is ever rounded on the way, {@code Hashes}, {@code Bins} and {@code Frequencies} for the
 * sketches. Kept here: exact numbers never wrap or round silently (rule R7); state bytes are canonical and versioned. Not here: groups and
 * buckets ({@code summary}).
 */
package tallyroll.measure;
