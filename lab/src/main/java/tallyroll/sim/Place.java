package tallyroll.sim;

import tallyroll.control.Claim;

/**
 * Where a record stands in the source.
 *
 * @param source of which incarnation
 */
record Place(String source, int partition, long offset) {
    static Place of(Claim.Range range, long offset) {
        return new Place(range.source(), range.partition(), offset);
    }
}
