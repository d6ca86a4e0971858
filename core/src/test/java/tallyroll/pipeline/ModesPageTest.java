package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed page of what each mode answers is what the modes answer. */
class ModesPageTest {
    private static final String COMMAND = "./mvnw -pl core test -Dtest=ModesPageTest -Dtallyroll.regenerate=true";
    private static final Path PAGE =
            Path.of(System.getProperty("tallyroll.home")).resolve("docs/reference/modes.md");

    @Test
    void page_committed_isTheGeneratedOne() throws IOException {
        String generated = ModesPage.of(Edited.pipeline().rollups().get(0), COMMAND);
        if (Boolean.getBoolean("tallyroll.regenerate")) {
            Files.writeString(PAGE, generated);
        }

        assertThat(PAGE).as("it is not up to date; run %s", COMMAND).hasContent(generated);
    }
}
