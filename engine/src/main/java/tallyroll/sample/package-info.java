/**
 * From some events to a definition that fits them: what {@code sample} and {@code init} write.
 *
 * <p>Read first: {@link tallyroll.sample.Draft} (the door), {@link tallyroll.sample.SampleReader} (files and streams as records), {@link
 * tallyroll.sample.Shape} (how they are written), {@link tallyroll.sample.FieldProfile} (what was seen of one field), {@link
 * tallyroll.sample.TypeGuess} and {@link tallyroll.sample.Roles} (what is made of it), {@link tallyroll.sample.Trial} (what the draft makes of the
 * sample). Kept here: reading is bounded by events, bytes and time; a draft is always a definition that {@code check} accepts, and what it does
 * with the sample is measured with the pipeline's own decoder, never assumed; no value that looks like a secret or personal data is written.
 * Not here: reading topics ({@code source}), what a definition may say ({@code pipeline}).
 */
package tallyroll.sample;
