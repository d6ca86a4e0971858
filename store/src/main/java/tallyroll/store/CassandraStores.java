package tallyroll.store;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import tallyroll.control.ControlStore;
import tallyroll.control.LeaseHolder;
import tallyroll.control.OpenClaims;
import tallyroll.control.RequestStore;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.pipeline.Pipeline.RecordSpec.Layout;
import tallyroll.record.SystemOfRecord;
import tallyroll.retry.Retries;
import tallyroll.retry.Waits;
import tallyroll.summary.CounterStore;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryStore;

/**
 * A pipeline's ports over one session. Safe for use by many threads. Closing it closes the session under all of them; closing
 * a port alone does nothing.
 */
public final class CassandraStores implements Stores {
    private static final int REQUESTS_IN_FLIGHT = 256;

    private final StoreSettings settings;
    private final CqlSession session;
    private final SchemaAccess tables;
    private final Requests requests;
    private final SystemOfRecord record;
    private final SummaryStore summaries;
    private final CounterStore counters;
    private final ControlStore control;
    private final RequestStore asked;

    private CassandraStores(StoreSettings settings, CqlSession session) {
        this.settings = settings;
        this.session = session;
        tables = new SchemaAccess(session, () -> connect(settings.cassandra()));
        requests = new Requests(session, REQUESTS_IN_FLIGHT);
        String keyspace = settings.cassandra().keyspace();
        control = new CassandraControl(requests, keyspace, settings.lives());
        record = settings.systemOfRecord()
                .map(kept -> recorded(kept, keyspace))
                .orElseGet(() -> new NoRecord(requests, keyspace, settings.lives()));
        summaries = new CassandraSummaries(requests, keyspace, settings.schema());
        counters = new CassandraCounters(requests, keyspace, settings.schema());
        asked = new CassandraRequests(requests, keyspace);
    }

    private SystemOfRecord recorded(RecordSpec kept, String keyspace) {
        EventLayout layout = kept.layout() == Layout.BLOCKS
                ? new BlockLayout(requests, keyspace, settings.cassandra().maxMutationBytes())
                : new RowLayout(requests, keyspace);
        OpenClaims claims = OpenClaims.in(control, settings.pipeline());
        return new CassandraRecord(requests, keyspace, kept.bucket(), layout, settings.lives(), claims);
    }

    /**
     * Connects. Tables are neither looked for nor made, see {@link #createTables}.
     *
     * @throws StoreException when no node answers
     */
    public static CassandraStores open(StoreSettings settings) {
        return new CassandraStores(settings, connect(settings.cassandra()));
    }

    /** As {@link #open(StoreSettings)}, of a definition. */
    public static CassandraStores open(Pipeline pipeline) {
        return open(StoreSettings.of(pipeline));
    }

    @Override
    public SystemOfRecord record() {
        return record;
    }

    @Override
    public SummaryStore summaries() {
        return summaries;
    }

    @Override
    public CounterStore counters() {
        return counters;
    }

    @Override
    public ControlStore control() {
        return control;
    }

    @Override
    public RequestStore requests() {
        return asked;
    }

    @Override
    public boolean exist() {
        return session.getMetadata()
                .getKeyspace(CqlIdentifier.fromInternal(settings.cassandra().keyspace()))
                .flatMap(keyspace -> keyspace.getTable("tally_control"))
                .isPresent();
    }

    @Override
    public Optional<String> owner() {
        try {
            return new Schema(settings).owner(session);
        } catch (DriverException fault) {
            throw Pages.failed(
                    "Cannot ask whose keyspace \"" + settings.cassandra().keyspace() + "\" is", fault);
        }
    }

    /** What {@link #createTables} would do. */
    public SchemaPlan plan() {
        return prepared(Schema::compare);
    }

    /**
     * Makes the keyspace and the tables that are missing, adds columns of new measures, and takes the keyspace for this settings.
     * Repeating it changes nothing.
     *
     * @throws StoreException when something stands in the way; nothing was changed then, and the message names every obstacle
     */
    @Override
    public SchemaPlan createTables() {
        return prepared(Schema::apply);
    }

    private SchemaPlan prepared(BiFunction<Schema, CqlSession, SchemaPlan> work) {
        try {
            return tables.with(asked -> work.apply(new Schema(settings), asked));
        } catch (DriverException fault) {
            throw Pages.failed(
                    "Cannot prepare keyspace \"" + settings.cassandra().keyspace() + "\"", fault);
        }
    }

    @Override
    public ForeignTable foreign(String keyspace, String table) {
        return CassandraTable.open(
                requests, keyspace, table, session.getMetadata().getNodes().size());
    }

    @Override
    public void ping() {
        try {
            session.execute("SELECT key FROM system.local");
        } catch (DriverException fault) {
            throw unreachable(settings.cassandra(), fault);
        }
    }

    @Override
    public void prepareLease() {
        prepared(Schema::prepareLease);
    }

    /** What stands and is kept no longer, by the names that {@link #drop} takes. */
    public Set<String> leftovers() {
        return tables.with(asked -> new Schema(settings).leftovers(asked, definition(settings.pipeline())))
                .keySet();
    }

