package tallyroll.record;

import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;

/**
 * Dead letters that a task decodes again: those that some batches met, of one code, origin and partition, with a position in a range.
 * Only whole ones: of the others the rest is not kept.
 *
 * @param range its positions; its source is the one whose identities the letters' events have
 * @param batches which met them
 * @param code empty for all
 * @param origin see {@link DeadLetter#origin}
 */
public record LetterRange(Claim.Range range, SystemOfRecord.Batches batches, String code, String origin) {
    private static final String SEPARATOR = ":";

    /**
     * Of what {@link #uri} gave.
     *
     * @throws IllegalArgumentException where it is none of these
     */
    public static LetterRange of(Claim.Range range, String uri) {
        String[] parts = uri.startsWith(IngestClaim.LETTERS)
                ? uri.substring(IngestClaim.LETTERS.length()).split(SEPARATOR, 4)
                : new String[0];
        if (parts.length < 4) {
            throw new IllegalArgumentException("\"" + uri + "\" names no dead letters: expected " + IngestClaim.LETTERS
                    + "FROM:BEFORE:CODE:ORIGIN");
        }
        SystemOfRecord.Batches batches = new SystemOfRecord.Batches(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        return new LetterRange(range, batches, parts[2], parts[3]);
    }

    /** All of it but the positions, as the origin of a claim's range. */
    public String uri() {
        return IngestClaim.LETTERS
                + String.join(SEPARATOR, Long.toString(batches.from()), Long.toString(batches.before()), code, origin);
    }

    /** Whether a dead letter is one of them. */
    public boolean holds(DeadLetter letter) {
        return letter.isWhole()
                && batches.contain(letter.batch())
                && letter.partition() == range.partition()
                && range.from() <= letter.offset()
                && letter.offset() < range.until()
                && (code.isEmpty() || code.equals(letter.code()))
                && origin.equals(letter.origin());
    }
}
