package tallyroll.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContexts;
import tallyroll.receiver.ReceiverException;

/** What is said of a JMS receiver that can never work. */
class JmsProviderTest {
    @Test
    void open_noDestination_isRefused() {
        assertThatThrownBy(() -> open(Map.of("factory", "some.Factory")))
                .isInstanceOf(ReceiverException.class)
                .hasMessage("Cannot receive for \"readings\": jms needs one of the options \"queue\" and \"topic\";"
                        + " given are [factory].");
    }

    @Test
    void open_noFactory_isRefused() {
        assertThatThrownBy(() -> open(Map.of("queue", "q")))
                .hasMessage("Cannot receive for \"readings\": jms needs one of the options \"factory\" and"
                        + " \"jndi.factory\"; given are [queue].");
    }

    @Test
    void start_classThatIsNowhere_saysWhereJarsBelong() {
        assertThatThrownBy(() -> start("no.such.Factory", "tcp://broker"))
                .isInstanceOf(ReceiverException.class)
                .hasMessage("Cannot make the ConnectionFactory no.such.Factory: it is not on the class path"
                        + " (java.lang.ClassNotFoundException: no.such.Factory). Name the jars of the provider's client in"
                        + " TALLYROLL_CLASSPATH.");
    }

    @Test
    void start_classOfAnotherKind_isRefused() {
        assertThatThrownBy(() -> start("java.lang.StringBuilder", "tcp://broker"))
                .hasMessageStartingWith(
                        "Cannot receive by jms: java.lang.StringBuilder is a java.lang.StringBuilder and no"
                                + " jakarta.jms.ConnectionFactory.");
    }

    @Test
    void start_classWithoutSuchAConstructor_isRefused() {
        assertThatThrownBy(() -> start("java.lang.Object", "tcp://broker"))
                .hasMessage(
                        "Cannot make the ConnectionFactory java.lang.Object: it has no public constructor with one String."
                                + " Use jndi for this provider.");
    }

    @Test
    void start_urlThatTheClassRefuses_isShownWithoutItsSecrets() {
        assertThatThrownBy(() -> start("java.net.URI", "tcp://me:secret@bro ker?password=secret"))
                .hasMessageStartingWith("Cannot make the ConnectionFactory java.net.URI: it refuses the url"
                        + " \"tcp://bro ker\": java.net.URISyntaxException")
                .hasMessageNotContaining("secret");
    }

    @Test
    void start_noInitialContext_namesWhatIsSet() {
        Map<String, String> options =
                Map.of("queue", "q", "jndi.factory", "cf", "jndi.properties.java.naming.provider.url", "ldap://x");

        assertThatThrownBy(() -> open(options).start())
                .isInstanceOf(ReceiverException.class)
                .hasMessageStartingWith("Cannot look up the ConnectionFactory \"cf\" by JNDI: "
                        + "javax.naming.NoInitialContextException")
                .hasMessageContaining("these properties are set: [java.naming.provider.url]");
    }

    @Test
    void where_showsNoSecrets() {
        Receiver receiver = open(Map.of(
                "factory",
                "some.Factory",
                "topic",
                "news",
                "url",
                "(tcp://a:1?key=1,tcp://me:secret@b:2)?password=secret"));

        assertThat(receiver.where()).isEqualTo("topic \"news\" at (tcp://a:1,tcp://b:2)");
    }

    private static void start(String factory, String url) {
        open(Map.of("factory", factory, "url", url, "queue", "q")).start();
    }

    private static Receiver open(Map<String, String> options) {
        return new JmsProvider().open(ReceiverContexts.of(options));
    }
}
