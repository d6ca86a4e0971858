package tallyroll.pipeline;

/**
 * One thing that is wrong with a definition.
 *
 * @param line where it stands, from 1
 * @param column where in the line, from 1
 * @param key the path of the key, such as {@code rollups.delays_by_origin.by}; empty for the whole file
 * @param value what stands there, as written (never what was substituted for it); empty where nothing does
 * @param rule what is broken
 * @param suggestion what to do; may be empty
 */
public record DefinitionError(int line, int column, String key, String value, String rule, String suggestion) {
    private static final int LONGEST_VALUE = 100;

    /** One line: {@code flights.yaml:12: event.format: "jsn": is none of json, csv, text; did you mean "json"?}. */
    public String text(String file) {
        StringBuilder text = new StringBuilder(file).append(':').append(line).append(": ");
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        if (!value.isEmpty()) {
            text.append('"').append(shortened()).append("\": ");
        }
        text.append(rule);
        return suggestion.isEmpty() ? text.toString() : text + "; " + suggestion;
    }

    private String shortened() {
        String flat = value.replaceAll("\\s+", " ");
        return flat.length() <= LONGEST_VALUE ? flat : flat.substring(0, LONGEST_VALUE) + "…";
    }
}
