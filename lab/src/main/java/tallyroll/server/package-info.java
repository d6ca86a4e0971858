/**
 * A real Kafka broker, a real Cassandra node and a real Artemis broker, each in a JVM of its own on its own class path,
 * for tests, quickstart and {@code up} (which starts the first two).
 *
 * <p>Read {@link tallyroll.server.LocalServers} first, then {@link tallyroll.server.LocalServer}; the kinds know how
 * each server is configured and how to find out whether it serves.
 *
 * <p>Kept here: a server is up when it answers its own protocol, not when its process exists. A process is only ever
 * signalled after its command line has shown that it is the one that was started here. A server that belongs to a
 * process ends with it, even if that process is killed.
 *
 * <p>What does not belong here: anything about pipelines.
 */
package tallyroll.server;
