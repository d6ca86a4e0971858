/**
 * The ports on Cassandra: control, the system of record and summary rows, with the schema they need.
 *
 * <p>Read first: {@link tallyroll.store.CassandraStores}, {@link tallyroll.store.SchemaPlan}, {@link tallyroll.store.Answers}.
 * Kept here: every write names its timestamp, or is a lightweight transaction, and no row ever sees both (rule R3); no write is
 * retried by the driver; a write without an answer is {@code Unknown}, never a failure (rule R15). Not here: what is written
 * when ({@code apply}, {@code control}).
 */
package tallyroll.store;
