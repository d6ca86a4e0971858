package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.pipeline.Value.Scalar;

/**
 * Collects what is wrong with one definition.
 *
 * <p>Nothing that was substituted gets out: a faulty value is shown as written, and where a rule quotes a substituted value or
 * a part of it, the quotation is replaced too. Nor does what is written under a key that sounds like a secret's.
 */
final class DefinitionErrors {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern USERS_OWN = Pattern.compile("^(event[.]fields|rollups)[.]");
    private static final int SHORTEST_SECRET = 3;
    private final List<DefinitionError> found = new ArrayList<>();
    private final Map<String, String> writtenBySecret = new HashMap<>();

    void add(Place place, String rule, String suggestion) {
        found.add(new DefinitionError(place.line(), place.column(), place.key(), "", rule, suggestion));
    }

    void add(Scalar value, String rule, String suggestion) {
        Place place = value.place();
        boolean hidden =
                secret(place.key()) && !REFERENCE.matcher(value.shown()).matches();
        String shown = hidden ? "(hidden)" : value.shown();
        found.add(new DefinitionError(
                place.line(), place.column(), place.key(), shown, withoutParts(value, rule), suggestion));
    }

    /** Notes that {@code secret} came from outside and must be shown as {@code written}. */
    void hide(String secret, String written) {
        writtenBySecret.put(secret, written);
    }

    boolean none() {
        return found.isEmpty();
    }

    /** All faults in the order of the file. */
    List<DefinitionError> inOrder() {
        return found.stream()
                .map(this::withoutSecrets)
                .sorted(Comparator.comparingInt(DefinitionError::line).thenComparingInt(DefinitionError::column))
                .toList();
    }

    /** Whether the key's name says so, where the names are not the user's own. */
    private static boolean secret(String key) {
        return !USERS_OWN.matcher(key).find() && Options.secret(key.substring(key.lastIndexOf('.') + 1));
    }

    private static String withoutParts(Scalar value, String text) {
        if (value.text().equals(value.shown())) {
            return text;
        }
        return QUOTED.matcher(text).replaceAll(quoted -> Matcher.quoteReplacement(shown(value, quoted)));
    }

    private static String shown(Scalar value, MatchResult quoted) {
        String word = quoted.group(1);
        boolean secret = value.text().contains(word) && !value.shown().contains(word);
        return secret ? "\"" + value.shown() + "\"" : quoted.group();
    }

    private DefinitionError withoutSecrets(DefinitionError fault) {
        return new DefinitionError(
                fault.line(),
                fault.column(),
                fault.key(),
                fault.value(),
                withoutSecrets(fault.rule()),
                withoutSecrets(fault.suggestion()));
    }

    private String withoutSecrets(String text) {
        String clean = text;
        for (Map.Entry<String, String> secret : writtenBySecret.entrySet()) {
            if (secret.getKey().length() >= SHORTEST_SECRET) {
                clean = clean.replace(secret.getKey(), secret.getValue());
            }
        }
        return clean;
    }
}
