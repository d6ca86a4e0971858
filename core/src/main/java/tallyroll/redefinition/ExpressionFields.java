package tallyroll.redefinition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;

/**
 * Which fields SQL texts name, themselves or by way of derived fields. Taken from their words, so a word in quotes may be taken for a
 * field, and none is ever missed.
 */
final class ExpressionFields {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ExpressionFields() {}

    /** The names in lower case, for SQL does not tell case apart. */
    static Set<String> named(EventSchema schema, Collection<String> texts) {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            expressions.put(lower(field.name()), field.expression());
        }
        Set<String> named = new HashSet<>();
        List<String> left = new ArrayList<>(texts);
        while (!left.isEmpty()) {
            Matcher words = WORD.matcher(left.remove(left.size() - 1));
            while (words.find()) {
                String word = lower(words.group());
                if (expressions.containsKey(word) && named.add(word)) {
                    left.add(expressions.get(word));
                }
            }
        }
        return named;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
