package tallyroll.pipeline;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a definition that nobody else may read: a password, or an option of a client that may hold one.
 *
 * <p>Serialised it is only a reference, so it is in nothing that is sent to executors. In the process that read the definition
 * (which runs the tasks too in local mode) the reference leads to the value that is in memory. In every other process the value
 * is resolved again there: the environment variable must be set on the executor, the file must be where it is on the driver. A
 * default ({@code ${env:NAME:-default}}) and a text without a reference are written in the definition itself and have no
 * reference; they stay in the process that read them ({@link #portable}).
 *
 * <p>Rejected: sending secrets as Spark properties. Spark hides them on its pages, but sends them to every executor as it sends
 * closures, in the clear unless its network encryption is on, and a session that another program has opened takes no more of them.
 *
 * <p>Two are equal when they came from the same text with the same value.
 */
public final class Secret implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final String PROCESS = UUID.randomUUID().toString();
    /** One for each text and value, so that definitions read again and again leave nothing behind. By {@link #number}. */
    private static final Map<Text, Integer> NUMBERS = new ConcurrentHashMap<>();

    private static final Map<Integer, Text> TEXTS = new ConcurrentHashMap<>();

    private final String key;
    private final String reference;
    private final boolean empty;
    private final String process;
    private final int number;
    private transient volatile String value;

    private record Text(String key, String reference, String value) {}

    private Secret(Text text, int number) {
        key = text.key();
        reference = text.reference();
        value = text.value();
        empty = value.isEmpty();
        process = PROCESS;
        this.number = number;
    }

    /**
     * A secret of this process.
     *
     * @param key the definition's key, for messages: {@code cassandra.password}
     * @param reference a text with {@code ${env:NAME}} and {@code ${file:ABSOLUTE_PATH}} that gives the value in any process;
     *     empty where there is none
     */
    static Secret of(String key, String reference, String value) {
        Text text = new Text(key, reference, value);
        HiddenTexts.add(value, reference.isEmpty() ? "(hidden)" : reference);
        synchronized (NUMBERS) {
            int number = NUMBERS.computeIfAbsent(text, fresh -> TEXTS.size());
            TEXTS.put(number, text);
            return new Secret(text, number);
        }
    }

    /** In place of a secret that was left out. */
    public static Secret none() {
        return of("", "", "");
    }

    /**
     * The value, resolved again where this is not the process that read the definition.
     *
     * @throws InvalidRequestException where it cannot be, with what to set here
     */
    public String value() {
        String known = value;
        if (known == null) {
            known = process.equals(PROCESS) ? TEXTS.get(number).value() : resolved(Environment.of(System.getenv()));
            value = known;
        }
        return known;
    }

    /** The definition's key. */
    public String key() {
        return key;
    }

    /** Whether other processes can resolve it. */
    public boolean portable() {
        return empty || !reference.isEmpty();
    }

    /** The value as another process has it. */
    String resolved(Environment environment) {
        if (empty) {
            return "";
        }
        if (reference.isEmpty()) {
            throw new InvalidRequestException(
                    cannot("it is written in the definition itself, and secrets are not sent to"
                            + " executors; write ${env:NAME} or ${file:PATH}"));
        }
        Matcher matcher = REFERENCE.matcher(reference);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String piece = matcher.group(1).equals("env")
                    ? variable(environment, matcher.group(2))
                    : file(environment, matcher.group(2));
            matcher.appendReplacement(text, Matcher.quoteReplacement(piece));
        }
        return matcher.appendTail(text).toString();
    }

    private String variable(Environment environment, String name) {
        Optional<String> found = environment.variable(name);
        return found.orElseThrow(() -> new InvalidRequestException(cannot("the environment variable \"" + name
                + "\" is not set in this process; set it for every executor, as it is for the driver")));
    }

    private String file(Environment environment, String path) {
        try {
            return environment.file(Path.of(path)).stripTrailing();
        } catch (IOException unreadable) {
            throw new InvalidRequestException(cannot("the file \"" + path + "\" cannot be read in this process ("
                    + unreadable.getClass().getSimpleName() + "); every executor needs it, where the driver has it"));
        }
    }

    private String cannot(String why) {
        return "Cannot resolve " + key + ": " + why + ".";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.number == number && secret.process.equals(process);
    }

    @Override
    public int hashCode() {
        return Objects.hash(process, number);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return reference.isEmpty() ? "(hidden)" : reference;
    }
}
