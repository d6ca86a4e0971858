package tallyroll.cli;

/**
 * A column of a {@link Table}.
 *
 * @param name the key in JSON and the header in CSV
 * @param unit shown behind the name in a table's header; empty if the values have none
 * @param number whether the values are quantities, shown right-aligned and with thousands apart
 */
public record Column(String name, String unit, boolean number) {
    /** A column of words, instants and other values read from the left. */
    public static Column text(String name) {
        return new Column(name, "", false);
    }

    /** A column of numbers without unit. */
    public static Column number(String name) {
        return new Column(name, "", true);
    }

    /** A column of numbers. */
    public static Column number(String name, String unit) {
        return new Column(name, unit, true);
    }

    String title() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }
}
