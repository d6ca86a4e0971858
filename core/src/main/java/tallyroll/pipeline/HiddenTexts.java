package tallyroll.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets of the definitions that this process has read, so that they can be taken out of what people and logs are shown. We
 * never write one into a message; a client library may quote what it was configured with, wholly or in part.
 *
 * <p>A secret of letters only, or a short one, is taken out where it stands as a word of its own: else a password {@code run} would
 * spoil every message, and so be told. One of less than {@value #SHORTEST} characters is not looked for.
 */
public final class HiddenTexts {
    private static final int SHORTEST = 3;
    private static final int LONG = 8;
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
    /** Passwords inside of values: {@code password="…"} of a JAAS configuration, {@code ://user:…@} of a URL. */
    private static final List<Pattern> PARTS = List.of(
            Pattern.compile("(?i)(?:password|secret|token)\\w*\\s*=\\s*[\"']?([^\"';\\s]+)"),
            Pattern.compile("://[^/@\\s:]*:([^/@\\s]+)@"));

    private static final Map<String, Hidden> KNOWN = new ConcurrentHashMap<>();
    /** The longest first. Sorted when one is added: the last words of a process without memory are shown too. */
    private static volatile List<Hidden> ordered = List.of();

    private record Hidden(Pattern pattern, String shown, int length) {}

    private HiddenTexts() {}

    /** From now on {@code secret}, and what looks like a password inside of it, is replaced by {@code shown}. */
    static void add(String secret, String shown) {
        hide(secret, shown);
        addParts(secret);
    }

    /** Hides what looks like a password inside of a value, which itself is no secret: {@code amqp://me:hunter2@broker}. */
    static void addParts(String value) {
        for (Pattern part : PARTS) {
            part.matcher(value).results().map(found -> found.group(1)).forEach(found -> hide(found, "(hidden)"));
        }
    }

    /** A text as it may be shown. */
    public static String withoutSecrets(String text) {
        String clean = text;
        for (Hidden hidden : ordered) {
            clean = hidden.pattern().matcher(clean).replaceAll(hidden.shown());
        }
        return clean;
    }

    private static void hide(String secret, String shown) {
        if (secret.length() >= SHORTEST) {
            KNOWN.computeIfAbsent(
                    secret, fresh -> new Hidden(pattern(secret), Matcher.quoteReplacement(shown), secret.length()));
            order();
        }
    }

    private static synchronized void order() {
        ordered = KNOWN.values().stream()
                .sorted(Comparator.comparingInt(Hidden::length).reversed())
                .toList();
    }

    private static Pattern pattern(String secret) {
        String literal = Pattern.quote(secret);
        boolean anywhere = secret.length() >= LONG && !LETTERS.matcher(secret).matches();
        return Pattern.compile(anywhere ? literal : "(?<![\\w.-])" + literal + "(?![\\w-]|\\.\\w)");
    }
}
