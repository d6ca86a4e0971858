package tallyroll.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Address;
import tallyroll.receiver.ReceiverContexts;

/** The keys of {@code source.mqtt}; what {@code check} says of a bad value is in ReceiverKeysTest. */
class MqttProviderTest {
    @Test
    void settings_onlyWhatIsNeeded_haveDefaults() {
        MqttSettings settings = settings("server: \"a:1883, [::1]:1884\", topic: t/#");

        assertThat(settings.servers()).containsExactly(new Address("a", 1883), new Address("::1", 1884));
        assertThat(settings.filter()).isEqualTo("t/#");
        assertThat(settings.client()).isEqualTo("tallyroll-readings");
        assertThat(settings.isVersion5()).isTrue();
        assertThat(settings.tls()).isFalse();
        assertThat(settings.username()).isEmpty();
        assertThat(settings.password()).isEmpty();
    }

    @Test
    void settings_everyKey_areRead() {
        MqttSettings settings = settings(
                "server: \"a:1\", topic: t, version: 3, client: me-1, tls: true, username: me, password: hunter22");

        assertThat(settings.isVersion5()).isFalse();
        assertThat(settings.client()).isEqualTo("me-1");
        assertThat(settings.tls()).isTrue();
        assertThat(settings.username()).contains("me");
        assertThat(settings.password()).isEqualTo("hunter22");
    }

    @Test
    void settings_asText_haveNoPassword() {
        String keys = "server: \"a:1\", topic: t, username: u, password: secret";

        assertThat(settings(keys).toString()).doesNotContain("secret");
        assertThat(ReceiverContexts.settings("mqtt: {" + keys + "}").toString())
                .isEqualTo("SourceSettings[server, topic, version, tls, username, password]");
    }

    @Test
    void where_ofSettings_namesTheServers() {
        assertThat(new MqttProvider().where(ReceiverContexts.settings("mqtt: {server: \"a:1,b:2\", topic: t}")))
                .isEqualTo("a:1, b:2");
    }

    private static MqttSettings settings(String keys) {
        return MqttSettings.of("readings", ReceiverContexts.settings("mqtt: {" + keys + "}"));
    }
}
