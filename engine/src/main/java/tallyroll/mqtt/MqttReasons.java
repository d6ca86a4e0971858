package tallyroll.mqtt;

import java.util.Map;

/** What a broker's refusals mean, in the words of the two standards. */
final class MqttReasons {
    private static final Map<Integer, String> OF_3 = Map.of(
            1, "it does not speak MQTT 3.1.1; set version to 5",
            2, "it refuses the client id",
            3, "it is not available",
            4, "the username or the password is wrong",
            5, "this client is not authorised");

    private static final Map<Integer, String> OF_5 = Map.ofEntries(
            Map.entry(0x00, "it ended the connection"),
            Map.entry(0x80, "unspecified error"),
            Map.entry(0x81, "malformed packet"),
            Map.entry(0x82, "protocol error"),
            Map.entry(0x83, "implementation specific error"),
            Map.entry(0x84, "it does not speak MQTT 5; set version to 3"),
            Map.entry(0x85, "it refuses the client id"),
            Map.entry(0x86, "the username or the password is wrong"),
            Map.entry(0x87, "this client is not authorised"),
            Map.entry(0x88, "it is not available"),
            Map.entry(0x89, "it is busy"),
            Map.entry(0x8a, "this client is banned"),
            Map.entry(0x8b, "it shuts down"),
            Map.entry(0x8c, "bad authentication method"),
            Map.entry(0x8d, "it heard nothing for too long"),
            Map.entry(0x8e, "another client connected by the same client id; each receiver needs its own"),
            Map.entry(0x8f, "it refuses the topic filter"),
            Map.entry(0x90, "it refuses the topic name"),
            Map.entry(0x93, "more messages than the receive maximum"),
            Map.entry(0x95, "packet too large"),
            Map.entry(0x96, "messages come too fast"),
            Map.entry(0x97, "a quota is exceeded"),
            Map.entry(0x98, "an administrator ended the connection"),
            Map.entry(0x9c, "use another server"),
            Map.entry(0x9d, "the server has moved"),
            Map.entry(0x9e, "it has no shared subscriptions"),
            Map.entry(0x9f, "too many connections"),
            Map.entry(0xa0, "the longest time to be connected has passed"),
            Map.entry(0xa1, "it has no subscription identifiers"),
            Map.entry(0xa2, "it has no wildcard subscriptions"));

    private MqttReasons() {}

    /** {@code the username or the password is wrong (reason 0x86)}. */
    static String text(int code, boolean version5) {
        String words = (version5 ? OF_5 : OF_3).getOrDefault(code, "a reason that the standard does not name");
        return words + " (reason 0x%02x)".formatted(code);
    }
}
