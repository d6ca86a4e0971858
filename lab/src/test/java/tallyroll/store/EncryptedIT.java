package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.server.LocalServer;
import tallyroll.server.TestServers;
import tallyroll.server.TlsFront;
import tallyroll.summary.StoreException;
import tallyroll.tls.Certificates;

/** {@code cassandra.tls}, in front of a real node. */
class EncryptedIT {
    @TempDir
    private static Path directory;

    private static Certificates own;
    private static Certificates client;

    private LocalServer node;
    private String keyspace;

    @BeforeAll
    static void makeCertificates() throws Exception {
        own = Certificates.made(directory, "node", "EC", "ip:127.0.0.1");
        client = Certificates.made(directory, "client", "RSA", "dns:client");
    }

    @BeforeEach
    void choose() {
        node = TestServers.shared().servers().cassandra();
        keyspace = TestServers.shared().freshKeyspace();
    }

    @Test
    void trustedNode_isUsed_byTheAddressOfItsCertificateAlone() throws Exception {
        try (TlsFront front = TlsFront.of(node, own);
                CassandraStores stores =
                        CassandraStores.open(pipeline("127.0.0.1", front, "trust: %s".formatted(own.certificate())))) {
            stores.createTables();
            assertThat(stores.plan().upToDate()).isTrue();

            assertThatThrownBy(() -> CassandraStores.open(
                            pipeline("localhost", front, "trust: %s".formatted(own.certificate()))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot connect to Cassandra at localhost:" + front.port() + " by TLS: ")
                    .hasMessageContaining("localhost")
                    .hasMessageContaining("\"verify_host\"");
            CassandraStores.open(
                            pipeline("localhost", front, "trust: %s, verify_host: false".formatted(own.certificate())))
                    .close();
        }
    }

    @Test
    void strangers_areRefusedWithTheReason() throws Exception {
        try (TlsFront front = TlsFront.of(node, own)) {
            assertThatThrownBy(() -> CassandraStores.open(pipeline("127.0.0.1", front, "")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot connect to Cassandra at 127.0.0.1:" + front.port()
                            + " by TLS: PKIX path building failed");
            assertThatThrownBy(() ->
                            CassandraStores.open(ContractPipeline.of("blocks", "127.0.0.1:" + front.port(), keyspace)))
                    .as("without TLS where it is asked for")
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("\"cassandra.tls\"");
        }
    }

    @Test
    void nodeThatAsksForACertificate_getsIt() throws Exception {
        try (TlsFront front = TlsFront.askingFor(client.certificate(), node, own)) {
            CassandraStores.open(pipeline(
                            "127.0.0.1",
                            front,
                            "trust: %s, key: %s, key_password: %s"
                                    .formatted(own.certificate(), client.store(), Certificates.PASSWORD)))
                    .close();
            assertThatThrownBy(() -> CassandraStores.open(
                            pipeline("127.0.0.1", front, "trust: %s".formatted(own.certificate()))))
                    .isInstanceOf(StoreException.class);
        }
    }

    private Pipeline pipeline(String host, TlsFront front, String tls) {
        return ContractPipeline.of(
                "blocks", host + ":" + front.port(), keyspace, "datacenter: datacenter1, tls: {" + tls + "}");
    }
}
