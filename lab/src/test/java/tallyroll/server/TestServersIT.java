package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestServersIT {
    private final TestServers servers = TestServers.shared();

    @Test
    void shared_calledAgain_isTheSame() {
        assertThat(TestServers.shared()).isSameAs(servers);
    }

    @Test
    void freshKeyspace_calledTwice_makesTwo() {
        assertThat(servers.freshKeyspace()).isNotEqualTo(servers.freshKeyspace());
    }

    @Test
    void freshKeyspace_isUsableAtOnce() {
        servers.session().execute("CREATE TABLE " + servers.freshKeyspace() + ".t (id int PRIMARY KEY)");
    }

    @Test
    void freshTopic_hasItsPartitions() throws Exception {
        String topic = servers.freshTopic(3);

        assertThat(servers.admin()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions())
                .hasSize(3);
    }

    /** The node obeys the settings it was started with. */
    @Test
    void flush_blockOfTheLargestSize_landsInATrieIndexedTable() throws Exception {
        String keyspace = servers.freshKeyspace();
        servers.session().execute("CREATE TABLE " + keyspace + ".blocks (id int PRIMARY KEY, bytes blob)");
        servers.session()
                .execute(
                        "INSERT INTO " + keyspace + ".blocks (id, bytes) VALUES (1, ?)",
                        ByteBuffer.wrap(new byte[512 << 10]));

        servers.servers().flush(keyspace);

        Path data = servers.servers().cassandra().directory().resolve("data").resolve(keyspace);
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files).anyMatch(file -> file.getFileName().toString().endsWith("-bti-Data.db"));
        }
    }
}
