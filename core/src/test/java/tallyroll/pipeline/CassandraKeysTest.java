package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Pipeline.Cassandra;
import tallyroll.pipeline.Pipeline.Tls;
import tallyroll.tls.Certificates;

/** The keys of {@code cassandra}. */
class CassandraKeysTest {
    @Test
    void cassandra_notWritten_hasDefaults() {
        assertThat(Edited.pipeline("cassandra: {datacenter: datacenter1}\n", "").cassandra())
                .isEqualTo(new Cassandra(
                        List.of("localhost:9042"),
                        "datacenter1",
                        "flights",
                        "LOCAL_QUORUM",
                        "",
                        Secret.none(),
                        "{'class': 'SimpleStrategy', 'replication_factor': 1}",
                        12 << 20,
                        Tls.OFF));
    }

    @Test
    void cassandra_everyKey_isRead() {
        Path password = Path.of("secrets/password").toAbsolutePath();
        assertThat(Edited.pipeline("cassandra: {datacenter: datacenter1}", """
                                cassandra:
                                  contact: ["a:9042, b:9043", "[::1]:9042"]
                                  datacenter: eu_west
                                  keyspace: air
                                  consistency: QUORUM
                                  username: me
                                  password: "${file:secrets/password}"
                                  replication: "{'class': 'NetworkTopologyStrategy', 'eu_west': 3}"
                                  max_mutation: 24MB
                                """).cassandra())
                .isEqualTo(new Cassandra(
                        List.of("a:9042", "b:9043", "[::1]:9042"),
                        "eu_west",
                        "air",
                        "QUORUM",
                        "me",
                        Secret.of("cassandra.password", "${file:" + password + "}", "swordfish"),
                        "{'class': 'NetworkTopologyStrategy', 'eu_west': 3}",
                        24 << 20,
                        Tls.OFF));
    }

    @Test
    void cassandra_asText_keepsThePassword() {
        assertThat(Edited.pipeline("datacenter: datacenter1", "username: me, password: hunter22")
                        .toString())
                .doesNotContain("hunter22");
    }

    @Test
    void tls_everyKey_isRead_andTriedWithItsFiles(@TempDir Path directory) throws Exception {
        Certificates own = Certificates.made(directory, "own", "EC", "ip:127.0.0.1");

        Tls tls = tls("{trust: %s, key: %s, certificate: %s, verify_host: false}"
                .formatted(own.certificate(), own.key(), own.certificate()));

        assertThat(tls)
                .isEqualTo(new Tls(
                        true,
                        own.certificate().toString(),
                        Secret.none(),
                        own.key().toString(),
                        Secret.none(),
                        own.certificate().toString(),
                        false));
        assertThat(tls("{}")).isEqualTo(new Tls(true, "", Secret.none(), "", Secret.none(), "", true));
    }

    @Test
    void tls_filesThatCannotBeUsed_areFaults(@TempDir Path directory) throws Exception {
        Path none = directory.resolve("none.pem");

        assertThat(Edited.faults("datacenter: datacenter1", "tls: {trust: " + none + "}"))
                .isEqualTo("12: cassandra.tls: Cannot read certificates to trust from " + none
                        + ": there is no such file; a relative path starts at the definition's directory");
        assertThat(Edited.faults("datacenter: datacenter1", "tls: {certificate: own.crt}"))
                .contains("cassandra.tls.certificate: has no meaning without \"key\"; write key too");
    }

    private static Tls tls(String written) {
        return Edited.pipeline("datacenter: datacenter1", "tls: " + written)
                .cassandra()
                .tls();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    datacenter: datacenter1 | datacentre: eu | 12: cassandra.datacentre: there is no key "datacentre" here; did you mean "datacenter"? Keys: contact, datacenter, keyspace, consistency, username, password, replication, max_mutation, tls
                    datacenter: datacenter1 | contact: [localhost] | 12: cassandra.contact: "localhost": is not a valid address (expected host:port, several separated by commas)
                    datacenter: datacenter1 | contact: ["a:9042", "b:9042,c"] | 12: cassandra.contact: "b:9042,c": is not a valid address (expected host:port, several separated by commas)
                    datacenter: datacenter1 | datacenter: "" | 12: cassandra.datacenter: is empty
                    datacenter: datacenter1 | keyspace: select | 12: cassandra.keyspace: "select": is a reserved word of CQL; choose another name
                    datacenter: datacenter1 | keyspace: My-Space | 12: cassandra.keyspace: "My-Space": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)
                    datacenter: datacenter1 | consistency: ONE | 12: cassandra.consistency: "ONE": is none of LOCAL_QUORUM, QUORUM, ALL
                    datacenter: datacenter1 | consistency: quorum | 12: cassandra.consistency: "quorum": is none of LOCAL_QUORUM, QUORUM, ALL; did you mean "QUORUM"?
                    datacenter: datacenter1 | username: me | 12: cassandra: needs the key "password" too; username and password go together
                    datacenter: datacenter1 | replication: {'class': 'SimpleStrategy'} | 12: cassandra.replication: takes a single value, not keys with values; text that begins with "{" needs quotes
                    datacenter: datacenter1 | max_mutation: 512KB | 12: cassandra.max_mutation: "512KB": is out of range: 1MB to 256MB
                    datacenter: datacenter1 | max_mutation: plenty | 12: cassandra.max_mutation: "plenty": is not a size (a number of bytes, or a number with KB or MB, such as 512KB)
                    datacenter: datacenter1 | replication: three | 12: cassandra.replication: "three": is not a replication map such as {'class': 'SimpleStrategy', 'replication_factor': 1}
                    """)
    void cassandra_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
