package tallyroll.sim;

import java.util.HashSet;
import java.util.Set;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Message;
import tallyroll.record.SystemOfRecord.EventReader;

/** A pass over a bucket in which deletions are passed over that come before all events of their identity. */
final class WithoutEarlyDeletions implements EventReader {
    private final World world;
    private final EventReader reader;
    private final Set<String> seen = new HashSet<>();
    private long batch;

    WithoutEarlyDeletions(World world, EventReader reader) {
        this.world = world;
        this.reader = reader;
    }

    @Override
    public void batch(long number) {
        batch = number;
        reader.batch(number);
    }

    @Override
    public void event(Claim.Range source, long offset, Slice raw) {
        Message message = Message.of(raw);
        Place place = Place.of(source, offset).at(message.element());
        byte[] value = message.value().toByteArray();
        Fact fact = world.judge().source().given(batch, place, value).fact(place.element(), value);
        if (!fact.gone() || seen.contains(fact.identity())) {
            seen.add(fact.identity());
            reader.event(source, offset, raw);
        }
    }
}
