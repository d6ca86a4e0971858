package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The example on the page is the one that compiles, and that runs after the quickstart. */
class ReadingExampleTest {
    @Test
    void example_onThePage_isTheOneThatCompiles() throws IOException {
        String source = Files.readString(Page.HOME.resolve("lab/src/test/java/tallyroll/docs/ReadingExample.java"));
        String shown = source.split("    // docs\n")[1].stripTrailing().stripIndent();

        assertThat(Page.blocks("java"))
                .anySatisfy(block -> assertThat(block.text().strip()).isEqualTo(shown));
    }
}
