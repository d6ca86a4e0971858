package tallyroll.sim;

/**
 * What a world's events are like.
 *
 * @param last whether of one identity the highest revision counts, not the first
 * @param moved whether an identity may come again in another record bucket
 * @param deletes whether some events take their identity out
 * @param forges whether some records look as if something stood beside an event
 * @param packing how many events are in a record
 * @param topics how many the pipeline reads
 */
record Kind(boolean last, boolean moved, boolean deletes, boolean forges, Packing packing, int topics) {
    /** How many events are in a record, and whose id they have. */
    enum Packing {
        /** One. */
        NONE,
        /** Any number, each with an id. */
        OWN_ID,
        /** Any number, of which each has the record's id and its index. */
        RECORD_ID
    }

    boolean packed() {
        return packing != Packing.NONE;
    }
}
