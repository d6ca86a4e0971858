package tallyroll.sim;

/** A rule of correctness switched off, to see the checks go red. */
enum Off {
    /** R1: no identity but the transport position. */
    IDENTITY,
    /** R1: copies are recognised within a bucket only. */
    HORIZON,
    /** R1: what earlier searches found is not kept. */
    FINDINGS,
    /** R1: events of one record that have its id are one. */
    ELEMENTS,
    /** R1: what takes an identity out is an event like others. */
    DELETIONS,
    /** R1: a deletion takes out what stands in its own bucket only. */
    DELETIONS_ELSEWHERE,
    /** R1: a deletion takes out what was recorded before it only. */
    EARLY_DELETIONS,
    /** R1: what takes an identity out is looked for only among several events of it. */
    VOIDS,
    /** R2: buckets by the time of processing. */
    EVENT_TIME,
    /** R3: every write at one small constant. */
    TIMESTAMPS_CONSTANT,
    /** R3: every write at its task's own clock. */
    TIMESTAMPS_TASK_CLOCK,
    /** R4: the batch number of a stored row is not looked at. */
    APPLIED_ONCE,
    /** R5: only columns that changed are written. */
    WHOLE_ROWS,
    /** R6: rows are applied first, events recorded after. */
    RECORD_FIRST,
    /** R7: sums of 32 bits, which wrap. */
    WIDE_SUMS,
    /** R7: money as a double. */
    EXACT_MONEY,
    /** Of a bucket that is recounted, events count that later batches recorded, and will apply themselves. */
    EARLIER_BATCHES,
    /** R8: only the first batch marks a bucket. */
    MARKS,
    /** R8: a bucket is proven to be right though identities were recorded twice. */
    PROOF_LOOKS_FOR_COPIES,
    /** R9: what does not decode is skipped. */
    DEAD_LETTERS,
    /** R10: the control row is written, not compared and set. */
    ONE_WRITER,
    /** R10: what a task has read of the record is applied, also when its batch is not the open one any more. */
    OPEN_CLAIMS,
    /** R10: who executes a request answers it first. */
    REQUEST_ANSWERED_LAST,
    /** R11: a batch that was claimed and not committed is forgotten. */
    RECOVERY,
    /** R11: a batch that is run again does not look at what it has recorded. */
    DURABLE,
    /** R11: what the record has lost is taken for what was never there. */
    LOSSES,
    /** R12: events behind the watermark are skipped. */
    LATE_EVENTS,
    /** R13: what the source no longer gives is passed over. */
    GAPS,
    /** R13: tasks write gaps down, whether their batch is theirs or not. */
    GAPS_AT_COMMIT,
    /** R14: what is forgotten may be dirty. */
    SETTLED_BEFORE_FORGOTTEN,
    /** R15: an unknown write is taken as done. */
    UNKNOWN_IS_NOT_DONE,
    /** R15: an unknown write is taken as failed, and merged again. */
    UNKNOWN_IS_NOT_FAILED,
    /** R16: nobody looks whether the source is the one that was read. */
    SOURCE_GUARD,
    /** R16: what an import has read counts as read of the source. */
    IMPORT_MOVES_NOTHING,
    /** R18: what stands in the bytes of a record is believed to stand beside it. */
    ENVELOPE,
    /** R18: an event whose expression fails fails its task. */
    POISON,
    /** R19: what longer runs of identities have replaced is kept beside them. */
    REPLACED_DROPPED
}
