package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Code of main that neither a command nor a test can come to is dead. Walks from the entry points through every call, method
 * reference and field that is read; a method that overrides one of ours is reached with it, and one that overrides a library's
 * once something makes its class.
 *
 * <p>Not seen: whether a constant is used (the compiler copies it), and what a record's accessors and private members are used for
 * (Error Prone sees the latter).
 */
class UnusedCodeTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));

    /** Made by name: by the driver, from its configuration. */
    private static final Set<String> MADE_BY_NAME = Set.of("tallyroll.store.NeverRetry");

    private final Set<JavaMember> reached = new HashSet<>();
    private final Set<JavaClass> touched = new HashSet<>();
    private final Deque<JavaMember> pending = new ArrayDeque<>();
    private final Map<JavaMethod, List<JavaMethod>> overriders = new HashMap<>();
    private final Map<JavaClass, List<JavaMethod>> callbacks = new HashMap<>();

    @Test
    void members_ofMain_areReachedFromACommandOrATest() throws IOException {
        Set<String> dead = unreached(true);

        assertThat(dead)
                .as("members that nothing uses; delete them, or add what makes them by name to this test")
                .isEmpty();
    }

    /** Prints what only tests use: most of it are in-memory twins and doors for programs that embed the libraries. */
    public static void main(String[] args) throws IOException {
        new UnusedCodeTest().unreached(false).forEach(System.out::println);
    }

    private Set<String> unreached(boolean fromTests) throws IOException {
        JavaClasses main = classes("target/classes");
        JavaClasses all = classes("target/classes", "target/test-classes");
        Set<String> ofMain = new HashSet<>();
        main.forEach(type -> ofMain.add(type.getName()));
        Set<String> providers = providers();
        all.forEach(this::overridden);
        for (JavaClass type : all) {
            boolean test = !ofMain.contains(type.getName());
            if (test && fromTests) {
                type.getMembers().forEach(this::reach);
                type.getStaticInitializer().ifPresent(this::follow);
            } else if (!test) {
                enter(type, providers);
            }
        }
        while (!pending.isEmpty()) {
            follow(pending.pop());
        }
        Set<String> unreached = new TreeSet<>();
        all.stream()
                .filter(type -> ofMain.contains(type.getName()))
                .flatMap(type -> type.getMembers().stream())
                .filter(member -> !reached.contains(member) && counts(member))
                .forEach(member -> unreached.add(member.getFullName()));
        return unreached;
    }

    private static JavaClasses classes(String... directories) {
        List<Path> paths = Stream.of(directories)
                .flatMap(directory -> modules().stream().map(module -> module.resolve(directory)))
                .filter(Files::exists)
                .toList();
        return new ClassFileImporter().importPaths(paths);
    }

    private static List<Path> modules() {
        return Stream.of("core", "store", "engine", "serve", "cli", "lab")
                .map(HOME::resolve)
                .toList();
    }

    /** The classes that {@link java.util.ServiceLoader} makes. */
    private static Set<String> providers() throws IOException {
        Set<String> names = new HashSet<>(MADE_BY_NAME);
        for (Path module : modules()) {
            Path services = module.resolve("src/main/resources/META-INF/services");
            try (Stream<Path> files = Files.exists(services) ? Files.list(services) : Stream.empty()) {
                for (Path file : files.toList()) {
                    names.addAll(Files.readAllLines(file));
                }
            }
        }
        return names;
    }

    private void overridden(JavaClass type) {
        Set<JavaClass> above = new HashSet<>(type.getAllRawInterfaces());
        above.addAll(type.getAllRawSuperclasses());
        for (JavaMethod method : type.getMethods()) {
            String[] parameters = method.getRawParameterTypes().stream()
                    .map(JavaClass::getName)
                    .toArray(String[]::new);
            for (JavaClass base : above) {
                base.tryGetMethod(method.getName(), parameters).ifPresent(overridden -> {
                    if (base.getName().startsWith("tallyroll.")) {
                        overriders
                                .computeIfAbsent(overridden, none -> new ArrayList<>())
                                .add(method);
                    } else {
                        callbacks
                                .computeIfAbsent(type, none -> new ArrayList<>())
                                .add(method);
                    }
                });
            }
        }
    }

    private void enter(JavaClass type, Set<String> providers) {
        boolean made = providers.contains(type.getName()) || filledIn(type.getAnnotations());
        for (JavaMember member : type.getMembers()) {
            boolean main =
                    member.getName().equals("main") && member.getModifiers().contains(JavaModifier.STATIC);
            boolean bound = filledIn(member.getAnnotations());
            made |= bound;
            if (main || bound) {
                reach(member);
            }
        }
        made |= type.getRawInterfaces().stream().anyMatch(one -> one.getName().startsWith("picocli."));
        if (made) {
            type.getConstructors().forEach(this::reach);
        }
    }

    /** Whether picocli or Jackson use it, which go by annotations. */
    private static boolean filledIn(Collection<? extends JavaAnnotation<?>> all) {
        return all.stream()
                .map(one -> one.getRawType().getName())
                .anyMatch(name -> name.startsWith("picocli.") || name.startsWith("com.fasterxml."));
    }

    private void reach(JavaMember member) {
        if (reached.add(member)) {
            pending.push(member);
        }
    }

    private void follow(JavaMember member) {
        touch(member.getOwner());
        if (member instanceof JavaMethod method) {
            overriders.getOrDefault(method, List.of()).forEach(this::reach);
        }
        if (member instanceof JavaConstructor) {
            callbacks.getOrDefault(member.getOwner(), List.of()).forEach(this::reach);
        }
        if (member instanceof JavaCodeUnit unit) {
            for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
                boolean written = access instanceof JavaFieldAccess field
                        && field.getAccessType() == JavaFieldAccess.AccessType.SET;
                if (!written) {
                    touch(access.getTargetOwner());
                    access.getTarget().resolveMember().ifPresent(target -> reach((JavaMember) target));
                }
            }
        }
    }

    private void touch(JavaClass type) {
        if (touched.add(type)) {
            type.getStaticInitializer().ifPresent(this::follow);
            type.getRawSuperclass().ifPresent(this::touch);
        }
    }

    private static boolean counts(JavaMember member) {
        JavaClass owner = member.getOwner();
        Set<JavaModifier> modifiers = member.getModifiers();
        if (member instanceof JavaField field) {
            boolean copied = modifiers.containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL))
                    && (field.getRawType().isPrimitive() || field.getRawType().isEquivalentTo(String.class));
            return !copied && !owner.isEnum() && !owner.isRecord() && !modifiers.contains(JavaModifier.SYNTHETIC);
        }
        boolean ofRecord = owner.isRecord()
                && (owner.tryGetField(member.getName()).isPresent()
                        || Set.of("equals", "hashCode", "toString").contains(member.getName()));
        boolean ofEnum = owner.isEnum() && Set.of("values", "valueOf").contains(member.getName());
        boolean hidden = modifiers.contains(JavaModifier.PRIVATE) || modifiers.contains(JavaModifier.SYNTHETIC);
        return !ofRecord && !ofEnum && !hidden;
    }
}
