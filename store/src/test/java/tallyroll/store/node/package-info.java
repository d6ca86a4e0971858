/**
 * A Cassandra node in memory, behind the real protocol: what the store sends goes through the real driver and a socket.
 *
 * <p>Read first: {@link tallyroll.store.node.MemoryNode}. It knows as much CQL as the store speaks, keeps rows by timestamp as Cassandra
 * does, and can be told to refuse requests or to lose their answers. Kept here: the contract tests of the ports run on it in seconds, as
 * they run on memory and, in {@code lab}, on a real node. Not here: consistency, replicas, disks.
 */
package tallyroll.store.node;
