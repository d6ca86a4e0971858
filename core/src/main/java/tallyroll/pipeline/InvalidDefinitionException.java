package tallyroll.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import tallyroll.TallyrollException;

/** A definition that cannot be used. Its message has a line for each fault. */
public final class InvalidDefinitionException extends TallyrollException {
    private final transient List<DefinitionError> faults;

    InvalidDefinitionException(String file, List<DefinitionError> faults) {
        super(faults.stream().map(fault -> fault.text(file)).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** All of them, in the order of the file; at least one. */
    public List<DefinitionError> faults() {
        return faults;
    }
}
