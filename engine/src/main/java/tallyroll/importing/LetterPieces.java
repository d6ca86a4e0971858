package tallyroll.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallyroll.control.Claim;
import tallyroll.record.DeadLetter;
import tallyroll.record.LetterRange;
import tallyroll.record.SystemOfRecord.Batches;

/**
 * Cuts dead letters, which come newest batch first, into pieces that a task holds in memory: of one place, some batches, or a part of one
 * batch. No position stands in a piece twice.
 */
final class LetterPieces {
    private static final int MAX_LETTERS = 10_000;
    private static final long MAX_BYTES = 16L << 20;

    private final String code;
    private final int maxLetters;
    private final Map<Place, Open> open = new LinkedHashMap<>();
    private final Map<Place, List<Met>> ofBatch = new HashMap<>();
    private final List<Origin.Piece> pieces = new ArrayList<>();
    private long batch = -1;

    /** @param identified whose identities the events have */
    private record Place(String origin, int partition, String identified) {}

    private record Met(long offset, long bytes) {}

    /** A piece that may take letters of earlier batches still. */
    private record Open(int letters, long bytes, long from, long until, Batches batches) {
        /** Earlier batches have earlier positions, unless something was read twice. */
        boolean takes(Open earlier, int maxLetters) {
            return earlier.until <= from
                    && letters + earlier.letters <= maxLetters
                    && bytes + earlier.bytes <= MAX_BYTES;
        }

        Open with(Open earlier) {
            return new Open(
                    letters + earlier.letters,
                    bytes + earlier.bytes,
                    earlier.from,
                    until,
                    new Batches(earlier.batches.from(), batches.before()));
        }
    }

    /** @param code which all letters have, or empty */
    LetterPieces(String code) {
        this(code, MAX_LETTERS);
    }

    LetterPieces(String code, int maxLetters) {
        this.code = code;
        this.maxLetters = maxLetters;
    }

    void add(DeadLetter letter, String identified) {
        if (letter.batch() != batch) {
            endBatch();
            batch = letter.batch();
        }
        ofBatch.computeIfAbsent(new Place(letter.origin(), letter.partition(), identified), none -> new ArrayList<>())
                .add(new Met(letter.offset(), letter.bytes()));
    }

    /** All pieces, the newest letters first. */
    List<Origin.Piece> ended() {
        endBatch();
        open.forEach(this::close);
        open.clear();
        return pieces;
    }

    private void endBatch() {
        ofBatch.forEach((place, letters) -> {
            letters.sort(Comparator.comparingLong(Met::offset));
            List<Open> parts = parts(letters);
            Open first = parts.get(0);
            Open before = open.remove(place);
            if (parts.size() == 1 && before != null && before.takes(first, maxLetters)) {
                open.put(place, before.with(first));
                return;
            }
            if (before != null) {
                close(place, before);
            }
            parts.subList(1, parts.size()).forEach(part -> close(place, part));
            if (parts.size() == 1) {
                open.put(place, first);
            } else {
                close(place, first);
            }
        });
        ofBatch.clear();
    }

    /** Of one batch, in the order of positions; the events of one record stay together. */
    private List<Open> parts(List<Met> letters) {
        List<Open> parts = new ArrayList<>();
        int begin = 0;
        long bytes = 0;
        for (int i = 0; i < letters.size(); i++) {
            boolean full = i - begin >= maxLetters || bytes + letters.get(i).bytes() > MAX_BYTES;
            if (full && letters.get(i).offset() > letters.get(i - 1).offset()) {
                parts.add(part(letters.subList(begin, i), bytes));
                begin = i;
                bytes = 0;
            }
            bytes += letters.get(i).bytes();
        }
        parts.add(part(letters.subList(begin, letters.size()), bytes));
        return parts;
    }

    private Open part(List<Met> letters, long bytes) {
        return new Open(
                letters.size(),
                bytes,
                letters.get(0).offset(),
                letters.get(letters.size() - 1).offset() + 1,
                new Batches(batch, batch + 1));
    }

    private void close(Place place, Open done) {
        Claim.Range range = new Claim.Range(place.identified, place.partition, done.from, done.until);
        pieces.add(new Origin.Piece(range, new LetterRange(range, done.batches, code, place.origin).uri()));
    }
}
