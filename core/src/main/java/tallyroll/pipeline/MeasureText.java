package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measure's text in its parts: {@code sum(price * quantity) where status = 'paid'}. Commas, brackets and the word {@code where}
 * within quotes or brackets belong to what is around them.
 *
 * @param arguments as they are written, without the spaces around them
 * @param condition what follows {@code where}; empty where nothing does
 */
record MeasureText(String function, List<String> arguments, String condition) {
    private static final Pattern HEAD = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s*");
    private static final Pattern CONDITION = Pattern.compile("\\s*(?:where|WHERE)\\b\\s*(\\S.*?)\\s*", Pattern.DOTALL);

    /** The parts; empty where the text has not the form of a measure. */
    static Optional<MeasureText> read(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>();
        int at = head.end();
        if (at < text.length() && text.charAt(at) == '(') {
            at = arguments(text, at + 1, arguments);
        }
        if (at < 0) {
            return Optional.empty();
        }
        String rest = text.substring(at);
        Matcher condition = CONDITION.matcher(rest);
        boolean none = rest.isBlank();
        if (!none && !condition.matches()) {
            return Optional.empty();
        }
        boolean nothing = arguments.size() == 1 && arguments.get(0).isEmpty();
        return Optional.of(new MeasureText(
                head.group(1), nothing ? List.of() : List.copyOf(arguments), none ? "" : condition.group(1)));
    }

    /** Reads arguments up to the bracket that closes them; where it ends, or -1 where none does. */
    private static int arguments(String text, int from, List<String> into) {
        int depth = 0;
        int begin = from;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                at = quoteEnd(text, at);
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (depth > 0 && (c == ')' || c == ']')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                into.add(text.substring(begin, at).strip());
                begin = at + 1;
                if (c == ')') {
                    return begin;
                }
            }
        }
        return -1;
    }

    /** The quote that ends what begins at {@code at}, or the end of the text. A doubled quote begins again what it ends. */
    private static int quoteEnd(String text, int at) {
        char quote = text.charAt(at);
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' && quote != '`' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }
}
