package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
    private static final State EXACT = new State(10, 0, 100, 0, 0, 0);
    private static final State OVER = new State(10, 3, 100, 0, 5, 2);
    private static final State UNDER = new State(10, 3, 100, 0, 2, 5);
    private static final State LOST = new State(10, 3, 100, 4, 0, 4);
    private static final State WRONG = new State(10, 1, 100, 0, 0, 0);

    static Stream<Arguments> trials() {
        FaultKind plain = FaultKind.DRIVER_KILLED;
        return Stream.of(
                Arguments.of(measured(plain, EXACT, EXACT, EXACT), Verdict.EXACT),
                Arguments.of(measured(plain, EXACT, null, null), Verdict.EXACT),
                Arguments.of(measured(plain, EXACT, EXACT, OVER), Verdict.EXACT),
                Arguments.of(measured(plain, OVER, EXACT, EXACT), Verdict.SETTLED),
                Arguments.of(measured(plain, LOST, LOST, EXACT), Verdict.AFTER_REPLAY),
                Arguments.of(measured(plain, LOST, LOST, OVER), Verdict.LOST),
                Arguments.of(measured(plain, OVER, OVER, null), Verdict.OVER),
                Arguments.of(measured(plain, EXACT, OVER, null), Verdict.OVER),
                Arguments.of(measured(plain, UNDER, UNDER, UNDER), Verdict.UNDER),
                Arguments.of(measured(plain, WRONG, WRONG, WRONG), Verdict.WRONG),
                Arguments.of(measured(FaultKind.LOST_THEN_REPLAYED, LOST, LOST, EXACT), Verdict.AFTER_REPLAY),
                Arguments.of(measured(FaultKind.LOST_THEN_REPLAYED, LOST, LOST, OVER), Verdict.OVER),
                Arguments.of(measured(FaultKind.REPLAYED, OVER, EXACT, null), Verdict.SETTLED),
                Arguments.of(new Trial.NotApplicable(plain, Part.TASKS), Verdict.NOT_APPLICABLE),
                Arguments.of(new Trial.Failed(plain, "no server"), Verdict.FAILED));
    }

    @ParameterizedTest
    @MethodSource("trials")
    void verdict_ofTrial_is(Trial trial, Verdict verdict) {
        assertThat(Verdict.of(trial)).isEqualTo(verdict);
    }

    static Stream<Arguments> leftovers() {
        FaultKind plain = FaultKind.DRIVER_KILLED;
        FaultKind lost = FaultKind.LOST_THEN_REPLAYED;
        return Stream.of(
                Arguments.of("right at once", measured(plain, EXACT, EXACT, OVER), null, null),
                Arguments.of("right once settled", measured(plain, OVER, EXACT, EXACT), null, null),
                Arguments.of("nothing settles", measured(plain, OVER, null, OVER), OVER, null),
                Arguments.of("settled and still wrong", measured(plain, OVER, UNDER, OVER), UNDER, null),
                Arguments.of("waits for a replay", measured(plain, OVER, LOST, EXACT), null, LOST),
                Arguments.of("waits, and nothing settles", measured(plain, LOST, null, EXACT), null, LOST),
                Arguments.of("replayed as part of the fault", measured(lost, LOST, LOST, EXACT), null, LOST),
                Arguments.of("made worse by the replay", measured(lost, LOST, null, OVER), OVER, null));
    }

    /** A mark and a bar must never disagree: wrong for good is what remains, no more and no less. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("leftovers")
    void remaining_ofTrial_isWhatItsVerdictStandsFor(
            String story, Trial.Measured trial, State forGood, State untilReplay) {
        assertThat(Verdict.remaining(trial)).isEqualTo(Optional.ofNullable(forGood));
        assertThat(Verdict.untilReplay(trial)).isEqualTo(Optional.ofNullable(untilReplay));
        assertThat(Verdict.of(trial).wrong()).isEqualTo(forGood != null);
    }

    private static Trial measured(FaultKind fault, State first, State settled, State last) {
        Map<Moment, State> states = new EnumMap<>(Moment.class);
        states.put(Moment.AFTER_FAULT, first);
        if (settled != null) {
            states.put(Moment.AFTER_SETTLING, settled);
        }
        if (last != null) {
            states.put(Moment.AFTER_REPLAY, last);
        }
        return new Trial.Measured(fault, 120, states, new RecoveryTime.Never(), "");
    }
}
