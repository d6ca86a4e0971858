package tallyroll.mqtt;

import io.netty.handler.codec.mqtt.MqttVersion;

/**
 * The protocol to speak, as a definition names it. Not Netty's own type: a definition is also read where only its keys matter, and
 * there Netty is not on the class path.
 */
enum Protocol {
    V3_1_1,
    V5;

    MqttVersion version() {
        return this == V5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
    }
}
