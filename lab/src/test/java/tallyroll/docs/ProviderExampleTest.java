package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The provider that docs/receivers shows is the one that compiles and is on the class path of the snippets' test. */
class ProviderExampleTest {
    @Test
    void provider_onThePage_isTheOneThatCompiles() throws IOException {
        String source = Files.readString(Page.HOME.resolve("lab/src/test/java/tallyroll/docs/AmqpProvider.java"));
        String shown = source.split("    // docs\n")[1].stripTrailing().stripIndent();

        assertThat(Page.blocks("java"))
                .anySatisfy(block -> assertThat(block.text()).startsWith(shown));
    }
}
