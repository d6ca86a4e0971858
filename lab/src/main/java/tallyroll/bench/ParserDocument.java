package tallyroll.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldDecoders;
import tallyroll.event.EventSpec;
import tallyroll.flights.Flight;
import tallyroll.flights.Flights;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.publish.FlightJson;

/**
 * Records of one kind, and what reads them.
 *
 * @param contenders ours first
 */
record ParserDocument(String name, List<byte[]> records, List<Contender> contenders) {
    /** One way to read the records. */
    record Contender(String name, Pipeline pipeline, Function<EventSpec, FieldDecoder> decoder) {
        FieldDecoder newDecoder() {
            return decoder.apply(pipeline.event());
        }
    }

    private static final String FLIGHT_TIME = "date, pattern: \"yyyy/MM/dd HH:mm";
    private static final String FLIGHTS = """
            pipeline: flights
            source: {kafka: {bootstrap: "localhost:9092", topic: flights}}
            event:
              format: %s
              id: id
              time: {field: %s}
              fields: {id: string, origin: string, destination: string, delay: int, distance: int}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              delays_by_origin:
                by: [origin]
                every: [1h, 1d]
                measures: {flights: count, delay: sum(delay), worst: max(delay), destinations: distinct(destination), delay_dist: quantiles(delay)}
            """;
    private static final String ORDERS = """
            pipeline: orders
            source: {kafka: {bootstrap: "localhost:9092", topic: orders}}
            event:
              format: json
              id: id
              time: {field: %s}
              fields:
                id: string
                country: {path: data.order.customer.country, type: string}
                shop: {path: data.shop.id, type: string}
                total: {path: data.order.total, type: "decimal(12,2)"}
                pieces: {path: data.order.pieces, type: int}
                express: {path: data.order.delivery.express, type: boolean}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              sales:
                by: [country, shop]
                every: [1h, 1d]
                measures: {orders: count, sales: sum(total), pieces: sum(pieces), spread: quantiles(total)}
            """;
    private static final String REVIEWS = """
            pipeline: reviews
            source: {kafka: {bootstrap: "localhost:9092", topic: reviews}}
            event:
              format: json
              id: id
              time: {field: %s}
              fields: {id: string, language: string, rating: int, title: string, text: string}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              ratings:
                by: [language]
                every: [1h, 1d]
                measures: {reviews: count, rating: avg(rating), titles: distinct(title)}
            """;

    static List<ParserDocument> all(int max) {
        int fewer = Math.max(10, max / 5);
        List<Flight> flights = new ArrayList<>();
        try (Flights slice = Flights.slice()) {
            while (slice.hasNext() && flights.size() < max) {
                flights.add(slice.next());
            }
        }
        FlightJson json = FlightJson.wide();
        List<byte[]> whole = flights.stream().map(json).toList();
        List<ParserDocument> documents = new ArrayList<>(List.of(
                flights("flights, JSON", "json", whole),
                flights("flights, JSON, 1 in 10 cut off", "json", cutOff(whole)),
                orders(fewer),
                reviews(fewer),
                flights(
                        "flights, CSV",
                        "csv\n  csv: {columns: [id, date, delay, distance, origin, destination, carrier, tail]}",
                        flights.stream().map(flight -> csv(flight, json)).toList())));
        documents.addAll(SchemaDocuments.of(flights, fewer));
        return documents;
    }

    /** The definition that is read by our own code. */
    Pipeline ours() {
        return contenders.get(0).pipeline();
    }

    /**
     * Of records of text.
     *
     * @param ours times read by our own code
     * @param javaTime the same with a pattern that only {@link java.time.format.DateTimeFormatter} can read
     */
    private static ParserDocument text(String name, List<byte[]> records, Pipeline ours, Pipeline javaTime) {
        List<Contender> contenders = new ArrayList<>();
        Map<String, Function<EventSpec, FieldDecoder>> decoders = new LinkedHashMap<>();
        decoders.put("ours", FieldDecoders::of);
        if (ours.event().format() == EventSpec.Format.JSON) {
            decoders.put("Jackson", spec -> new JacksonDecoder(spec.schema()));
            decoders.put("fastjson2", spec -> new FastjsonDecoder(spec.schema()));
        } else {
            decoders.put("univocity", UnivocityDecoder::new);
        }
        decoders.forEach((decoder, of) -> contenders.add(new Contender(decoder, ours, of)));
        decoders.forEach((decoder, of) -> contenders.add(new Contender(decoder + " + java.time", javaTime, of)));
        return new ParserDocument(name, records, contenders);
    }

    private static ParserDocument flights(String name, String format, List<byte[]> records) {
        return text(
                name,
                records,
                parse(FLIGHTS.formatted(format, FLIGHT_TIME + '"')),
                parse(FLIGHTS.formatted(format, FLIGHT_TIME + "[]\"")));
    }

