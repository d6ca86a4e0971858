package tallyroll.pipeline;

/**
 * What a strategy says to a key of the definition, or to a value of it, that does not go with it.
 *
 * @param section the key's section, empty at the top
 * @param value the value that is refused; {@link #ANY} for every one, {@link #UNUSED} for the key itself
 * @param rule what is wrong, without the place
 * @param suggestion what to do instead
 */
public record KeyRule(String section, String key, String value, String rule, String suggestion) {
    static final String ANY = "*";
    static final String UNUSED = "";

    /** Refuses a key that would do nothing, so that nobody relies on it. */
    public static KeyRule unused(String section, String key, String reason) {
        return new KeyRule(section, key, UNUSED, "has no meaning: " + reason, "remove it");
    }

    /** Whether the key is refused and not its value, which the fault then leaves out. */
    boolean aboutKey() {
        return value.equals(UNUSED);
    }

    boolean refuses(String written) {
        return value.equals(ANY) || value.equals(written);
    }
}
