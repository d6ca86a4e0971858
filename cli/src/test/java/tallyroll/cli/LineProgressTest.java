package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Progress where nobody watches: a line for each tenth. */
class LineProgressTest {
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, Path.of("."), Map.of());

    @Test
    void step_byOne_printsEachTenthOnce() {
        try (Progress progress = console.progress("publishing", "events", 20)) {
            for (int i = 0; i < 20; i++) {
                progress.step(1);
            }
        }

        assertThat(err.toString().lines())
                .hasSize(10)
                .startsWith("publishing 10 %: 2 of 20 events", "publishing 20 %: 4 of 20 events")
                .endsWith("publishing 100 %: 20 of 20 events");
    }

    @Test
    void step_overSeveralTenths_printsTheLastOnly() {
        try (Progress progress = console.progress("reading", "rows", 1_000_000)) {
            progress.step(350_000);
            progress.step(1);
        }

        assertThat(err.toString().lines()).containsExactly("reading 30 %: 350,000 of 1,000,000 rows");
    }

    @Test
    void step_moreThanTheTotal_staysAtTheEnd() {
        try (Progress progress = console.progress("reading", "rows", 10)) {
            progress.step(25);
            progress.step(25);
        }

        assertThat(err.toString().lines()).containsExactly("reading 100 %: 25 of 10 rows");
    }

    @Test
    void step_ofNothing_needsNoTotal() {
        try (Progress progress = console.progress("reading", "rows", 0)) {
            progress.step(0);
        }

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void step_fromManyThreads_losesNoneAndRepeatsNoLine() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(4);
        Progress progress = console.progress("packing", "events", 4_000);
        for (int thread = 0; thread < 4; thread++) {
            new Thread(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            progress.step(1);
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();

        assertThat(err.toString().lines())
                .hasSize(10)
                .doesNotHaveDuplicates()
                .endsWith("packing 100 %: 4,000 of 4,000 events");
    }
}
