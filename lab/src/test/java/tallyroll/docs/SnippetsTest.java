package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;
import tallyroll.cli.Command;
import tallyroll.cli.Main;
import tallyroll.docs.Page.Block;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.SchemaPlan;

/** Every snippet of the documentation: definitions are read, commands and queries are parsed. */
class SnippetsTest {
    private static final Path EXAMPLE = Page.HOME.resolve("examples/flights.yaml");
    private static final Environment NOTHING = new Environment() {
        @Override
        public java.util.Optional<String> variable(String name) {
            return java.util.Optional.empty();
        }

        @Override
        public String file(Path path) {
            return path.toString().endsWith(".avsc") ? avroSchema() : "secret";
        }

        @Override
        public byte[] bytes(Path path) throws IOException {
            return path.toString().endsWith(".desc") ? descriptor() : file(path).getBytes(StandardCharsets.UTF_8);
        }
    };
    private static final Pattern SELECT = Pattern.compile(
            "(?is)SELECT\\s+(.+?)\\s+FROM\\s+(?:\\w+\\.)?(\\w+)(?:\\s+WHERE\\s+(.+?))?(?:\\sLIMIT.*)?;");
    private static final Pattern CREATE =
            Pattern.compile("(?s)CREATE TABLE IF NOT EXISTS \\S+?\\.\"?(\\w+)\"? \\((.*)\\)");

    /** What protoc made of the .proto file on the page. */
    private static byte[] descriptor() throws IOException {
        try (InputStream in = SnippetsTest.class.getResourceAsStream("orders.desc")) {
            return in.readAllBytes();
        }
    }

    private static String avroSchema() {
        return Page.blocks("json").stream()
                .map(Block::text)
                .filter(text -> text.contains("\"type\": \"record\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void definitions_inTheDocs_areNotFew() {
        assertThat(Page.blocks("yaml")).isNotEmpty();
        assertThat(commands()).hasSizeGreaterThan(5);
        assertThat(Page.blocks("sql")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void definition_complete_isRight(Block block) {
        assertThatCode(() -> Definition.parse(block.text(), block.toString(), NOTHING))
                .doesNotThrowAnyException();
    }

    /** A fragment's keys stand in place of the example's. */
    @ParameterizedTest
    @MethodSource("fragments")
    void definition_fragment_isRightInTheExample(Block block) throws Exception {
        Map<String, Object> whole = new Yaml().load(Files.readString(EXAMPLE));
        whole.putAll(new Yaml().<Map<String, Object>>load(block.text()));

        assertThatCode(() -> Definition.parse(new Yaml().dump(whole), block.toString(), NOTHING))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_ofTheDocs_namesACommandAndItsOptions(String command) {
        List<String> words = words(command);
        Map<String, Command> byName = Main.commandsOnClassPath().stream()
                .collect(Collectors.toMap(one -> new CommandLine(one).getCommandName(), Function.identity()));

        assertThat(byName).containsKey(words.get(0));
        if (words.size() > 1 && !words.contains("--help")) {
            CommandLine line = new CommandLine(byName.get(words.get(0))).setCaseInsensitiveEnumValuesAllowed(true);
            String[] options = words.subList(1, words.size()).toArray(String[]::new);
            assertThatCode(() -> line.parseArgs(options)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void query_ofTheDocs_namesColumnsThatAreThere(Block block) {
        Map<String, Set<String>> tables = tables(block);
        Matcher select = SELECT.matcher(block.text());
        while (select.find()) {
            assertThat(tables).containsKey(select.group(2));
            Set<String> named = new TreeSet<>();
            Stream.of(select.group(1).split(",")).map(String::strip).forEach(named::add);
            if (select.group(3) != null) {
                Stream.of(select.group(3).split("(?i)\\sAND\\s"))
                        .map(part -> part.strip().split("[\\s=<>]")[0])
                        .forEach(named::add);
            }
            named.remove("*");
            assertThat(tables.get(select.group(2)))
                    .containsAll(
                            named.stream().map(name -> name.replace("\"", "")).toList());
        }
    }

    private static List<Block> definitions() {
        return Page.blocks("yaml");
    }

    private static List<Block> fragments() {
        return Page.blocks("yaml fragment");
    }

    private static List<Block> queries() {
        return Page.blocks("sql");
    }

    /** What follows {@code ./tallyroll}, in blocks, in the running text and in the help of every command. */
    private static List<String> commands() {
        List<String> lines = new ArrayList<>();
        for (Page page : Page.all()) {
            page.blocks().forEach(block -> block.text().lines().forEach(lines::add));
            lines.addAll(page.inlineCode());
        }
        Main.commandsOnClassPath().forEach(one -> new CommandLine(one)
                .setUsageHelpWidth(150)
                .getUsageMessage()
                .lines()
                .forEach(lines::add));
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("./tallyroll "))
                .map(line -> line.substring("./tallyroll ".length()))
                .filter(line -> !line.startsWith("COMMAND") && !line.startsWith("-"))
                .distinct()
                .toList();
    }

    private static List<String> words(String command) {
        String bare = command.replaceFirst("\\s+#.*", "").replaceFirst("\\s*(&&|\\||;|&$|>).*", "");
        return Arrays.asList(bare.strip().split("\\s+"));
    }

    /** The columns of every table that the page's first definition and the example make. */
    private static Map<String, Set<String>> tables(Block block) {
        Map<String, Set<String>> tables = new TreeMap<>();
        Stream.concat(
                        Stream.of(Page.read(EXAMPLE).text()),
                        block.page().blocks().stream()
                                .filter(one -> one.info().equals("yaml"))
                                .map(Block::text))
                .map(yaml -> Definition.parse(yaml, "docs", NOTHING))
                .forEach(pipeline -> tables.putAll(tables(pipeline)));
        return tables;
    }

    private static Map<String, Set<String>> tables(Pipeline pipeline) {
        Map<String, Set<String>> tables = new TreeMap<>();
        for (String statement : SchemaPlan.fromNothing(pipeline).statements()) {
            Matcher create = CREATE.matcher(statement);
            if (create.find()) {
                Set<String> columns = create.group(2)
                        .lines()
                        .map(line -> line.strip().split("[\\s(]")[0].replace("\"", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
                tables.put(create.group(1), columns);
            }
        }
        return tables;
    }
}
