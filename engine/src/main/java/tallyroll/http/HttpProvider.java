package tallyroll.http;

import tallyroll.receiver.Address;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverException;
import tallyroll.receiver.ReceiverProvider;

/** {@code source: {http: {…}}}: takes {@code POST} requests; see docs/receivers. */
public final class HttpProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "http";
    }

    @Override
    public Receiver open(ReceiverContext context) {
        String path = context.option("path");
        if (path.equals(EventsHandler.HEALTH)) {
            throw new ReceiverException("Cannot take events at " + path
                    + ": that path tells whether the receiver is there. Write another as http.path.");
        }
        return new HttpReceiver(
                Address.list("http.listen", context.option("listen")),
                path,
                bytes(context.option("max_request")),
                context);
    }

    /** {@code 16MB}, {@code 512KB}, {@code 2000}; the definition allows no more than 1 GB. */
    private static int bytes(String written) {
        int factor = written.endsWith("KB") ? 1 << 10 : written.endsWith("MB") ? 1 << 20 : 1;
        return Math.multiplyExact(Integer.parseInt(written.replaceAll("[KM]B$", "")), factor);
    }
}
