package tallyroll.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.receiver.Address;
import tallyroll.receiver.ReceiverContexts;
import tallyroll.receiver.ReceiverException;

class MqttProviderTest {
    @Test
    void settings_fewestOptions_haveDefaults() {
        MqttSettings settings =
                MqttSettings.of(ReceiverContexts.of(Map.of("server", "a:1883, [::1]:1884", "topic", "t/#")));

        assertThat(settings.servers()).containsExactly(new Address("a", 1883), new Address("::1", 1884));
        assertThat(settings.client()).isEqualTo("tallyroll-readings");
        assertThat(settings.isVersion5()).isTrue();
        assertThat(settings.tls()).isFalse();
        assertThat(settings.username()).isEmpty();
    }

    @Test
    void open_withoutServer_isRefused() {
        assertThatThrownBy(() -> new MqttProvider().open(ReceiverContexts.of(Map.of("topic", "t"))))
                .isInstanceOf(ReceiverException.class)
                .hasMessage("Cannot receive for \"readings\": the option \"server\" is missing; given are [topic].");
    }

    @Test
    void open_otherVersion_isRefused() {
        assertThatThrownBy(() ->
                        MqttSettings.of(ReceiverContexts.of(Map.of("server", "a:1", "topic", "t", "version", "4"))))
                .hasMessage("Cannot use \"4\" as version of MQTT: it is 3 (which means 3.1.1) or 5.");
    }

    @Test
    void open_tlsMaybe_isRefused() {
        assertThatThrownBy(() ->
                        MqttSettings.of(ReceiverContexts.of(Map.of("server", "a:1", "topic", "t", "tls", "maybe"))))
                .hasMessage("Cannot use \"maybe\" as tls: it is true or false.");
    }

    @Test
    void settings_asText_haveNoPassword() {
        Map<String, String> options = Map.of("server", "a:1", "topic", "t", "username", "u", "password", "secret");

        assertThat(MqttSettings.of(ReceiverContexts.of(options)).toString()).doesNotContain("secret");
    }
}
