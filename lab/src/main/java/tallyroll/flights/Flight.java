package tallyroll.flights;

/**
 * One flight.
 *
 * @param id the number of its row in the source file, from 0, unless the file names another
 * @param minute the scheduled departure by the origin's clock, minutes since 1970-01-01T00:00 as if that clock were UTC
 * @param delay minutes the flight arrived late; negative: early
 * @param distance miles
 * @param origin IATA code of the airport it left
 * @param destination IATA code of the airport it went to
 */
public record Flight(String id, long minute, int delay, int distance, String origin, String destination) {}
