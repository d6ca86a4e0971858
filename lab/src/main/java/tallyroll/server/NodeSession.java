package tallyroll.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Plain CQL with the local node, to read the tables from outside. */
public final class NodeSession {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private NodeSession() {}

    /** A session with time-outs long enough for a busy laptop; the caller closes it. */
    public static CqlSession open(LocalServers servers) {
        return CqlSession.builder()
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, PATIENCE)
                        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                        .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                        .build())
                .addContactPoint(new InetSocketAddress(
                        Ports.loopback(), servers.cassandra().port()))
                .withLocalDatacenter("datacenter1")
                .build();
    }
}
