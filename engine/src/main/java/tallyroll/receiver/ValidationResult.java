package tallyroll.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.decode.Decoding;

/** Gathers the events of one request into a parcel, the malformed ones too, and notes what its sender must be told. Not thread-safe. */
final class ValidationResult implements RawEventConsumer {
    private static final int MOST_LISTED = 100;

    private final EventValidator examiner;
    private final EventBatch.Builder gathered = EventBatch.builder();
    private final List<Rejection> listed = new ArrayList<>();
    private int count;
    private int rejected;

    /** @param event its number in the request, from 1 */
    record Rejection(int event, Decoding fault) {}

    ValidationResult(EventValidator examiner) {
        this.examiner = examiner;
    }

    @Override
    public void event(byte[] bytes, int from, int length) {
        Optional<Decoding> fault = examiner.fault(bytes, from, length);
        gathered.add(bytes, from, (int) Math.min(length, examiner.mostBytes() + 1L));
        count++;
        if (fault.isPresent()) {
            rejected++;
            if (listed.size() < MOST_LISTED) {
                listed.add(new Rejection(count, fault.get()));
            }
        }
    }

    int accepted() {
        return count - rejected;
    }

    int rejected() {
        return rejected;
    }

    List<Rejection> listed() {
        return listed;
    }

    /** All of them, those rejected too. To be called once. */
    EventBatch parcel() {
        return gathered.build();
    }
}
