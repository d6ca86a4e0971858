package tallyroll.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;

/** Definitions read with a checker of expressions, as where the engine is on the class path. */
public final class CheckedDefinition {
    private CheckedDefinition() {}

    /** @param checker a public class with a public constructor without arguments */
    public static Pipeline parse(String yaml, Class<? extends ExpressionChecker> checker) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            Path directory = Files.createTempDirectory("checker");
            Path service = Files.createDirectories(directory.resolve("META-INF/services"))
                    .resolve(ExpressionChecker.class.getName());
            Files.writeString(service, checker.getName());
            try (URLClassLoader loader =
                    new URLClassLoader(new URL[] {directory.toUri().toURL()}, checker.getClassLoader())) {
                thread.setContextClassLoader(loader);
                return Definition.parse(yaml, "checked.yaml", Environment.of(Map.of()));
            } finally {
                Files.delete(service);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Takes every condition, and every value as a long, but those that say that they are wrong. */
    public static final class Longs implements ExpressionChecker {
        @Override
        public Optional<String> fault(EventSchema schema, String expression, Optional<FieldType> wanted) {
            return expression.contains("wrong") ? Optional.of("is wrong") : Optional.empty();
        }

        @Override
        public Typed type(EventSchema schema, String expression) {
            return expression.contains("wrong") ? new Typed.Not("is wrong") : new Typed.As(FieldType.LONG);
        }
    }
}
