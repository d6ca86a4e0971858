package tallyroll.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.SourceSettings;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContexts;
import tallyroll.receiver.ReceiverException;

/** What is said of a JMS receiver that can never work. */
class JmsProviderTest {
    @Test
    void settings_byFactory_areRead() {
        SourceSettings settings = ReceiverContexts.settings(
                "jms: {factory: a.B, url: \"tcp://x\", queue: q, username: me, password: hunter22}");

        assertThat(JmsFactory.of(settings)).isEqualTo(new JmsFactory.ByClass("a.B", "tcp://x"));
        assertThat(JmsDestination.of("readings", settings))
                .isEqualTo(new JmsDestination(JmsDestination.Kind.QUEUE, "q", ""));
        assertThat(settings.find(JmsProvider.USERNAME)).contains("me");
        assertThat(settings.find(JmsProvider.PASSWORD)).contains("hunter22");
    }

    @Test
    void settings_byName_areRead() {
        SourceSettings settings = ReceiverContexts.settings(
                "jms: {jndi: {factory: cf, properties: {java.naming.provider.url: \"tcp://x\", n: 1}}, topic: t}");

        assertThat(JmsFactory.of(settings))
                .isEqualTo(new JmsFactory.ByName("cf", Map.of("java.naming.provider.url", "tcp://x", "n", "1")));
        assertThat(JmsDestination.of("readings", settings))
                .isEqualTo(new JmsDestination(JmsDestination.Kind.TOPIC, "t", "readings.t"));
        assertThat(settings.find(JmsProvider.USERNAME)).isEmpty();
    }

    @Test
    void settings_factoryWithoutUrl_isMadeWithNothing() {
        assertThat(JmsFactory.of(ReceiverContexts.settings("jms: {factory: a.B, queue: q}")))
                .isEqualTo(new JmsFactory.ByClass("a.B", ""));
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
                        "Cannot receive by jms: java.lang.StringBuilder is a java.lang.StringBuilder, not a"
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
        String options = "queue: q, jndi: {factory: cf, properties: {java.naming.provider.url: \"ldap://x\"}}";

        assertThatThrownBy(() -> open(options).start())
                .isInstanceOf(ReceiverException.class)
                .hasMessageStartingWith("Cannot look up the ConnectionFactory \"cf\" by JNDI: "
                        + "javax.naming.NoInitialContextException")
                .hasMessageContaining("these properties are set: [java.naming.provider.url]");
    }

    @Test
    void where_showsNoSecrets() {
        String options =
                "factory: some.Factory, topic: news, url: \"(tcp://a:1?key=1,tcp://me:secret@b:2)?password=secret\"";
        Receiver receiver = open(options);

        assertThat(receiver.where()).isEqualTo("topic \"news\" at (tcp://a:1,tcp://b:2)");
        assertThat(new JmsProvider().where(ReceiverContexts.settings("jms: {" + options + "}")))
                .isEqualTo("(tcp://a:1,tcp://b:2)");
    }

    private static void start(String factory, String url) {
        open("factory: " + factory + ", url: \"" + url + "\", queue: q").start();
    }

    private static Receiver open(String options) {
        return new JmsProvider().open(ReceiverContexts.of("jms: {" + options + "}"));
    }
}
