package tallyroll.decode;

import tallyroll.bytes.Slice;

/** The lines of a message that are not empty. In CSV a line end within quotes ends none. */
final class LineParts implements Exploder.Parts {
    private final boolean quotes;

    LineParts(boolean quotes) {
        this.quotes = quotes;
    }

    @Override
    public Decoding find(Slice value, Exploder.Found into) {
        into.replaced().set(value);
        byte[] bytes = value.array();
        boolean quoted = false;
        int begin = value.from();
        for (int i = value.from(); i <= value.until(); i++) {
            boolean last = i == value.until();
            quoted ^= !last && quotes && bytes[i] == '"';
            if (last || (bytes[i] == '\n' && !quoted)) {
                int end = i > begin && bytes[i - 1] == '\r' ? i - 1 : i;
                if (end > begin && !into.add(begin, end)) {
                    return RejectCode.TOO_LARGE.because("the record has more than " + Exploder.MAX_ELEMENTS
                            + " lines, which are events; at most so many are taken of one record");
                }
                begin = i + 1;
            }
        }
        return Decoding.OK;
    }
}
