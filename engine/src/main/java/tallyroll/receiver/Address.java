package tallyroll.receiver;

import java.util.Arrays;
import java.util.List;

/** A host and a port, as definitions write them: {@code sensors:9999}, {@code [::1]:8080}. */
public record Address(String host, int port) {
    private static final int LAST_PORT = 65_535;

    /** @throws ReceiverException where a port is none */
    public static List<Address> list(String option, String written) {
        return Arrays.stream(written.split(","))
                .map(one -> read(option, one.strip()))
                .toList();
    }

    private static Address read(String option, String written) {
        int colon = written.lastIndexOf(':');
        String digits = written.substring(colon + 1);
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
        if (colon < 1 || port < 0 || port > LAST_PORT) {
            throw new ReceiverException("Cannot use \"" + written + "\" as " + option
                    + ": it is not a valid address; write host:port, the port from 0 to 65535.");
        }
        String host = written.substring(0, colon);
        return new Address(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
