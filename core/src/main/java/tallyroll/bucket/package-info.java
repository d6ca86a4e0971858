/**
 * Where an instant of event time belongs: buckets of 1 s to a month, and the coarse periods that partition tables.
 *
 * <p>Read first: {@link tallyroll.bucket.Granularity}, {@link tallyroll.bucket.BucketRounder}, {@link
 * tallyroll.bucket.Period}. Kept here: buckets of a granularity
 * tile time without gap or overlap, in every zone. Not here: when a bucket is live or settled ({@code record}).
 */
package tallyroll.bucket;
