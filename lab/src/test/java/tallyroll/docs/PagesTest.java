package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.decode.RejectCode;

/** What pages name exists: links, files, types, tests, commands, exit codes. */
class PagesTest {
    private static final Pattern FILE =
            Pattern.compile("(?:docs|examples|core|store|engine|lab|build-rules|\\.ci)/[\\w./-]*\\w/?");
    private static final Pattern TYPE = Pattern.compile("([a-z]+)\\.([A-Z][a-z]\\w*)(?:#(\\w+))?");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(\\*|//|/\\*)");
    private static final Pattern USE = Pattern.compile("\\btallyroll\\.(\\w+)\\.[A-Z]");
    private static final List<String> MODULES = List.of("core", "store", "engine", "cli", "lab");

    @ParameterizedTest
    @MethodSource("pages")
    void links_ofAPage_leadSomewhere(Page page) {
        assertThat(page.links()).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
            if (!link.startsWith("http")) {
                assertThat(target).as(link).exists();
            }
            if (parts.length == 2 && !link.startsWith("http")) {
                assertThat(Page.read(target).anchors()).as(link).contains(parts[1]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void files_namedByAPage_areThere(Page page) {
        assertThat(page.inlineCode())
                .filteredOn(code -> FILE.matcher(code).matches() && !code.contains("/target/"))
                .allSatisfy(code -> assertThat(Page.HOME.resolve(code)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void types_namedByAPage_areThere(Page page) {
        assertThat(page.inlineCode()).allSatisfy(code -> {
            Matcher type = TYPE.matcher(code);
            if (type.matches()) {
                String source = source(type.group(1), type.group(2));
                assertThat(source).as("source of " + code).isNotEmpty();
                assertThat(source).as(code).contains(type.group(3) == null ? "" : " " + type.group(3) + "(");
            }
        });
    }

    @Test
    void readme_whole_isShort() throws IOException {
        String readme = Files.readString(Page.HOME.resolve("README.md"));

        assertThat(readme.split("\\s+").length).isLessThanOrEqualTo(600);
    }

    @Test
    void reference_commands_areThoseOfTheClassPath() {
        Set<String> documented = commands().rows("command", "what it does").stream()
                .flatMap(row -> Pattern.compile("`([a-z]+)").matcher(row.get(0)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(documented)
                .isEqualTo(Main.commandsOnClassPath().stream()
                        .map(command -> new CommandLine(command).getCommandName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void reference_exitCodes_areThoseOfTheShell() {
        assertThat(exitCodes(commands()))
                .isEqualTo(Arrays.stream(ExitCode.values())
                        .map(code -> code.number() + " " + code.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void exitCodes_ofEveryPage_areThoseOfTheReference(Page page) {
        assertThat(exitCodes(page)).isIn(List.of(), exitCodes(commands()));
    }

    /** The table says which packages each one uses; in the drawing they are on lines below its own. */
    @Test
    void architecture_packages_useWhatThePageSays() throws IOException {
        Page page = Page.read(Page.HOME.resolve("docs/architecture.md"));
        List<List<String>> stated = page.rows("package", "module", "uses", "is for");
        List<String> drawn = page.blocks().get(0).text().lines().toList();
        Map<String, String> used = new TreeMap<>();
        for (String module : MODULES) {
            for (Path directory : packages(Page.HOME.resolve(module).resolve("src/main/java"))) {
                Set<String> uses = uses(directory);
                used.put("`" + directory.getFileName() + "` " + module, String.join(" ", uses));
                assertThat(uses).as("drawn below %s", directory.getFileName()).allSatisfy(one -> assertThat(
                                line(drawn, one))
                        .isGreaterThan(line(drawn, directory.getFileName().toString())));
            }
        }

        assertThat(stated.stream().collect(Collectors.toMap(row -> row.get(0) + " " + row.get(1), row -> row.get(2)
                        .replace("(none)", ""))))
                .isEqualTo(used);
    }

    private static int line(List<String> drawing, String name) {
        for (int i = 0; i < drawing.size(); i++) {
            String names = drawing.get(i).replaceFirst("^(core|store|engine|cli|lab)  +", "");
            if (List.of(names.strip().split("\\s+")).contains(name)) {
                return i;
            }
        }
        throw new AssertionError("the drawing lacks the package " + name);
    }

    /** The packages that the code of a directory names, comments left out. */
    private static Set<String> uses(Path directory) throws IOException {
        Set<String> uses = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Files.readString(file)
                        .lines()
                        .filter(line -> !COMMENT.matcher(line).find())
                        .flatMap(line -> USE.matcher(line).results())
                        .forEach(found -> uses.add(found.group(1)));
            }
        }
        uses.remove(directory.getFileName().toString());
        return uses;
    }

    @Test
    void operating_deadLetters_haveEveryCode() {
        Page page = Page.read(Page.HOME.resolve("docs/operating.md"));

        assertThat(page.rows("code", "what is wrong"))
                .extracting(row -> row.get(0).replace("`", ""))
                .containsAll(
                        Arrays.stream(RejectCode.values()).map(RejectCode::code).toList());
    }

    /** The texts by which people look an error up; what is between the dots is part of a message in the code. */
    @Test
    void operating_texts_areThoseOfTheCode() throws IOException {
        Page page = Page.read(Page.HOME.resolve("docs/operating.md"));
        String text = messages();

        List<String> pieces = page.rows("text", "what happened", "what to do").stream()
                .flatMap(row -> Stream.of(row.get(0).replace("*", "").split("…")))
                .map(String::strip)
                .toList();
        assertThat(pieces)
                .isNotEmpty()
                .filteredOn(piece -> !text.contains(piece))
                .isEmpty();
    }

    /** All sources, with concatenated string literals joined. */
    private static String messages() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String module : MODULES) {
            for (Path directory : packages(Page.HOME.resolve(module).resolve("src/main/java"))) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        all.append(Files.readString(file));
                    }
                }
            }
        }
        return all.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
    }

    @Test
    void packages_everyOne_saysWhatItIs() throws IOException {
        for (String module : MODULES) {
            for (Path directory : packages(Page.HOME.resolve(module).resolve("src/main/java"))) {
                Path info = directory.resolve("package-info.java");
                assertThat(info).exists();
                String text = Files.readString(info).replaceAll("\\s*\n \\*\\s*", " ");
                assertThat(text).as(info.toString()).containsPattern("Read (first: )?\\{@link");
                assertThat(text).as(info.toString()).contains("Kept here");
                assertThat(text).as(info.toString()).containsPattern("Not here|does not belong here");
            }
        }
    }

    private static List<Page> pages() {
        return Page.all();
    }

    private static Page commands() {
        return Page.read(Page.HOME.resolve("docs/reference/commands.md"));
    }

    private static List<String> exitCodes(Page page) {
        return page.rows("code", "name", "meaning").stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
    }

    /** The text of a type's source in whichever module has it, empty where none does. */
    private static String source(String packageName, String type) throws IOException {
        for (String module : MODULES) {
            for (String kind : List.of("main", "test")) {
                Path file = Page.HOME.resolve(
                        "%s/src/%s/java/tallyroll/%s/%s.java".formatted(module, kind, packageName, type));
                if (Files.exists(file)) {
                    return Files.readString(file);
                }
            }
        }
        return "";
    }

    /** Directories that hold a type. */
    private static List<Path> packages(Path root) throws IOException {
        List<Path> packages = new ArrayList<>();
        try (Stream<Path> directories = Files.walk(root).filter(Files::isDirectory)) {
            for (Path directory : directories.toList()) {
                try (Stream<Path> files = Files.list(directory)) {
                    if (files.anyMatch(
                            file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))) {
                        packages.add(directory);
                    }
                }
            }
        }
        return packages;
    }
}
