/**
 * The MQTT receiver: a subscription at QoS 1 in a session that the broker keeps, versions 3.1.1 and 5.
 *
 * <p>Read first: {@link tallyroll.mqtt.MqttReceiver}, {@link tallyroll.mqtt.MqttConsumer}. Kept here: acknowledgements go out in
 * the order of the messages, on the connection that brought them; a full sink stops the reading, so the broker keeps the rest.
 * Not here: what an event means, where it is kept.
 */
package tallyroll.mqtt;
