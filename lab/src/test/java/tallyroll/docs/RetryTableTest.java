package tallyroll.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallyroll.retry.Retries;
import tallyroll.retry.RetryPolicy;
import tallyroll.retry.Waits;

/** The tables of tries and waits in docs/operating are those of the code, and nothing rests without being in them. */
class RetryTableTest {
    private static final Path PAGE = Page.HOME.resolve("docs/operating.md");
    private static final String COMMAND = "./mvnw -pl lab -am test -Dtest=RetryTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtallyroll.regenerate=true";

    @Test
    void tables_onThePage_areThoseOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String current = replaced(replaced(page, "| tried |", retries()), "| waited for |", waits());
        if (Boolean.getBoolean("tallyroll.regenerate")) {
            Files.writeString(PAGE, current);
        }

        assertThat(Files.readString(PAGE))
                .as("%s is not up to date; run %s", PAGE.getFileName(), COMMAND)
                .isEqualTo(current);
    }

    @Test
    void page_refusedRow_saysHowOftenItIsTried() throws IOException {
        int first = Retries.STORE_APPLY.tries();
        int further = Retries.SPARK_TASK.tries() - 1;

        assertThat(Files.readString(PAGE))
                .contains("tried %d times in all: %d in the first run of its task, and %d in each"
                        .formatted(first + further * Retries.REPEATED_TASK_TRIES, first, Retries.REPEATED_TASK_TRIES));
    }

    @Test
    void threads_ofTheLibraries_restOnlyByAPolicy() {
        noClasses()
                .that()
                .resideInAnyPackage("tallyroll..")
                .and()
                .resideOutsideOfPackage("tallyroll.retry")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .orShould()
                .callMethod(LockSupport.class, "parkNanos", long.class)
                .orShould()
                .callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
                .orShould()
                .callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class, Executor.class)
                .because("every retry and its waits are in tallyroll.retry.Retries and on the page")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> location.contains("/core/")
                                || location.contains("/store/")
                                || location.contains("/engine/")
                                || location.matches(
                                        java.util.regex.Pattern.compile(".*tallyroll-(core|store|engine).*")))
                        .importPackages("tallyroll"));
    }

    /** The page with the table that begins so replaced by another. */
    private static String replaced(String page, String head, String table) {
        int from = page.indexOf("\n" + head) + 1;
        assertThat(from).as("a table that begins with %s", head).isPositive();
        return page.substring(0, from) + table + page.substring(page.indexOf("\n\n", from) + 1);
    }

    private static String retries() {
        return "| tried | tries | waits between them | after the last |\n|---|---|---|---|\n"
                + Retries.all().stream()
                        .map(policy -> "| " + policy.what() + " | " + tries(policy) + " | " + between(policy) + " | "
                                + policy.afterwards() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String tries(RetryPolicy policy) {
        return policy.tries() == RetryPolicy.UNLIMITED ? "until it succeeds" : String.valueOf(policy.tries());
    }

    private static String between(RetryPolicy policy) {
        if (policy.longestWait().isZero()) {
            return "none";
        }
        String range = policy.firstWait().equals(policy.longestWait())
                ? seconds(policy.firstWait())
                : seconds(policy.firstWait()) + ", doubling, at most " + seconds(policy.longestWait());
        return policy.tries() == RetryPolicy.UNLIMITED ? range : range + "; " + seconds(policy.waits()) + " in all";
    }

    private static String waits() {
        return "| waited for | at most | then |\n|---|---|---|\n"
                + Waits.all().stream()
                        .map(wait ->
                                "| " + wait.what() + " | " + seconds(wait.limit()) + " | " + wait.afterwards() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String seconds(Duration duration) {
        String exact = String.valueOf(duration.toMillis() / 1000.0);
        return (exact.endsWith(".0") ? exact.substring(0, exact.length() - 2) : exact) + " s";
    }
}
