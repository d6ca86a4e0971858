package tallyroll.oracle;

/**
 * Something that is not stored as it should be.
 *
 * @param row the group and the bucket
 * @param column the column; empty if it is about the whole row
 */
public record Difference(String table, String row, String column, String expected, String stored) {
    @Override
    public String toString() {
        return "%s %s%s: expected %s, stored %s"
                .formatted(table, row, column.isEmpty() ? "" : " " + column, expected, stored);
    }
}
