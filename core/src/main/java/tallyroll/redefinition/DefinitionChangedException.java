package tallyroll.redefinition;

import tallyroll.TallyrollException;

/** A definition is not the one under which the record and the rows were written, and what was asked for needs that it is. */
public final class DefinitionChangedException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    DefinitionChangedException(String message) {
        super(message);
    }
}
