package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.SourceSettings;

/** From the definition to the receiver that it names. */
class ReceiversTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http: {listen: \"localhost:8081\"}; http://localhost:8081/events",
                "http: {listen: \"[::1]:8081, a:1\", path: /in}; http://[::1]:8081/in, http://a:1/in",
                "http: {}; http://localhost:8080/events",
                "socket: {connect: \"sensors:9999,sensors:9998\"}; sensors:9999, sensors:9998",
                "echo: {address: \"a:7\"}; a:7",
                "custom: {kind: echo, options: {address: \"a:7\"}}; a:7",
                "custom: {kind: socket, options: {connect: \"a:7\"}}; a:7"
            })
    void open_definition_givesItsReceiver(String source, String where) {
        assertThat(open(ReceiverContexts.read(source)).where()).isEqualTo(where);
    }

    @Test
    void settings_ofAnotherProvider_areTyped() {
        SourceSettings settings = ReceiverContexts.settings(
                "custom: {kind: echo, options: {address: \"a:7\", timeout: 2m, headers: {Accept: 1}, token: c0}}");

        assertThat(settings.get(EchoProvider.ADDRESS)).isEqualTo(new Address("a", 7));
        assertThat(settings.get(EchoProvider.PREFETCH)).isEqualTo(10);
        assertThat(settings.get(EchoProvider.TIMEOUT)).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.get(EchoProvider.HEADERS)).isEqualTo(Map.of("Accept", "1"));
        assertThat(settings.find(EchoProvider.TOKEN)).contains("c0");
    }

    @Test
    void get_keyWithoutValue_isAMistakeOfTheProvider() {
        SourceSettings settings = ReceiverContexts.settings("echo: {address: \"a:7\"}");

        assertThat(settings.find(EchoProvider.TOKEN)).isEmpty();
        assertThatThrownBy(() -> settings.get(EchoProvider.TOKEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the key \"token\" has no value");
    }

    @Test
    void open_definitionReadWithoutItsProvider_isRefused() throws Exception {
        Pipeline pipeline = withoutProviders(() -> ReceiverContexts.read("amqp: {address: \"amqp://x\"}"));

        assertThat(pipeline.receiver().settings().isChecked()).isFalse();
        assertThatThrownBy(() -> open(pipeline))
                .isInstanceOf(ReceiverException.class)
                .hasMessage(
                        "Cannot receive for \"readings\": there was no receiver of kind \"amqp\" on the class path when"
                                + " the definition was read; now there are [echo, http, jms, mqtt, socket]. Put the jar that names"
                                + " one in META-INF/services/tallyroll.pipeline.SourceKind there.");
    }

    /** As in a program that has core and store alone. */
    private static <T> T withoutProviders(java.util.concurrent.Callable<T> action) throws Exception {
        ClassLoader usual = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return action.call();
        } finally {
            Thread.currentThread().setContextClassLoader(usual);
        }
    }

    private static Receiver open(Pipeline pipeline) {
        return Receivers.open(pipeline, Expressions.NONE, new HoldingSink(1 << 20), notice -> {});
    }
}
