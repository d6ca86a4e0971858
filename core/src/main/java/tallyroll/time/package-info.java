/**
 * Times as this code carries them: µs since 1970-01-01T00:00Z in a {@code long}.
 *
 * <p>Read first: {@link tallyroll.time.Micros}. Kept here: no conversion wraps or rounds towards the future. Not here: what a
 * time's text looks like ({@code decode}), which bucket it falls into ({@code bucket}).
 */
package tallyroll.time;
