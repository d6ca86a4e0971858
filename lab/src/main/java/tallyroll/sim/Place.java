package tallyroll.sim;

import tallyroll.control.Claim;

/**
 * Where a record stands in the source, or an event in it.
 *
 * @param source of which incarnation
 * @param element the index of the event in its record; {@value #WHOLE} for the record, and for the event that a record is
 */
record Place(String source, int partition, long offset, int element) {
    static final int WHOLE = -1;

    static Place of(Claim.Range range, long offset) {
        return new Place(range.source(), range.partition(), offset, WHOLE);
    }

    /** Of an event in the record. */
    Place at(int index) {
        return new Place(source, partition, offset, index);
    }

    /** Of the record. */
    Place whole() {
        return at(WHOLE);
    }
}
