package tallyroll.pipeline;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which names CQL takes unquoted, and which of them Tallyroll keeps for itself. */
public final class Names {
    /** Cassandra cuts names of keyspaces and tables here. */
    static final int LONGEST = 48;

    /** Prefix of the control tables. */
    static final String OWN_PREFIX = "tally_";

    /** Columns that every summary table has. */
    static final Set<String> OWN_COLUMNS = Set.of("period", "bucket", "batch");

    private static final Set<String> RESERVED = Set.of(
            ("add allow alter and apply asc authorize batch begin by columnfamily create default delete desc describe drop "
                            + "entries execute from full grant if in index infinity insert into is keyspace limit materialized mbean "
                            + "mbeans modify nan norecursive not null of on or order primary rename replace revoke schema select set "
                            + "table to token truncate unlogged unset update use using view where with")
                    .split(" "));

    private Names() {}

    /** The rule that a name breaks as a CQL name. */
    static Optional<String> fault(String name) {
        if (!name.matches(Grammar.NAME.pattern())) {
            return Optional.of(Grammar.NAME.rule());
        }
        return RESERVED.contains(name) ? Optional.of("is a reserved word of CQL") : Optional.empty();
    }

    /** The rule that a name breaks as the name of a column beside Tallyroll's own. */
    public static Optional<String> columnFault(String name) {
        return OWN_COLUMNS.contains(name)
                ? Optional.of("is a column that every summary table has of its own")
                : fault(name);
    }

    /** A name that a pipeline and its keyspace may have, as like the text as can be. */
    public static String keyspace(String text) {
        String name = snake(text).replaceAll("[^a-z0-9_]+", "_").replaceAll("^[0-9_]+|_+$", "");
        name = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        if (name.isEmpty()) {
            return "events";
        }
        return fault(name).isPresent() ? name + "_events" : name;
    }

    /** {@code arrDelay} as {@code arr_delay}. */
    static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^_+", "");
    }
}
