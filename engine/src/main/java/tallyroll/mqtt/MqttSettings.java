package tallyroll.mqtt;

import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.receiver.Address;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverException;

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
    static MqttSettings of(ReceiverContext context) {
        Map<String, String> options = context.options();
        return new MqttSettings(
                Address.list("server", context.option("server")),
                context.option("topic"),
                version(options.getOrDefault("version", "5")),
                options.getOrDefault("client", "tallyroll-" + context.pipeline()),
                tls(options.getOrDefault("tls", "false")),
                Optional.ofNullable(options.get("username")),
                options.getOrDefault("password", ""));
    }

    private static MqttVersion version(String written) {
        return switch (written) {
            case "3" -> MqttVersion.MQTT_3_1_1;
            case "5" -> MqttVersion.MQTT_5;
            default ->
                throw new ReceiverException(
                        "Cannot use \"" + written + "\" as version of MQTT: it is 3 (which means 3.1.1) or 5.");
        };
    }

    private static boolean tls(String written) {
        return switch (written) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ReceiverException("Cannot use \"" + written + "\" as tls: it is true or false.");
        };
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
