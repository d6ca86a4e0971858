package tallyroll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in a JVM of its own, and what it cost. */
class MeasuredProcessTest {
    @TempDir
    private Path directory;

    private MeasuredProcess process;

    /** Prints a variable of its environment and its arguments, one a line; fails on demand. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] args) {
            System.out.println(System.getenv("GREETING"));
            for (String argument : args) {
                System.out.println(argument);
            }
            System.err.println("to the log");
            if (args.length > 0 && args[0].equals("fail")) {
                System.exit(3);
            }
        }
    }

    @BeforeEach
    void create() {
        process = new MeasuredProcess(Map.of("GREETING", "hello"), directory.resolve("log"));
    }

    @Test
    void run_program_hasItsLastLineAndItsCost() throws Exception {
        MeasuredProcess.Ended ended = process.run(Echo.class, List.of("one", "two"));

        assertThat(ended.last()).isEqualTo("two");
        assertThat(ended.wallMillis()).isPositive();
        assertThat(ended.cpuMillis()).isPositive();
        assertThat(directory.resolve("log")).content().contains("to the log").doesNotContain("two");
    }

    @Test
    void run_programWithoutArguments_seesTheVariables() throws Exception {
        assertThat(process.run(Echo.class, List.of()).last()).isEqualTo("hello");
    }

    @Test
    void run_programThatFails_saysHowAndWhereToLook() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> process.run(Echo.class, List.of("fail")))
                .withMessageContaining("[fail]")
                .withMessageContaining("3")
                .withMessageContaining(directory.resolve("log").toString());
    }
}
