package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Workflows, templates, Makefile and decision records: they are read here, for no build runs them all. */
class ProjectFilesTest {
    private static final Path GITHUB = Page.HOME.resolve(".github");
    private static final Pattern MAKE = Pattern.compile("\\bmake ([a-z]+)");

    @ParameterizedTest
    @MethodSource("workflows")
    void workflow_everyJob_hasLeastRightsALimitAndStepsThatDoSomething(Path file) throws Exception {
        Map<String, Object> workflow = yaml(file);

        assertThat(workflow).containsKeys("name", "permissions", "jobs");
        // YAML 1.1 takes the key "on" for a boolean
        assertThat(workflow.containsKey("on") || ((Map<?, ?>) workflow).containsKey(true))
                .isTrue();
        assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
        assertThat(map(workflow.get("jobs")).values()).isNotEmpty().allSatisfy(one -> {
            Map<String, Object> job = map(one);
            assertThat(job).containsKeys("name", "runs-on", "timeout-minutes", "steps");
            assertThat((List<?>) job.get("steps")).allSatisfy(step -> assertThat(map(step))
                    .satisfiesAnyOf(it -> assertThat(it).containsKey("uses"), it -> assertThat(it)
                            .containsKey("run")));
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflow_whatItRuns_isThere(Path file) throws Exception {
        List<String> commands = map(yaml(file).get("jobs")).values().stream()
                .flatMap(job -> ((List<?>) map(job).get("steps")).stream())
                .map(step -> (String) map(step).get("run"))
                .filter(run -> run != null)
                .toList();

        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            String program = command.split(" ")[0];
            if (program.equals("make")) {
                assertThat(targets()).contains(command.split(" ")[1]);
            } else {
                assertThat(Page.HOME.resolve(program)).isExecutable();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug.yml", "feature.yml"})
    void template_everyQuestion_hasAnIdAndALabel(String name) throws Exception {
        Map<String, Object> template = yaml(GITHUB.resolve("ISSUE_TEMPLATE").resolve(name));

        assertThat(template).containsKeys("name", "description", "body");
        assertThat((List<?>) template.get("body"))
                .filteredOn(field -> !map(field).get("type").equals("markdown"))
                .isNotEmpty()
                .allSatisfy(field -> {
                    assertThat(map(field)).containsKey("id");
                    assertThat(map(map(field).get("attributes"))).containsKey("label");
                });
    }

    @Test
    void makefile_everyTarget_standsInTheHelpAndIsPhony() throws Exception {
        String makefile = Files.readString(Page.HOME.resolve("Makefile"));
        String phony =
                makefile.lines().filter(line -> line.startsWith(".PHONY: ")).collect(Collectors.joining());

        assertThat(phony.substring(".PHONY: ".length()).split(" ")).containsExactlyInAnyOrderElementsOf(targets());
        assertThat(makefile.lines().filter(line -> line.matches("[a-z]+:.*")))
                .allSatisfy(line -> assertThat(line).matches("help:|[a-z]+: ## .+"));
    }

    @Test
    void makefile_targetsNamedByPages_areThere() throws Exception {
        String contributing = Files.readString(Page.HOME.resolve("CONTRIBUTING.md"));

        assertThat(MAKE.matcher(contributing).results().map(found -> found.group(1)))
                .isNotEmpty()
                .isSubsetOf(targets());
    }

    @Test
    void decisions_theList_hasEachInOrderWithItsTitle() throws Exception {
        Path folder = Page.HOME.resolve("docs/decisions");
        String list = Files.readString(folder.resolve("README.md"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> decisions = files.filter(
                            file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .toList();
            for (int i = 0; i < decisions.size(); i++) {
                String name = decisions.get(i).getFileName().toString();
                String number = "%04d".formatted(i + 1);
                String text = Files.readString(decisions.get(i));
                String title = text.lines().findFirst().orElseThrow().replaceFirst("^# \\d{4}: ", "");

                assertThat(name).startsWith(number);
                assertThat(list).contains("| [%s](%s) | %s |".formatted(number, name, title));
                assertThat(text)
                        .contains("\n## Context\n", "\n## Decision\n", "\n## What follows\n", "\n## Rejected\n");
            }
        }
    }

    private static Stream<Path> workflows() throws Exception {
        try (Stream<Path> files = Files.list(GITHUB.resolve("workflows"))) {
            return files.sorted().toList().stream();
        }
    }

    private static Set<String> targets() throws Exception {
        return Files.readString(Page.HOME.resolve("Makefile"))
                .lines()
                .filter(line -> line.matches("[a-z]+:.*"))
                .map(line -> line.substring(0, line.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Object> yaml(Path file) throws Exception {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new Yaml(strict).load(Files.readString(file));
    }

    @SuppressWarnings("unchecked") // YAML's maps in these files have strings for keys
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
