package tallyroll.control;

import java.util.Map;
import java.util.Set;

/** Port: what the sources of a pipeline are now, see {@link SourceIdentity}: one, or each of several topics. */
@FunctionalInterface
public interface SourceIdentities {
    /**
     * By name, without incarnation: those that there are now, and those of {@code known} that are read still, whether they are there
     * or not.
     *
     * @param known the names of those that were seen before
     */
    Map<String, ? extends SourceIdentity> sources(Set<String> known);

    /** The only one. */
    static SourceIdentities of(String name, SourceIdentity only) {
        return known -> Map.of(name, only);
    }
}
