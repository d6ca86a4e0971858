package tallyroll.publish;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import tallyroll.flights.Flight;

/**
 * Writes a flight as JSON: {@code {"id":"7","date":"2001/01/05 06:20","delay":-3,"distance":405,"origin":"ATL","destination":"ORD"}}.
 * Not thread-safe: it caches the text of the last minute.
 */
public final class FlightJson implements Function<Flight, byte[]> {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm");
    private static final int SECONDS_PER_MINUTE = 60;

    private final StringBuilder json = new StringBuilder(256);
    private final String rest;
    private long minute = Long.MIN_VALUE;
    private String date = "";

    private FlightJson(String rest) {
        this.rest = rest;
    }

    /** A flight's own fields, about 100 bytes. */
    public static FlightJson plain() {
        return new FlightJson("}");
    }

    /** With fields that no rollup reads, about 170 bytes. */
    public static FlightJson wide() {
        return new FlightJson(
                ",\"carrier\":\"XX\",\"tail\":\"N12345\",\"number\":1234,\"status\":\"landed\",\"gate\":\"B17\"}");
    }

    @Override
    public byte[] apply(Flight flight) {
        json.setLength(0);
        json.append("{\"id\":\"").append(flight.id());
        json.append("\",\"date\":\"").append(date(flight.minute()));
        json.append("\",\"delay\":").append(flight.delay());
        json.append(",\"distance\":").append(flight.distance());
        json.append(",\"origin\":\"").append(flight.origin());
        json.append("\",\"destination\":\"").append(flight.destination());
        json.append('"').append(rest);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String date(long at) {
        if (at != minute) {
            minute = at;
            date = DATE.format(LocalDateTime.ofEpochSecond(at * SECONDS_PER_MINUTE, 0, ZoneOffset.UTC));
        }
        return date;
    }
}
