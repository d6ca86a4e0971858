package tallyroll.importing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.pipeline.InvalidRequestException;

/** A table of the pipeline's cluster as people write it: {@code cassandra:KEYSPACE.TABLE}, names as they stand there. */
public record TableAddress(String keyspace, String table) {
    private static final String SCHEME = "cassandra:";
    private static final Pattern ADDRESS = Pattern.compile(SCHEME + "([A-Za-z0-9_]{1,48})\\.([A-Za-z0-9_]{1,222})");

    /** Whether a text is meant to be one. */
    public static boolean names(String text) {
        return text.startsWith(SCHEME);
    }

    /** @throws InvalidRequestException where it is none */
    public static TableAddress parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new InvalidRequestException(
                    "\"" + text + "\" is not the address of a table: write cassandra:KEYSPACE.TABLE");
        }
        return new TableAddress(address.group(1), address.group(2));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return SCHEME + keyspace + "." + table;
    }
}
