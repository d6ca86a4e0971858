package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PathMatchesTest {
    private static final PathMatches FIRST = matches(Set.of("id"), Map.of("delay", 10L, "typo", 10L));
    private static final PathMatches SECOND = matches(Set.of("id", "delay"), Map.of("typo", 5L));

    private static PathMatches matches(Set<String> matched, Map<String, Long> unmatched) {
        return new PathMatches(matched, unmatched);
    }

    @Test
    void plus_inAnyOrder_isMatchedWhereEitherWas() {
        PathMatches both = matches(Set.of("id", "delay"), Map.of("typo", 15L));

        assertThat(FIRST.plus(SECOND)).isEqualTo(both);
        assertThat(SECOND.plus(FIRST)).isEqualTo(both);
        assertThat(FIRST.plus(PathMatches.NONE)).isEqualTo(FIRST);
    }

    /** A path that was corrected begins again from nothing, and what it was is forgotten, so that no definition makes it grow. */
    @Test
    void followedBy_anotherDefinition_keepsItsPathsOnly() {
        PathMatches corrected = matches(Set.of("tipo"), Map.of("id", 3L, "new", 3L));

        assertThat(FIRST.followedBy(corrected)).isEqualTo(matches(Set.of("tipo", "id"), Map.of("new", 3L)));
        assertThat(FIRST.followedBy(PathMatches.NONE)).isEqualTo(FIRST);
    }

    @Test
    void of_twoFieldsOfOnePath_isMatchedWhereOneIs() {
        assertThat(PathMatches.of(Set.of("a"), Set.of("a", "b"), 7)).isEqualTo(matches(Set.of("a"), Map.of("b", 7L)));
    }

    @Test
    void new_pathThatIsBoth_isRefused() {
        assertThatThrownBy(() -> matches(Set.of("a"), Map.of("a", 1L))).hasMessageContaining("a path is both");
    }
}
