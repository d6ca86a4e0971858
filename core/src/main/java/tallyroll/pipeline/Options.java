package tallyroll.pipeline;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tallyroll.pipeline.Value.Scalar;

/**
 * Options of a client library, passed on as they are. Which of them are secret is not for us to know: an option is taken for one
 * whose name sounds like it, or whose value was not written in the definition.
 */
public final class Options implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern SECRET =
            Pattern.compile("(?i)secret|password|passwd|token|credential|jaas|access[.]?key|keystore[.]key");
    /** Names of where something is or how it is found, which is no secret: {@code fs.s3a.aws.credentials.provider}. */
    private static final Pattern NO_SECRET =
            Pattern.compile("(?i)(provider|path|url|uri|location|file|type|class|mechanism|enabled)$");

    private final TreeMap<String, String> plain;
    private final TreeMap<String, Secret> secrets;

    private Options(Map<String, String> plain, Map<String, Secret> secrets) {
        this.plain = new TreeMap<>(plain);
        this.secrets = new TreeMap<>(secrets);
    }

    /** Options that were not written in a definition. */
    public static Options of(Map<String, String> values) {
        Options options = new Options(Map.of(), Map.of());
        values.forEach((name, value) -> options.add("options.", name, "", value));
        return options;
    }

    /** @param section the key that they are written under: {@code source.kafka.options} */
    static Options read(String section, Map<String, Scalar> written) {
        Options options = new Options(Map.of(), Map.of());
        written.forEach((name, value) -> options.add(section + ".", name, value.reference(), value.text()));
        return options;
    }

    private void add(String section, String name, String reference, String value) {
        if (!reference.isEmpty() || secret(name)) {
            secrets.put(name, Secret.of(section + name, reference, value));
        } else {
            plain.put(name, value);
        }
    }

    /** Whether the value of an option, or of a key, of this name is not to be shown. */
    static boolean secret(String name) {
        return SECRET.matcher(name).find() && !NO_SECRET.matcher(name).find();
    }

    /**
     * All of them by name.
     *
     * @throws InvalidRequestException where a secret cannot be resolved in this process
     */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(plain);
        for (Entry<String, Secret> secret : secrets.entrySet()) {
            values.put(secret.getKey(), secret.getValue().value());
        }
        return values;
    }

    public Collection<Secret> secrets() {
        return secrets.values();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && options.plain.equals(plain) && options.secrets.equals(secrets);
    }

    @Override
    public int hashCode() {
        return plain.hashCode() * 31 + secrets.hashCode();
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Options" + plain.keySet() + secrets.keySet();
    }
}
