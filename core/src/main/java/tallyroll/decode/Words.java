package tallyroll.decode;

import java.util.List;
import tallyroll.bytes.Slice;

/** A few words that texts are compared with, without a string for each text. */
final class Words {
    private final byte[][] words;

    Words(List<String> words) {
        this.words = words.stream().map(word -> Slice.of(word).toByteArray()).toArray(byte[][]::new);
    }

    boolean has(Slice text) {
        for (byte[] word : words) {
            if (text.sameBytes(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of them is the text but for the case of letters A to Z. */
    boolean hasInAnyCase(Slice text) {
        for (byte[] word : words) {
            if (word.length == text.length() && sameInAnyCase(text, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameInAnyCase(Slice text, byte[] word) {
        byte[] raw = text.array();
        int from = text.from();
        for (int i = 0; i < word.length; i++) {
            if (lower(raw[from + i]) != lower(word[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
