package tallyroll.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, split into parts that can be compared with the code. */
record Page(Path path, String text) {
    static final Path HOME = Path.of(System.getProperty("tallyroll.home"));

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\n]*)\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+(?:\n[^`\n]+)?)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /** @param info what follows the fence, such as {@code yaml} */
    record Block(Page page, int line, String info, String text) {
        @Override
        public String toString() {
            return page + ":" + line + " " + info;
        }
    }

    /** The pages at the root and everything under docs. */
    static List<Page> all() {
        try (Stream<Path> root = Files.list(HOME);
                Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Page read(Path path) {
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Block> blocks(String info) {
        return all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.info().equals(info))
                .toList();
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(this, line(found), found.group(1).trim(), found.group(2)))
                .toList();
    }

    /** What is between backticks in the running text. */
    List<String> inlineCode() {
        return CODE.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1).replaceAll("\\s+", " "))
                .toList();
    }

    List<String> links() {
        return LINK.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The headings as GitHub names their anchors. */
    List<String> anchors() {
        return text.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The rows of the tables whose first row is this one, cell by cell. */
    List<List<String>> rows(String... head) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            List<String> cells = cells(line);
            if (cells.equals(List.of(head))) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|---")) {
                rows.add(cells);
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()
                : List.of();
    }

    private int line(MatchResult found) {
        return (int) text.substring(0, found.start()).lines().count() + 1;
    }

    @Override
    public String toString() {
        return HOME.relativize(path).toString();
    }
}