    private static ParserDocument orders(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(order(random, i).getBytes(StandardCharsets.UTF_8));
        }
        return text(
                "orders, nested JSON", records, parse(iso(ORDERS, "time", false)), parse(iso(ORDERS, "time", true)));
    }

    private static ParserDocument reviews(int count) {
        SplittableRandom random = new SplittableRandom(2);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(review(random, i).getBytes(StandardCharsets.UTF_8));
        }
        return text(
                "reviews, long strings", records, parse(iso(REVIEWS, "at", false)), parse(iso(REVIEWS, "at", true)));
    }

    private static String iso(String definition, String field, boolean javaTime) {
        return definition.formatted(javaTime ? field + ", pattern: \"uuuu-MM-dd'T'HH:mm:ss.SSSX\"" : field);
    }

    private static Pipeline parse(String yaml) {
        return Definition.parse(yaml, "bench", Environment.of(Map.of()));
    }

    private static List<byte[]> cutOff(List<byte[]> records) {
        List<byte[]> some = new ArrayList<>(records);
        for (int i = 0; i < some.size(); i += 10) {
            some.set(i, Arrays.copyOf(some.get(i), some.get(i).length * 2 / 3));
        }
        return some;
    }

    private static byte[] csv(Flight flight, FlightJson json) {
        String date = new String(json.apply(flight), StandardCharsets.UTF_8)
                .replaceFirst(".*\"date\":\"", "")
                .substring(0, 16);
        return String.join(
                        ",",
                        flight.id(),
                        date,
                        "" + flight.delay(),
                        "" + flight.distance(),
                        flight.origin(),
                        flight.destination(),
                        "\"Blue, Sky\"",
                        "N12345")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String at(int number) {
        return "2026-03-01T%02d:%02d:%02d.%03dZ"
                .formatted(number / 36_000 % 24, number / 600 % 60, number / 10 % 60, number % 1_000);
    }

    /** About 1,700 bytes, four levels, six values of it declared. */
    private static String order(SplittableRandom random, int number) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            items.append(i == 0 ? "" : ",")
                    .append(("{\"sku\":\"SKU-%06d\",\"name\":\"Article number %d\",\"quantity\":%d,\"price\":%d.%02d,"
                                    + "\"attributes\":{\"colour\":\"blue\",\"size\":\"M\",\"returnable\":true}}")
                            .formatted(
                                    random.nextInt(1_000_000),
                                    i,
                                    random.nextInt(1, 5),
                                    random.nextInt(200),
                                    random.nextInt(100)));
        }
        return ("{\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/shops/web\",\"id\":\"o-%d\",\"time\":\"%s\",\"data\":{"
                        + "\"shop\":{\"id\":\"shop-%d\",\"channel\":\"web\",\"version\":3},\"order\":{\"number\":%d,\"currency\":\"EUR\",\"total\":%d.%02d,"
                        + "\"pieces\":%d,\"customer\":{\"id\":\"c-%d\",\"country\":\"%s\",\"segment\":\"retail\",\"address\":{\"street\":\"Long Street 12\","
                        + "\"city\":\"Utrecht\",\"zip\":\"3511 AB\"}},\"items\":[%s],\"delivery\":{\"express\":%s,\"carrier\":\"post\",\"days\":[1,2,3]}}},"
                        + "\"trace\":{\"id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"sampled\":false,\"baggage\":null}}")
                .formatted(
                        number,
                        at(number),
                        random.nextInt(20),
                        number,
                        random.nextInt(3_000),
                        random.nextInt(100),
                        random.nextInt(1, 30),
                        random.nextInt(100_000),
                        Locale.getISOCountries()[random.nextInt(30)],
                        items,
                        random.nextInt(4) == 0);
    }

    /** About 1,500 bytes, most of them one text with an escape every 40 characters and some characters beyond ASCII. */
    private static String review(SplittableRandom random, int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            text.append("the event batch came on time and nothing was ")
                    .append(
                            switch (random.nextInt(6)) {
                                case 0 -> "\\n";
                                case 1 -> "\\\"broken\\\" ";
                                case 2 -> "beschädigt ";
                                case 3 -> "\\u00e9tonnant ";
                                case 4 -> "\\ud83d\\ude00 ";
                                default -> "missing ";
                            });
        }
        return "{\"id\":\"r-%d\",\"at\":\"%s\",\"language\":\"%s\",\"rating\":%d,\"title\":\"A \\\"fine\\\" thing %d\",\"text\":\"%s\"}"
                .formatted(
                        number,
                        at(number),
                        Locale.getISOLanguages()[random.nextInt(20)],
                        random.nextInt(1, 6),
                        random.nextInt(500),
                        text);
    }
}
