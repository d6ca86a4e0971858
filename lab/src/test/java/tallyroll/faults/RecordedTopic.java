package tallyroll.faults;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import tallyroll.flights.Flight;
import tallyroll.oracle.Topic;
import tallyroll.oracle.TopicRecord;
import tallyroll.publish.Disorder;
import tallyroll.publish.Feed;
import tallyroll.publish.FlightJson;
import tallyroll.publish.Message;
import tallyroll.publish.Published;
import tallyroll.publish.Publisher;
import tallyroll.server.TestServers;

/** A topic of its own and what is published to it. Any few consecutive events touch every hour of the days, so that all batches meet. */
final class RecordedTopic {
    static final int PARTITIONS = 4;

    private static final TestServers SERVERS = TestServers.shared();
    private static final int AIRPORTS = 12;
    private static final int MINUTES_A_DAY = 1_440;
    /** Coprime with any number of minutes in whole days. */
    private static final long STRIDE = 37;

    private final String topic;
    private final LocalDateTime start;
    private final int days;

    private RecordedTopic(String topic, LocalDateTime start, int days) {
        this.topic = topic;
        this.start = start;
        this.days = days;
    }

    static RecordedTopic blank() {
        return blank(LocalDateTime.parse("2001-03-01T00:00"), 2);
    }

    static RecordedTopic blank(LocalDateTime start, int days) {
        return new RecordedTopic(SERVERS.freshTopic(PARTITIONS), start, days);
    }

    /** The one that several tests read: 6,000 events, each once, and a dozen broken records. */
    static RecordedTopic shared() {
        return Shared.TOPIC;
    }

    String topic() {
        return topic;
    }

    /** Publishes events by number, in the disorder given. */
    Published publish(int from, int until, Disorder disorder) {
        Iterator<Flight> flights =
                IntStream.range(from, until).mapToObj(this::flight).iterator();
        Feed feed = new Feed(flights, FlightJson.plain(), disorder);
        List<Message> messages = new ArrayList<>();
        feed.forEachRemaining(messages::add);
        publish(messages);
        return feed.published();
    }

    /** Drops the records of a partition before an offset, as retention does. */
    void forget(int partition, long before) throws InterruptedException, ExecutionException {
        TestServers.shared()
                .admin()
                .deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    /** Publishes further copies of events, to other partitions. */
    void repeat(int... numbers) {
        FlightJson json = FlightJson.plain();
        publish(IntStream.of(numbers)
                .mapToObj(number -> new Message(number % PARTITIONS, json.apply(flight(number))))
                .toList());
    }

    /** Publishes events to a partition. */
    void publishTo(int partition, int from, int until) {
        FlightJson json = FlightJson.plain();
        publish(IntStream.range(from, until)
                .mapToObj(number -> new Message(partition, json.apply(flight(number))))
                .toList());
    }

    private void publish(List<Message> messages) {
        try (Publisher publisher = new Publisher(SERVERS.bootstrap(), topic)) {
            publisher.publish(messages.iterator(), sent -> {});
        }
    }

    /** Everything on it, by partition and offset. */
    List<TopicRecord> records() {
        return Collections.unmodifiableList(Topic.read(SERVERS.bootstrap(), topic));
    }

    Flight flight(int number) {
        SplittableRandom random = new SplittableRandom(number);
        long minute = start.toEpochSecond(ZoneOffset.UTC) / 60 + number * STRIDE % ((long) days * MINUTES_A_DAY);
        int delay = random.nextInt(10) == 0 ? random.nextInt(600) : random.nextInt(60) - 25;
        return new Flight(
                Integer.toString(number),
                minute,
                delay,
                random.nextInt(30, 3_000),
                airport(random.nextInt(AIRPORTS)),
                airport(random.nextInt(AIRPORTS)));
    }

    /** The hours, µs, in which events of these numbers lie. */
    LongStream hours(IntStream numbers) {
        return numbers.mapToLong(number -> flight(number).minute() / 60 * 3_600_000_000L)
                .distinct()
                .sorted();
    }

    private static String airport(int number) {
        return "AP" + (char) ('A' + number);
    }

    private static final class Shared {
        static final RecordedTopic TOPIC = published();

        private static RecordedTopic published() {
            RecordedTopic topic = RecordedTopic.blank();
            topic.publish(0, 6_000, Disorder.none(1, PARTITIONS).withBroken(12, 400, 100_000));
            return topic;
        }
    }
}
