package tallyroll.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** The page of functions that is committed is that of the list. */
class FunctionsPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("tallyroll.home")).resolve("docs/reference/functions.md");
    private static final String COMMAND = "./mvnw -pl engine -am test -Dtest=FunctionsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtallyroll.regenerate=true";
    /** Written like functions, and made into something else by the parser. */
    private static final Set<String> SYNTAX = Set.of("<>", "try_cast", "timestampadd", "timestampdiff");

    @Test
    void page_committed_isTheGeneratedOne() throws IOException {
        if (Boolean.getBoolean("tallyroll.regenerate")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE)).as("to write it again: " + COMMAND).isEqualTo(page());
    }

    @Test
    void names_all_areThoseOfSpark() {
        Set<String> spark = CollectionConverters.asJava(
                        FunctionRegistry.builtin().listFunction())
                .stream()
                .map(FunctionIdentifier::funcName)
                .collect(Collectors.toCollection(TreeSet::new));
        spark.addAll(SYNTAX);

        assertThat(AllowedFunctions.names()).isSubsetOf(spark);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Functions in expressions

                <!-- Generated from tallyroll.expression.AllowedFunctions. Change that, then run
                     %s -->

                What a `where` or a derived field may call, with the meaning that Spark SQL gives it (ANSI mode, UTC). The value of each depends
                on its arguments alone, so that a recount gives the same, and none reads files, asks the network or needs memory without
                bound. Patterns, replacements, separators and the lengths of `lpad`, `rpad` and `space` (at most 10,000) must be constants. An
                expression has at most 20,000 characters and 200 levels, and makes a text at most 64 times as long as its event; a derived
                text has at most 1 MB.

                """.formatted(COMMAND));
        AllowedFunctions.byKind().forEach((kind, names) -> page.append("**")
                .append(kind)
                .append("**: ")
                .append(names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" ")))
                .append("\n\n"));
        return page.toString().stripTrailing() + "\n";
    }
}