    /**
     * Drops what is kept no longer.
     *
     * @param name one of {@link #leftovers}
     * @return the CQL that did it
     */
    public List<String> drop(String name) {
        Schema schema = new Schema(settings);
        List<Leftover> dropped = tables.with(asked -> schema.leftovers(asked, definition(settings.pipeline())))
                .getOrDefault(name, List.of());
        dropped.forEach(leftover -> schema.drop(session, leftover));
        Set<String> gone = dropped.stream().map(Leftover::name).collect(Collectors.toSet());
        LeaseHolder.amend(control, settings.pipeline(), stored -> stored.without(gone));
        return dropped.stream().map(Leftover::cql).toList();
    }

    /** For tests and measurements that look behind the ports. */
    CqlSession session() {
        return session;
    }

    /** Waits no longer than {@link Waits#STORE_CLOSE}: threads that died of memory close nothing, and the process has to end. */
    @Override
    public void close() {
        try {
            session.closeAsync().toCompletableFuture().get(Waits.STORE_CLOSE.millis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException left) {
            // the node notices by itself that its client is gone
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static CqlSession connect(Pipeline.Cassandra cassandra) {
        CqlSessionBuilder builder = CqlSession.builder()
                .withClassLoader(CassandraStores.class.getClassLoader())
                .withConfigLoader(config(cassandra))
                .withLocalDatacenter(cassandra.datacenter());
        for (String point : cassandra.contactPoints()) {
            builder.addContactPoint(address(point));
        }
        if (!cassandra.username().isEmpty()) {
            builder.withAuthCredentials(
                    cassandra.username(), cassandra.password().value());
        }
        if (cassandra.tls().on()) {
            builder.withSslEngineFactory(new TlsConnections(cassandra.tls()));
        }
        try {
            return builder.build();
        } catch (DriverException fault) {
            throw unreachable(cassandra, fault);
        }
    }

    private static StoreException unreachable(Pipeline.Cassandra cassandra, DriverException fault) {
        Optional<Throwable> login = Answers.login(fault);
        if (login.isPresent()) {
            return new StoreException(notLoggedIn(cassandra, login.get()), fault);
        }
        Optional<Throwable> encryption = Answers.encryption(fault);
        if (encryption.isPresent()) {
            return new StoreException(notEncrypted(cassandra, encryption.get()), fault);
        }
        return Answers.failure(
                "Cannot reach Cassandra at " + String.join(", ", cassandra.contactPoints()) + ": "
                        + Answers.message(fault)
                        + ". Check \"cassandra.contact\" of the definition and that a node is up (./tallyroll servers)."
                        + (Answers.hungUp(fault) && !cassandra.tls().on()
                                ? " A node that asks for TLS closes connections without it: \"cassandra.tls\"."
                                : ""),
                fault);
    }

    private static String notEncrypted(Pipeline.Cassandra cassandra, Throwable refusal) {
        return "Cannot connect to Cassandra at " + String.join(", ", cassandra.contactPoints()) + " by TLS: "
                + refusal.getMessage()
                + ". Check \"cassandra.tls\" of the definition: \"trust\" holds the authority of the nodes' certificates, a node's"
                + " certificate names the address that is asked (\"verify_host\"), and \"key\" is for nodes that ask for one.";
    }

    private static String notLoggedIn(Pipeline.Cassandra cassandra, Throwable refusal) {
        String asWhom = "Cannot log in to Cassandra at " + String.join(", ", cassandra.contactPoints());
        return cassandra.username().isEmpty()
                ? asWhom + ": it asks for a user name and a password (" + refusal.getMessage()
                        + "). Set \"cassandra.username\" and \"cassandra.password\" of the definition."
                : asWhom + " as \"" + cassandra.username() + "\": the user name or the password is wrong ("
                        + refusal.getMessage()
                        + "). Check \"cassandra.username\" and \"cassandra.password\" of the definition.";
    }

    private static InetSocketAddress address(String point) {
        int colon = point.lastIndexOf(':');
        if (colon < 0) {
            return new InetSocketAddress(point, 9042);
        }
        return new InetSocketAddress(point.substring(0, colon), Integer.parseInt(point.substring(colon + 1)));
    }

    private static DriverConfigLoader config(Pipeline.Cassandra cassandra) {
        String level = DefaultConsistencyLevel.valueOf(cassandra.consistency()).name();
        return DriverConfigLoader.programmaticBuilder(CassandraStores.class.getClassLoader())
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, level)
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, DefaultConsistencyLevel.LOCAL_SERIAL.name())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Waits.STORE_REQUEST.limit())
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, Duration.ofSeconds(5))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(10))
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(10))
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, Duration.ofSeconds(20))
                // the default reads all of a cluster's tables again whenever anybody changes one
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(cassandra.keyspace()))
                // the default waits a second after every statement that changes a table, for more of them to come
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(20))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Retries.STORE_RECONNECT.firstWait())
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Retries.STORE_RECONNECT.longestWait())
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, false)
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                .withClass(DefaultDriverOption.RETRY_POLICY_CLASS, NeverRetry.class)
                .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 1)
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, 2 * REQUESTS_IN_FLIGHT)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                // the default lets every close wait for two seconds in case somebody still has work for the threads
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build();
    }
}
