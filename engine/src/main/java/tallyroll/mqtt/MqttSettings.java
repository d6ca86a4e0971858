package tallyroll.mqtt;

import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import java.util.Optional;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceSettings;

/**
 * Which broker is connected to, and as whom.
 *
 * @param servers tried in turn
 * @param filter the topic filter to subscribe to; {@code $share/GROUP/FILTER} divides the messages among a group's receivers
 * @param client by which the broker keeps the session while nobody is connected
 */
record MqttSettings(
        List<Address> servers,
        String filter,
        MqttVersion version,
        String client,
        boolean tls,
        Optional<String> username,
        String password) {
    static MqttSettings of(String pipeline, SourceSettings settings) {
        return new MqttSettings(
                settings.get(MqttProvider.SERVER),
                settings.get(MqttProvider.TOPIC),
                settings.get(MqttProvider.VERSION).version(),
                settings.find(MqttProvider.CLIENT).orElse("tallyroll-" + pipeline),
                settings.get(MqttProvider.TLS),
                settings.find(MqttProvider.USERNAME),
                settings.find(MqttProvider.PASSWORD).orElse(""));
    }

    boolean isVersion5() {
        return version == MqttVersion.MQTT_5;
    }

    String url(Address server) {
        return (tls ? "mqtts://" : "mqtt://") + server;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MqttSettings[" + servers + " " + filter + "]";
    }
}
