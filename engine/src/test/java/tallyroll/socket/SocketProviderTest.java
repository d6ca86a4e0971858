package tallyroll.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceSettings;
import tallyroll.receiver.ReceiverContexts;

/** The keys of {@code source.socket}; what {@code check} says of a bad value is in ReceiverKeysTest. */
class SocketProviderTest {
    @Test
    void settings_everyKey_areRead() {
        SourceSettings settings = ReceiverContexts.settings("socket: {connect: \"sensors:9999 , [::1]:9998\"}");

        assertThat(settings.get(SocketProvider.CONNECT))
                .containsExactly(new Address("sensors", 9999), new Address("::1", 9998));
        assertThat(new SocketProvider().where(settings)).isEqualTo("sensors:9999, [::1]:9998");
    }
}
