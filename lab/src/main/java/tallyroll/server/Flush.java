package tallyroll.server;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What {@code nodetool flush} does, without its jars and without an open JMX port: the node is reached by attaching to its JVM. */
final class Flush {
    private Flush() {}

    @SuppressWarnings("BanJNDI") // the address comes from the node's own JVM, not from a user
    static void of(long pid, String keyspace) throws IOException {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(pid)))) {
            connector
                    .getMBeanServerConnection()
                    .invoke(
                            new ObjectName("org.apache.cassandra.db:type=StorageService"),
                            "forceKeyspaceFlush",
                            new Object[] {keyspace, new String[0]},
                            new String[] {String.class.getName(), String[].class.getName()});
        } catch (JMException refused) {
            throw new IOException("Cannot flush keyspace \"%s\": %s".formatted(keyspace, refused), refused);
        }
    }

    private static String agent(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException refused) {
            throw new IOException("Cannot attach to process " + pid, refused);
        }
    }
}
