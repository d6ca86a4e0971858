package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jars of a server, and what their names tell. */
class ServerClassPathTest {
    private static final ServerClassPath JARS =
            new ServerClassPath(List.of("/repo/kafka-clients-4.3.1.jar", "/repo/kafka_2.13-4.3.1.jar"));

    @Test
    void version_ofTheServersOwnJar_isInItsName() {
        assertThat(JARS.version("kafka_2.13-")).isEqualTo("4.3.1");
        assertThat(JARS.jar("kafka-clients-")).isEqualTo("/repo/kafka-clients-4.3.1.jar");
    }

    @Test
    void jar_missing_namesThoseThatAreThere() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JARS.jar("cassandra-"))
                .withMessageStartingWith("no jar cassandra-* among [/repo/kafka-clients-4.3.1.jar, ");
    }

    @Test
    void joined_isAClassPath() {
        assertThat(JARS.joined())
                .isEqualTo("/repo/kafka-clients-4.3.1.jar" + File.pathSeparator + "/repo/kafka_2.13-4.3.1.jar");
    }

    @Test
    void of_serverThatWasNotBuilt_saysHowToBuildIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerClassPath.of("fountain"))
                .withMessageContaining("Cannot find the jars of fountain: ")
                .withMessageContaining("build with ./mvnw -DskipTests package");
    }
}
