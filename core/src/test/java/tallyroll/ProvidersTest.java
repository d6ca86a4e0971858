package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where registrations are looked for. */
class ProvidersTest {
    @TempDir
    private Path directory;

    private Path ours;

    /** Something to register. */
    public interface Service {}

    /** What is registered. */
    public static final class Provided implements Service {}

    @BeforeEach
    void register() throws Exception {
        ours = Files.createDirectories(directory.resolve("ours"));
        Path services = Files.createDirectories(ours.resolve("META-INF/services"));
        Files.writeString(services.resolve(Service.class.getName()), Provided.class.getName());
    }

    @AfterEach
    void forget() {
        System.clearProperty(Providers.PLACES);
    }

    @Test
    void providers_ofTheNamedPlaces_areFound() {
        System.setProperty(Providers.PLACES, directory.resolve("absent.jar") + File.pathSeparator + ours);

        assertThat(found()).hasOnlyElementsOfType(Provided.class).hasSize(1);
    }

    @Test
    void providers_elsewhereOnTheClassPath_areNotLookedFor() {
        System.setProperty(Providers.PLACES, directory.resolve("absent.jar").toString());

        assertThat(found()).isEmpty();
    }

    @Test
    void providers_noPlacesNamed_areThoseOfTheClassPath() {
        assertThat(found()).isEmpty();
        assertThat(Providers.of(java.util.spi.ToolProvider.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .toList())
                .isNotEmpty();
    }

    private static List<Service> found() {
        return Providers.of(Service.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
