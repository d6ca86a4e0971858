package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
