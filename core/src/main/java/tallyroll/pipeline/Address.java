package tallyroll.pipeline;

import java.io.Serializable;

/**
 * A host and a port, as definitions write them: {@code sensors:9999}, {@code [::1]:8080}.
 *
 * @param host a name or an IP address; one of version 6 without its brackets
 */
public record Address(String host, int port) implements Serializable {
    static final int MAX_PORT = 65_535;

    /** Reads a text that has the form of an address. */
    static Address parse(String written) {
        int colon = written.lastIndexOf(':');
        String host = written.substring(0, colon);
        return new Address(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(written.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
