package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that go with everything in them, and with nothing else. */
class FileTreeTest {
    @TempDir
    private Path directory;

    @Test
    void delete_directory_takesWhatIsInIt() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/below/deeper"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("below/file"), "text");
        Path beside = Files.writeString(directory.resolve("beside"), "text");

        FileTree.delete(tree);

        assertThat(directory.toFile().listFiles()).containsExactly(beside.toFile());
    }

    @Test
    void delete_link_leavesWhatItPointsTo() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Path file = Files.writeString(target.resolve("file"), "text");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), target);

        FileTree.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(file).hasContent("text");
    }

    @Test
    void delete_fileOrNothing_isNoError() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");

        FileTree.delete(file);
        assertThatCode(() -> FileTree.delete(file)).doesNotThrowAnyException();

        assertThat(file).doesNotExist();
    }
}
