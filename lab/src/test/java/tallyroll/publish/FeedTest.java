package tallyroll.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallyroll.flights.Flights;

class FeedTest {
    @Test
    void published_wholeSlice_countsExactly() {
        Feed feed = new Feed(Flights.slice(), FlightJson.plain(), Disorder.usual(1, 4, Flights.SLICE));

        List<Message> messages = drain(feed);

        assertThat(feed.published()).isEqualTo(new Published(200_000, 2_000, 2_000, 12));
        assertThat(messages).hasSize(202_012);
        assertThat(distinct(messages)).hasSize(200_012);
    }

    @Test
    void published_fewerThanExpected_stillHoldsEveryBrokenRecord() {
        Feed feed = new Feed(new GeneratedFlights(1, 1_000, 10), FlightJson.plain(), Disorder.usual(1, 4, 200_000));

        assertThat(drain(feed)).hasSize(1_022);
        assertThat(feed.published()).isEqualTo(new Published(1_000, 10, 10, 12));
    }

    @Test
    void next_sameSeed_givesTheSameRecords() {
        assertThat(texts(drain(generated(7, 20_000)))).isEqualTo(texts(drain(generated(7, 20_000))));
        assertThat(texts(drain(generated(8, 20_000)))).isNotEqualTo(texts(drain(generated(7, 20_000))));
    }

    @Test
    void next_duplicates_sometimesLandInAnotherPartition() {
        Set<String> seen = new HashSet<>();
        Set<String> seenInPartition = new HashSet<>();
        int elsewhere = 0;
        for (Message message : drain(generated(1, 50_000))) {
            String text = text(message);
            boolean first = seen.add(text);
            elsewhere += !first && seenInPartition.add(message.partition() + text) ? 1 : 0;
            seenInPartition.add(message.partition() + text);
        }

        assertThat(elsewhere).isBetween(250, 500);
    }

    @Test
    void next_withoutDisorder_isInOrderOfTimeAndUsesEveryPartition() {
        Feed feed = new Feed(new GeneratedFlights(1, 10_000, 300), FlightJson.wide(), Disorder.none(1, 4));

        List<Message> messages = drain(feed);

        assertThat(messages)
                .extracting(FeedTest::text)
                .doesNotHaveDuplicates()
                .allMatch(text -> Math.abs(text.length() - 170) < 15);
        assertThat(messages).extracting(Message::partition).containsOnly(0, 1, 2, 3);
        assertThat(messages)
                .extracting(message -> text(message).replaceAll(".*\"date\":\"([^\"]*)\".*", "$1"))
                .isSorted();
    }

    private static Feed generated(long seed, int events) {
        Disorder disorder = Disorder.usual(seed, 4, events).withLate(100, Duration.ofMinutes(2));
        return new Feed(new GeneratedFlights(seed, events, 300), FlightJson.plain(), disorder);
    }

    private static List<Message> drain(Feed feed) {
        List<Message> messages = new ArrayList<>();
        feed.forEachRemaining(messages::add);
        return messages;
    }

    private static Set<String> distinct(List<Message> messages) {
        return new HashSet<>(texts(messages));
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(FeedTest::text).toList();
    }

    private static String text(Message message) {
        return message.value() == null ? "null" : new String(message.value(), StandardCharsets.UTF_8);
    }
}
