package tallyroll.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planned faults cross a process boundary as text. */
class FaultSpecTest {
    private static final FaultLog LOG = new FaultLog(Path.of("/tmp/faults.log"));

    @Test
    void text_ofAFault_saysWhatAndWhen() {
        assertThat(FaultSpec.holdInApply(20)).hasToString("hold-in-apply:20@armed");
        assertThat(FaultSpec.unknownOutcomes(40).inBatch(2)).hasToString("unknown-outcomes:40@2");
    }

    @ParameterizedTest
    @EnumSource(FaultSpec.Kind.class)
    void parse_ofItsText_isTheSameFault(FaultSpec.Kind kind) {
        FaultSpec fault = new FaultSpec(kind, 7, java.util.OptionalLong.empty());

        for (FaultSpec one : List.of(fault, fault.inBatch(3))) {
            assertThat(FaultSpec.parse(one.toString())).isEqualTo(one);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hold-in-apply", "hold-in-apply:20", "hold-in-apply:x@2", "hold-in-apply:20@soon", "hold:1@2"})
    void parse_malformed_saysWhatIsExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultSpec.parse(text))
                .withMessageStartingWith("Cannot inject \"" + text + "\" (property tallyroll.faults):"
                        + " expected KIND:COUNT@BATCH or KIND:COUNT@armed, with a KIND of [hold-after-claim, ");
    }

    @Test
    void kinds_all_areThePermittedFaults() {
        assertThat(Stream.of(FaultSpec.Kind.values())
                        .map(kind -> kind.name().replace("_", "").toLowerCase(java.util.Locale.ROOT))
                        .map(name -> name.startsWith("die") ? "dieofmemory" : name) // in a task, in the driver
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(InjectedFault.class.getPermittedSubclasses())
                        .map(type -> type.getSimpleName().toLowerCase(java.util.Locale.ROOT))
                        .toList());
    }

    @Test
    void jvmOptions_twoFaults_nameBothAndTheLog() {
        assertThat(FaultSpec.jvmOptions(LOG, List.of(FaultSpec.loseAnswers(10), FaultSpec.waitInApply(20))))
                .containsExactly(
                        "-Dtallyroll.faults=lose-answers:10@armed,wait-in-apply:20@armed",
                        "-Dtallyroll.faults.log=/tmp/faults.log");
    }

    @Test
    void ofThisProcess_notStartedWithFaults_isNothing() {
        assertThat(FaultSpec.ofThisProcess()).isEmpty();
    }

    @Test
    void during_someWork_plansTheFaultForItAlone() {
        FaultSpec.during(LOG, FaultSpec.holdBeforeCommit(), () -> assertThat(FaultSpec.ofThisProcess())
                .hasSize(1));

        assertThat(FaultSpec.ofThisProcess()).isEmpty();
    }
}
