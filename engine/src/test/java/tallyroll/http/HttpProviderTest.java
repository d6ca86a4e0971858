package tallyroll.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceSettings;
import tallyroll.receiver.ReceiverContexts;

/** The keys of {@code source.http}; what {@code check} says of a bad value is in ReceiverKeysTest. */
class HttpProviderTest {
    @Test
    void settings_onlyWhatIsNeeded_haveDefaults() {
        SourceSettings settings = ReceiverContexts.settings("http: {}");

        assertThat(settings.get(HttpProvider.LISTEN)).containsExactly(new Address("localhost", 8080));
        assertThat(settings.get(HttpProvider.PATH)).isEqualTo("/events");
        assertThat(settings.get(HttpProvider.MAX_REQUEST)).isEqualTo(16L << 20);
    }

    @Test
    void settings_everyKey_areRead() {
        SourceSettings settings = ReceiverContexts.settings(
                "http: {listen: \"0.0.0.0:0, [::1]:8081\", path: /v1/readings, max_request: 1KB}");

        assertThat(settings.get(HttpProvider.LISTEN))
                .containsExactly(new Address("0.0.0.0", 0), new Address("::1", 8081));
        assertThat(settings.get(HttpProvider.PATH)).isEqualTo("/v1/readings");
        assertThat(settings.get(HttpProvider.MAX_REQUEST)).isEqualTo(1024);
    }

    @Test
    void where_ofSettings_namesTheAddresses() {
        assertThat(new HttpProvider().where(ReceiverContexts.settings("http: {listen: \"a:1,[::1]:2\"}")))
                .isEqualTo("a:1, [::1]:2");
    }
}
