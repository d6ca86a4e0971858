package tallyroll.reading;

import java.util.List;
import java.util.Optional;

/**
 * Some rows of an answer.
 *
 * @param next what {@link Selection#page(int, String)} of the same selection goes on with, in this process or another; empty where
 *     there are no more rows
 */
public record Page(List<Row> rows, Optional<String> next) {
    public Page {
        rows = List.copyOf(rows);
    }
}
