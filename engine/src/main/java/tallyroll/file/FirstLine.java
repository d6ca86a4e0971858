package tallyroll.file;

/** What the first line of a JSON file says about the rest. */
final class FirstLine {
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private FirstLine() {}

    /**
     * Whether values stand over several lines, or all in one array.
     *
     * @param head the file's beginning, with its first line unless that is very long
     */
    static boolean spansLines(byte[] head) {
        int first = white(head, mark(head));
        if (first == head.length || (head[first] != '[' && head[first] != '{')) {
            return false;
        }
        int end = end(head, first);
        boolean array = head[first] == '[';
        if (end < head.length && head[end] == '\n') {
            return array || goesOn(head, end);
        }
        return array && (end == head.length || white(head, end + 1) == head.length);
    }

    /** Whether what stands in the next line can go on in an object: another object there is the next of a file of lines. */
    private static boolean goesOn(byte[] head, int lineEnd) {
        int next = white(head, lineEnd);
        return next < head.length && (head[next] == '"' || head[next] == '}');
    }

    /** Where the bracket that closes the first one is, or the first line end before it. */
    private static int end(byte[] head, int first) {
        int depth = 0;
        boolean quoted = false;
        for (int i = first; i < head.length; i++) {
            if (head[i] == '\n') {
                return i;
            }
            if (quoted) {
                quoted = head[i] != '"';
                i += head[i] == '\\' ? 1 : 0;
            } else if (head[i] == '"') {
                quoted = true;
            } else if (head[i] == '{' || head[i] == '[') {
                depth++;
            } else if ((head[i] == '}' || head[i] == ']') && --depth == 0) {
                return i;
            }
        }
        return head.length;
    }

    private static int mark(byte[] head) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (head.length <= i || (head[i] & 0xff) != BYTE_ORDER_MARK[i]) {
                return 0;
            }
        }
        return BYTE_ORDER_MARK.length;
    }

    private static int white(byte[] head, int from) {
        int at = from;
        while (at < head.length && (head[at] == ' ' || head[at] == '\n' || head[at] == '\r' || head[at] == '\t')) {
            at++;
        }
        return at;
    }
}
