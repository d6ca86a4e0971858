package tallyroll.jms;

import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.CommunicationException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;
import tallyroll.pipeline.SourceSettings;
import tallyroll.receiver.ReceiverException;

/** Where a provider's ConnectionFactory comes from: a class that is made with a URL, or a JNDI name. */
sealed interface JmsFactory {
    static JmsFactory of(SourceSettings settings) {
        return settings.find(JmsProvider.FACTORY)
                .<JmsFactory>map(
                        name -> new ByClass(name, settings.find(JmsProvider.URL).orElse("")))
                .orElseGet(() -> ByName.of(settings.get(JmsProvider.JNDI)));
    }

    /**
     * Makes it.
     *
     * @throws ReceiverException when it can never be made as it is defined
     * @throws NamingException when a naming service does not answer now
     */
    ConnectionFactory open() throws NamingException;

    /** For people; without what may be secret in a URL. */
    String where();

    private static ConnectionFactory checked(Object made, String from) {
        if (made instanceof ConnectionFactory factory) {
            return factory;
        }
        throw new ReceiverException(
                "Cannot receive by jms: " + from + " is a " + made.getClass().getName()
                        + ", not a jakarta.jms.ConnectionFactory. Take the provider's client for Jakarta Messaging 3.1 or later;"
                        + " one for javax.jms does not fit.");
    }

    /** A class with a constructor that takes the URL, or nothing if there is none. */
    record ByClass(String name, String url) implements JmsFactory {
        @Override
        public ConnectionFactory open() {
            try {
                Class<?> type = Class.forName(name, true, loader());
                Object made = url.isEmpty()
                        ? type.getConstructor().newInstance()
                        : type.getConstructor(String.class).newInstance(url);
                return checked(made, name);
            } catch (ClassNotFoundException | LinkageError missing) {
                throw refused(
                        "it is not on the class path (" + missing
                                + "). Name the jars of the provider's client in TALLYROLL_CLASSPATH.",
                        missing);
            } catch (NoSuchMethodException other) {
                throw refused(
                        url.isEmpty()
                                ? "it has no public constructor without parameters. Give a url."
                                : "it has no public constructor with one String. Use jndi for this provider.",
                        other);
            } catch (InvocationTargetException thrown) {
                Throwable cause = thrown.getCause();
                throw refused(
                        "it refuses the url \"" + open(url) + "\": "
                                + String.valueOf(cause).replace(url, open(url)) + ".",
                        cause);
            } catch (ReflectiveOperationException closed) {
                throw refused("it cannot be made: " + closed + ".", closed);
            }
        }

        private ReceiverException refused(String why, Throwable cause) {
            return new ReceiverException("Cannot make the ConnectionFactory " + name + ": " + why, cause);
        }

        /** The one that a driver under spark-submit has its user's jars in. */
        private static ClassLoader loader() {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            return context == null ? JmsFactory.class.getClassLoader() : context;
        }

        @Override
        public String where() {
            return url.isEmpty() ? name : open(url);
        }

        /** A URL without user, password and parameters. */
        private static String open(String url) {
            return url.replaceAll("\\?[^,)]*", "").replaceAll("//[^/@,()]*@", "//");
        }
    }

    /** A name in a naming service. */
    record ByName(String name, Map<String, String> properties) implements JmsFactory {
        static ByName of(SourceSettings jndi) {
            return new ByName(
                    jndi.get(JmsProvider.JNDI_NAME),
                    new TreeMap<>(jndi.find(JmsProvider.JNDI_PROPERTIES).orElse(Map.of())));
        }

        @Override
        @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // the name is the definition's, whose author runs this process
        public ConnectionFactory open() throws NamingException {
            InitialContext context = null;
            try {
                context = new InitialContext(new Hashtable<>(properties));
                return checked(context.lookup(name), "what JNDI has as \"" + name + "\"");
            } catch (CommunicationException | ServiceUnavailableException away) {
                throw away;
            } catch (NamingException wrong) {
                throw new ReceiverException(
                        "Cannot look up the ConnectionFactory \"" + name + "\" by JNDI: " + wrong
                                + ". Of the initial context these properties are set: " + properties.keySet()
                                + "; the provider's manual names them, and its jars belong into TALLYROLL_CLASSPATH.",
                        wrong);
            } finally {
                if (context != null) {
                    context.close();
                }
            }
        }

        @Override
        public String where() {
            return "JNDI name \"" + name + "\"";
        }
    }
}
