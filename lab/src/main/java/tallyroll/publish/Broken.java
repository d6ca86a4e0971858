package tallyroll.publish;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Records that are not flights, each wrong in a way that occurs in practice. */
final class Broken {
    static final int KINDS = 12;

    private Broken() {}

    /** A broken record; {@code number} selects the kind and makes it differ from others of its kind. */
    static byte[] record(int number, int oversize) {
        String id = "broken-" + number;
        return switch (number % KINDS) {
            case 0 -> truncated(flight(id, "\"2001/01/02 06:20\"", "5", "\"ATL\""));
            case 1 -> utf8("ATL,ORD,2001/01/02 06:20,5");
            case 2 -> new byte[0];
            case 3 -> null;
            case 4 -> utf8("[" + flight(id, "\"2001/01/02 06:20\"", "5", "\"ATL\"") + "]");
            case 5 -> utf8(flight(id, "\"2001/01/02 06:20\"", "\"very late\"", "\"ATL\""));
            case 6 ->
                utf8("{\"id\":\"" + id + "\",\"delay\":5,\"distance\":405,\"origin\":\"ATL\",\"destination\":\"ORD\"}");
            case 7 -> utf8(flight(id, "\"2001/13/45 29:99\"", "5", "\"ATL\""));
            case 8 -> utf8(flight(id, "\"yesterday\"", "5", "\"ATL\""));
            case 9 -> utf8(flight(id, "\"2001/01/02 06:20\"", "5", "null"));
            case 10 -> utf8(flight(id, "\"2001/01/02 06:20\"", "99999999999", "\"ATL\""));
            default -> oversized(id, oversize);
        };
    }

    private static byte[] truncated(String whole) {
        return utf8(whole.substring(0, whole.length() / 2));
    }

    private static byte[] oversized(String id, int bytes) {
        String start = flight(id, "\"2001/01/02 06:20\"", "5", "\"ATL\"");
        String head = start.substring(0, start.length() - 1) + ",\"note\":\"";
        return utf8(head + "x".repeat(Math.max(0, bytes - head.length() - 2)) + "\"}");
    }

    private static String flight(String id, String date, String delay, String origin) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"date\":%s,\"delay\":%s,\"distance\":405,\"origin\":%s,\"destination\":\"ORD\"}",
                id,
                date,
                delay,
                origin);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
