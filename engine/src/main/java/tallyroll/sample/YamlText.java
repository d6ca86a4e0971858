package tallyroll.sample;

import java.util.regex.Pattern;

/** Text from anywhere as YAML that says just that, in a value or in a comment. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null|nan|inf");
    private static final int LONGEST = 32;

    private YamlText() {}

    /** As a value: plain where it can be, in double quotes otherwise. */
    static String value(String text) {
        return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : quoted(text);
    }

    /** As an example in a comment: in quotes, on one line, and not for long. */
    static String example(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST ? quoted(text) : quoted(text.substring(0, text.offsetByCodePoints(0, LONGEST))) + "…";
    }

    /** A message on one line of a comment, without anything that a terminal or YAML would act upon. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> append(line, c));
        return line.toString();
    }

    /** In double quotes. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            append(quoted, c);
        });
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder text, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                text.append(c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c));
            default -> text.appendCodePoint(c);
        }
    }
}
