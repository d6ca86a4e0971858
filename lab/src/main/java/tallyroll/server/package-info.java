/**
 * A real Kafka broker and a real Cassandra node, each in a JVM of its own, for tests, quickstart and {@code up}.
 */
package tallyroll.server;
